package bot

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
)

// Advisor asks the model of a bot about a question.
type Advisor interface {
	Advise(ctx context.Context, c Consult) (Advice, error)
}

// Unadvised is the advisor of a function in which somebody waits: it puts the question off to the queue of slow bots.
type Unadvised struct{}

// Advise puts the question off.
func (Unadvised) Advise(context.Context, Consult) (Advice, error) {
	return Advice{}, chat.ErrLater
}

// Asking has bots that have a model ask it through an advisor.
func (b *ScriptBot) Asking(advisor Advisor) *ScriptBot {
	b.advisor = advisor
	return b
}

// MaxCandidates is among how many entries a model chooses.
const MaxCandidates = 10

// advised answers a question as the bot's model advises. It tells that there is no answer so if the bot has no model
// that it would ask here, or if that fails: then meaning and words decide alone. A question that was not judged by
// meaning comes again first: by words alone the entry that fits is often not among those that the model reads.
func (m *replying) advised(q chat.Question, st state, text string, v meaning.Verdict, whole bool) (chat.Answer, bool) {
	setting, sure := q.Bot.Model, v.Decision == meaning.Answered && len(m.entries(v.Use, text)) > 0
	if setting == nil || (sure && !setting.Free && hintOf(q) == "") || q.Message.Body().Media != nil ||
		m.asksForPerson(text) || begun(text, m.offered(st)) != nil {
		return chat.Answer{}, false
	}
	language := languageOf(text)
	among := m.among(v, text, language)
	if q.Last { // the model's time is gone, and a reply that does not end now never does
		m.use = &chat.ModelUse{Model: setting.ID, Did: chat.ModelFailed, Why: lastTry}
		return chat.Answer{}, false
	}
	if !whole {
		return m.putOff(st), true
	}
	consult := m.consult(q, text, language, among)
	consult.Hint = hintOf(q)
	advice, err := m.advises(consult)
	if err != nil {
		return m.putOff(st), true
	}
	if !advice.fits(among, m.compiled) {
		advice.Use.Did, advice.Use.Why = chat.ModelFailed, "unusable"
	}
	if m.use = &advice.Use; advice.Use.Did != chat.ModelFailed {
		m.opinion = advice.Opinion
	}
	if consult.Hint != "" && advice.Use.Did != chat.ModelFailed {
		m.hint = q.Hint.ID
	}
	switch {
	case advice.Use.Did == chat.ModelFailed:
		return chat.Answer{}, false
	case advice.HandOver:
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "model"}), true
	case advice.Goal != "":
		return m.enter(q, m.reaching()[advice.Goal]), true
	case advice.Step != "":
		return m.enter(q, advice.Step), true
	case advice.Entry < 0 && sure: // meaning is, and the owner's words answer
		return chat.Answer{}, false
	case advice.Entry < 0:
		a := m.unanswered(st, text, 0, v)
		a.Effects.Gap.Plain = advice.Plain
		return because(a, chat.ByModel, false, among), true
	}
	a := because(m.told(q, text, among[advice.Entry]), chat.ByModel, true, chosenFirst(among, advice.Entry))
	buttons := slices.ContainsFunc(a.Bubbles, func(b chat.Body) bool { return b.Kind != chat.KindText })
	switch {
	case advice.Words != "" && buttons:
		m.use.Did, m.use.Why = chat.ModelChose, hasButtons
	case advice.Words != "":
		a.Bubbles, m.voice.first = []chat.Body{chat.Text(advice.Words)}, language
	}
	return a, true
}

// putOff has the question come again from the queue.
func (m *replying) putOff(st state) chat.Answer {
	m.later = true
	return m.answer(Step{}, st, chat.Effects{})
}

// advises asks the advisor once, however often the turn is said.
func (m *replying) advises(c Consult) (Advice, error) {
	if m.advice == nil {
		advice, err := m.advisor.Advise(m.ctx, c)
		m.advice = &advised{advice, err}
	}
	return m.advice.Advice, m.advice.err
}

type advised struct {
	Advice
	err error
}

// Why a model was not asked, or its words were not used, beside the reasons of package model.
const (
	lastTry    = "last_try" // the answers before it never came to an end
	hasButtons = "buttons"  // the entry answers with more than text
)

// fits tells whether all that an advice names exists, and whether its words are of an entry that has some: an advisor
// is asked elsewhere, and nothing of it is taken on trust.
func (a *Advice) fits(among []Found, m *compiled) bool {
	if a.Words != "" && (a.Entry < 0 || a.Entry >= len(among) || m.candidate(among[a.Entry]).Text == "") {
		return false
	}
	_, reaches := m.reaching()[a.Goal]
	_, shows := m.script.Steps[a.Step]
	return a.Entry < len(among) && (a.Goal == "" || reaches) && (a.Step == "" || shows)
}

// chosenFirst are entries with that one before the others, which keep their order.
func chosenFirst(all []Found, chosen int) []Found {
	return append([]Found{all[chosen]}, slices.Delete(slices.Clone(all), chosen, chosen+1)...)
}

// among are the entries that fit a question best, by meaning and then by words.
func (m *replying) among(v meaning.Verdict, text, language string) []Found {
	all, had := []Found{}, map[string]bool{}
	add := func(e *Entry, score float64) {
		if e != nil && !had[e.ID] && len(all) < MaxCandidates {
			had[e.ID] = true
			all = append(all, Found{Entry: e, Score: score, Language: language})
		}
	}
	for _, c := range v.Best {
		add(m.known.kept(c.Entry, m.at), c.Chance)
	}
	for _, f := range m.known.Best(text, MaxCandidates, m.at) {
		add(f.Entry, f.Score)
	}
	return all
}

func (m *replying) consult(q chat.Question, text, language string, among []Found) Consult {
	c := Consult{
		Bot: q.Bot, Visitor: visitorOf(q), Question: text, Language: language,
		Goals: slices.Sorted(maps.Keys(m.reaching())),
	}
	for _, f := range among {
		c.Candidates = append(c.Candidates, m.candidate(f))
	}
	for _, name := range slices.Sorted(maps.Keys(m.script.Steps)) {
		if step := m.step(name); (len(step.allButtons()) > 0 || step.Form != nil) && len(c.Steps) < maxSteps {
			c.Steps = append(c.Steps, name)
		}
	}
	return c
}

// maxSteps is among how many steps of a script a model chooses.
const maxSteps = 40

// visitorOf is the visitor who asks. The author of a greeting is the bot itself.
func visitorOf(q chat.Question) chat.VisitorID { return chat.VisitorID(q.Message.Author.ID) }

// reaching is by each goal the step of the script that reaches it; the first by name if there are several.
func (m *compiled) reaching() map[string]string {
	steps := map[string]string{}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(m.script.Steps))) {
		if goal := m.script.Steps[name].Goal; goal != "" {
			steps[goal] = name
		}
	}
	return steps
}

// candidate is an entry as a model reads it: in the language of the question if it is written in that.
func (m *compiled) candidate(f Found) Candidate {
	kept := f.Entry.kept
	if kept == nil {
		return Candidate{Title: f.Entry.Question, Language: m.script.Own(), Text: paragraphs(f.Entry.Answer.Say)}
	}
	c := Candidate{Title: kept.Title}
	if kept.Step != "" || kept.People {
		return c
	}
	language, words := kept.AnswerIn(f.Language, m.script.Own())
	c.Language, c.Text = language, paragraphs(words)
	return c
}

func paragraphs(messages []string) string { return strings.Join(messages, "\n") }
