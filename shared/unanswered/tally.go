package unanswered

import (
	"cmp"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// count counts each person once a day, in whichever wordings they asked in the period, and each goal that they lost
// once: a case of two days has it beside both.
func (k *known) count(r *Row) {
	t := tally{}
	for _, w := range r.Wordings {
		for _, a := range w.askings {
			r.Last = later(r.Last, a.At)
			ago := k.ago(a.At)
			t.note("people", "", a)
			t.note("place", a.Country, a)
			t.note("source", string(a.Source), a)
			if k.inWeek(a.At) {
				t.note("week", "", a)
			}
			if day := a.Day(); t.note("day", day, a) {
				r.ByDay[k.days-1-ago]++
				r.Asked++
			}
			for _, goal := range a.Lost {
				if t.note("lost", goal, a) {
					r.Lost++
				}
			}
		}
	}
	r.People, r.week = t.of("people", ""), t.of("week", "")
	r.Places, r.Sources = t.shares("place"), t.shares("source")
}

// tally is who asked, by what.
type tally map[[2]string]map[chat.ConversationID]bool

// note tells whether the person is new there.
func (t tally) note(kind, name string, a *chat.Asking) bool {
	at := [2]string{kind, name}
	if t[at] == nil {
		t[at] = map[chat.ConversationID]bool{}
	}
	had := t[at][a.Conversation]
	t[at][a.Conversation] = true
	return !had
}

func (t tally) of(kind, name string) int { return len(t[[2]string{kind, name}]) }

// shares are the names of a kind with the most people, unknown ones left out.
func (t tally) shares(kind string) []Share {
	all := []Share{}
	for at, people := range t {
		if at[0] == kind && at[1] != "" {
			all = append(all, Share{at[1], len(people)})
		}
	}
	slices.SortFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(len(all), maxShares)]
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
