package ledger

import (
	"cmp"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// EntryPart is what became of one entry's answers in a case. The entry is named by its id, and a question of a script
// by its bot's and its own: its title is read when somebody looks.
type EntryPart struct {
	Entry     string `json:"e"`
	Answers   int    `json:"hits,omitempty"`
	Chosen    int    `json:"took,omitempty"` // of these, after an offer of titles
	Wrong     int    `json:"wrong,omitempty"`
	Unhelpful int    `json:"nohelp,omitempty"`
	Refused   int    `json:"ref,omitempty"` // times that a fact check refused the model's words about it
}

// MaxCaseEntries is how many entries a case tells apart; the others are one.
const MaxCaseEntries = 30

// Script is between the bot and the id of a question in the name of an entry that is one of a script.
const Script = "/"

// entryOf names the entry that answered, "" if none did.
func entryOf(m *chat.Message) string {
	if m.Effects == nil {
		return ""
	}
	id := m.Effects.Why.AnsweredBy()
	if id == "" || chat.IsEntry(id) {
		return id
	}
	return m.Author.ID + Script + id
}

// refusal is the fault for which a fact check refused a model's words, "" if it did not.
func refusal(m *chat.Message) string {
	if m.Effects == nil || m.Effects.Model == nil {
		return ""
	}
	fault, is := strings.CutPrefix(m.Effects.Model.Why, chat.Refused)
	if !is {
		return ""
	}
	return fault
}

// offers tells whether a bot's reply asks which of some entries is meant.
func offers(m *chat.Message) bool {
	return m.Outcome == chat.Answered && m.Effects != nil && m.Effects.Why.Offers() && !m.Unanswered() &&
		m.Effects.HandOver == ""
}

// entries are the parts of a case, by the entry.
type entries map[string]*EntryPart

func (all entries) of(m *chat.Message) *EntryPart {
	name := entryOf(m)
	if all[name] == nil {
		all[name] = &EntryPart{Entry: name}
	}
	return all[name]
}

// parts are those of entries, by their names. The rarest are joined if there are too many.
func (all entries) parts() []EntryPart {
	parts := []EntryPart{}
	for name, p := range all {
		if name != "" {
			parts = append(parts, *p)
		}
	}
	slices.SortFunc(parts, func(a, b EntryPart) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Entry, b.Entry))
	})
	if len(parts) > MaxCaseEntries {
		rest := EntryPart{Entry: Others}
		for _, p := range parts[MaxCaseEntries:] {
			rest.add(p)
		}
		parts = append(parts[:MaxCaseEntries], rest)
	}
	slices.SortFunc(parts, func(a, b EntryPart) int { return cmp.Compare(a.Entry, b.Entry) })
	return parts
}

func (p *EntryPart) weight() int { return p.Answers + p.Wrong + p.Unhelpful + p.Refused }

func (p *EntryPart) add(q EntryPart) {
	p.Answers, p.Chosen, p.Refused = p.Answers+q.Answers, p.Chosen+q.Chosen, p.Refused+q.Refused
	p.Wrong, p.Unhelpful = p.Wrong+q.Wrong, p.Unhelpful+q.Unhelpful
}

func (p *EntryPart) sums() Sums {
	s := Sums{"cases": 1}
	s.Add(Sums{
		"answers": int64(p.Answers), "chosen": int64(p.Chosen), "wrong": int64(p.Wrong), "unhelpful": int64(p.Unhelpful),
		"refused": int64(p.Refused),
	})
	return s
}

// byEntry are the case's sums by the entry. Answers of none, as a step of a script gives them, are those of "": so all
// of them add up to the case's own.
func (p *CasePart) byEntry() map[string]Sums {
	if p.Outcome == NotCounted {
		return nil
	}
	by := map[string]Sums{}
	rest := EntryPart{Answers: p.Answers, Chosen: p.Chosen, Wrong: p.Wrong, Unhelpful: p.Unhelpful, Refused: p.refusals()}
	for _, e := range p.Entries {
		by[e.Entry] = e.sums()
		rest.add(EntryPart{
			Answers: -e.Answers, Chosen: -e.Chosen, Wrong: -e.Wrong, Unhelpful: -e.Unhelpful, Refused: -e.Refused,
		})
	}
	if rest.weight() > 0 {
		by[""] = rest.sums()
	}
	return by
}

func (p *CasePart) refusals() int {
	n := 0
	for _, times := range p.Refused {
		n += times
	}
	return n
}
