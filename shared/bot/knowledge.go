package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Knowledge has the entries from which bots answer beside their scripts.
type Knowledge interface {
	// InForce is the edition in force at a time or later.
	InForce(ctx context.Context, tenant chat.TenantID, since time.Time) (*knowledge.Edition, error)
}

// NoKnowledge is knowledge without entries.
type NoKnowledge struct{}

// InForce is an edition without entries.
func (NoKnowledge) InForce(context.Context, chat.TenantID, time.Time) (*knowledge.Edition, error) {
	return &knowledge.Edition{}, nil
}

// peopleOnly is the reason of a hand-over for an entry that only people answer.
const peopleOnly = "people_only"

// matched is a matcher of the edition for which it was made.
type matched struct {
	edition int
	mark    string // of its contents
	*Matcher
}

// serving tells whether an entry of the edition serves the bot.
func (m matched) serving() bool {
	return slices.ContainsFunc(m.entries, func(e Entry) bool { return e.kept != nil })
}

// kept finds an entry of the edition that serves at a time.
func (m *Matcher) kept(id string, at time.Time) *Entry {
	for i := range m.entries {
		if e := &m.entries[i]; e.kept != nil && e.ID == id && e.serves(at) {
			return e
		}
	}
	return nil
}

// matcher is the one of a bot's script and of the entries that serve it on a site. It is made anew for another edition.
// The edition is no older than the script: questions that have moved from one to the other are in at least one of them.
func (b *ScriptBot) matcher(ctx context.Context, bot chat.Bot, site string, c *compiled) (matched, error) {
	edition, err := b.knowledge.InForce(ctx, bot.Tenant, c.written)
	if err != nil {
		return matched{}, fmt.Errorf("bot: knowledge of %s: %w", bot.Tenant, err)
	}
	id := fmt.Sprintf("%s/%s/%d/%s", bot.Tenant, bot.ID, bot.Script, site)
	b.mu.Lock()
	defer b.mu.Unlock()
	if m := b.matchers[id]; m.Matcher != nil && m.edition == edition.Number {
		return m, nil
	}
	if len(b.matchers) >= maxMatchers {
		clear(b.matchers)
	}
	b.matchers[id] = matched{edition.Number, edition.Mark, NewMatcher(entriesOf(c.script, bot.ID, site, edition))}
	return b.matchers[id], nil
}

// Best finds the entries that fit a question best.
func (b *ScriptBot) Best(ctx context.Context, q chat.Question, most int) ([]Found, error) {
	script, err := b.compiled(ctx, q.Bot)
	if err != nil {
		return nil, err
	}
	known, err := b.matcher(ctx, q.Bot, q.Site, script)
	if err != nil {
		return nil, err
	}
	return known.Best(q.Message.Body().Text, most, b.now()), nil
}

// maxMatchers bounds the matchers that one function keeps.
const maxMatchers = 100

// entriesOf are the questions of a script that did not move to the knowledge, and the entries that may serve a bot on a
// site at some time. An entry whose step is not in the script serves nobody.
func entriesOf(s *Script, bot chat.BotID, site string, edition *knowledge.Edition) []Entry {
	moved, own := map[string]bool{}, []Entry{}
	for i := range edition.Entries {
		e := &edition.Entries[i]
		if e.Step != "" && s.Steps[e.Step].empty() {
			continue
		}
		if e.Source.Kind == knowledge.FromScript && e.Source.Name == string(bot) {
			moved[e.Source.Part] = true
		}
		if e.Where(bot, site) {
			own = append(own, Entry{ID: string(e.ID), kept: e})
		}
	}
	written := slices.DeleteFunc(slices.Clone(s.FAQ), func(e Entry) bool { return moved[e.ID] })
	return append(written, own...)
}

// wordings are the ways in which people ask for the entry, each with its language, "" if nobody said which.
func (e *Entry) wordings() (all []wording) {
	if e.kept == nil {
		for _, text := range append([]string{e.Question}, e.Also...) {
			all = append(all, wording{text: text})
		}
		return all
	}
	for _, language := range slices.Sorted(maps.Keys(e.kept.Languages)) {
		for _, text := range e.kept.Languages[language].Wordings {
			all = append(all, wording{text: text, language: language})
		}
	}
	return all
}

// Knowledge is the id of the knowledge's entry; "" of a question of the script.
func (e *Entry) Knowledge() knowledge.EntryID {
	if e.kept == nil {
		return ""
	}
	return e.kept.ID
}

// Title names the entry for people.
func (e *Entry) Title() string {
	if e.kept == nil {
		return e.Question
	}
	return e.kept.Title
}

// serves tells whether the entry is valid at a time.
func (e *Entry) serves(at time.Time) bool { return e.kept == nil || e.kept.When(at) }

// told answers with an entry that was found for a question in these words.
func (m *replying) told(q chat.Question, asked string, found Found) chat.Answer {
	switch e := found.Entry; {
	case e.kept == nil:
		return m.take(q, e.Answer, state{Entry: e.buttons()})
	case e.kept.Step != "":
		return m.enter(q, e.kept.Step)
	}
	return m.take(q, m.turned(asked, found), state{})
}

// turned has the words of an entry that was found, below a line that says so if they are in another language.
func (m *replying) turned(asked string, found Found) Step {
	turn, e := m.turn(found), found.Entry.kept
	if e == nil || e.Step != "" || e.People {
		return turn
	}
	if line := elsewhere(asked, found); line != "" {
		turn.Say, turn.spoken = append([]string{line}, turn.Say...), found.Language
	}
	return turn
}

// turn has the words of an entry that was found, in the language of the question as far as it has them.
func (m *replying) turn(found Found) Step {
	e := found.Entry.kept
	switch {
	case e == nil:
		return found.Entry.Answer
	case e.People:
		people := m.getting()
		people.HandOver = peopleOnly
		return people
	case e.Step != "":
		return m.step(e.Step)
	}
	languages := append(append([]string{found.Language}, m.prefers...), m.script.Own())
	language, words := e.AnswerIn(languages...)
	return Step{Say: words, spoken: language}
}
