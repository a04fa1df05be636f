package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// Scripts stores scripts.
type Scripts interface {
	Script(ctx context.Context, tenant chat.TenantID, bot chat.BotID, version int) (chat.Script, error)
}

// ScriptBot answers from scripts. It caches scripts: a version never changes.
type ScriptBot struct {
	scripts   Scripts
	knowledge Knowledge
	judge     Judge
	advisor   Advisor
	now       func() time.Time

	mu       sync.Mutex
	read     map[string]*compiled
	matchers map[string]matched
}

// compiled is a script that is ready to answer.
type compiled struct {
	script  *Script
	written time.Time
	goals   map[string]string // option id → step
}

// Scripted makes a bot that answers from scripts and from its tenant's knowledge.
func Scripted(scripts Scripts, known Knowledge) *ScriptBot {
	return &ScriptBot{
		scripts: scripts, knowledge: known, judge: ByWords{}, advisor: Unadvised{}, now: time.Now,
		read: map[string]*compiled{}, matchers: map[string]matched{},
	}
}

// By has the bot's entries found by meaning too.
func (b *ScriptBot) By(judge Judge) *ScriptBot {
	b.judge = judge
	return b
}

// replying is a script while it answers one message.
type replying struct {
	*compiled
	ctx     context.Context // of the call that it answers
	judge   Judge
	advisor Advisor
	known   *Matcher
	edition int // the one from which it answers; 0 for none
	at      time.Time
	later   bool // it was not judged by meaning, and words have no answer; or a model is to be asked
	use     *chat.ModelUse
	felt    float64        // by meaning, the chance that the words need a person
	opinion course.Opinion // of a language model, on the same
	hint    chat.MessageID // that the answer follows
	voice   *voice

	judgement *judgement // what others said, in case the turn is said once more
	advice    *advised
}

// state is the bot's memory from one reply to the next.
type state struct {
	Step   string            `json:"step,omitempty"`   // the step whose buttons may be typed
	Entry  string            `json:"entry,omitempty"`  // or the FAQ entry whose buttons may be typed
	Form   string            `json:"form,omitempty"`   // the form that is asked question by question
	Values map[string]string `json:"values,omitempty"` // the form's values so far
	Misses int               `json:"misses,omitempty"` // misses in a row
	Tries  int               `json:"tries,omitempty"`  // wrong answers to the current field

	Offered string `json:"offered,omitempty"` // the question for which titles were offered
}

func (b *ScriptBot) compiled(ctx context.Context, bot chat.Bot) (*compiled, error) {
	id := fmt.Sprintf("%s/%s/%d", bot.Tenant, bot.ID, bot.Script)
	b.mu.Lock()
	defer b.mu.Unlock()
	if m := b.read[id]; m != nil {
		return m, nil
	}
	stored, err := b.scripts.Script(ctx, bot.Tenant, bot.ID, bot.Script)
	if err != nil {
		return nil, fmt.Errorf("bot: script of %s: %w", bot.ID, err)
	}
	script, err := Parse(stored.Text)
	if err != nil {
		return nil, err
	}
	b.read[id] = compile(script)
	b.read[id].written = stored.At
	return b.read[id], nil
}

func compile(s *Script) *compiled {
	m := &compiled{script: s, goals: map[string]string{}}
	add := func(step Step) {
		for _, b := range step.allButtons() {
			m.goals[b.ID] = b.Goto
		}
	}
	add(s.Greeting)
	add(s.Fallback.Step)
	for _, step := range s.Steps {
		add(step)
	}
	for _, e := range s.FAQ {
		add(e.Answer)
	}
	return m
}

// Greet is the bot's first message, in the language of the page if the script has it.
func (b *ScriptBot) Greet(ctx context.Context, bot chat.Bot, locale string) ([]chat.Body, error) {
	m, err := b.compiled(ctx, bot)
	if err != nil {
		return nil, err
	}
	v := m.script.voice(base(locale))
	bodies := v.bodies(m.script.Greeting)
	if v.lacks {
		bodies = m.script.voice("").bodies(m.script.Greeting)
	}
	return bodies, nil
}

// Respond finds the step to which a click, a form or a text leads.
func (b *ScriptBot) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	script, err := b.compiled(ctx, q.Bot)
	if err != nil {
		return chat.Answer{}, err
	}
	known, err := b.matcher(ctx, q.Bot, q.Site, script)
	if err != nil {
		return chat.Answer{}, err
	}
	m := &replying{
		compiled: script, ctx: ctx, judge: b.judge, advisor: b.advisor, known: known.Matcher, edition: known.serving(),
		at: b.now(),
	}
	var st state
	_ = json.Unmarshal(q.State, &st) // a state of an older format counts as none
	if q.Resumed {
		st = state{} // an agent went on from there
	}
	a := m.spoken(q, st)
	if m.later && !q.Last {
		return chat.Answer{}, chat.ErrLater
	}
	a.Effects.Model, a.Felt, a.Opinion, a.Hint = m.use, m.felt, m.opinion, m.hint
	a.Foreign = a.Effects.Gap != nil && m.known.foreign(q.Message.Body().Text)
	if st.Form != "" && a.Effects.Form == nil { // the conversation went on elsewhere
		a.Effects.Form = m.left(st)
	}
	return a, nil
}

// left is the field at which a form in text was left.
func (m *compiled) left(st state) *chat.FormPlace {
	form, _ := m.script.Form(st.Form)
	for _, field := range form.Fields {
		if _, done := st.Values[field.Name]; !done {
			return formPlace(form, field, chat.FormLeft)
		}
	}
	return nil
}

func (m *replying) respond(q chat.Question, st state) chat.Answer {
	body := q.Message.Body()
	switch {
	case body.Event != nil:
		return m.take(q, m.script.Greeting, state{})
	case body.Click != nil && !m.step(m.goals[body.Click.Option]).empty():
		return m.enter(q, m.goals[body.Click.Option])
	case body.Click != nil && strings.HasPrefix(body.Click.Option, tapEntry):
		if a, ours := m.chosen(q, st, body.Click.Option); ours {
			return a
		}
		return m.miss(q, st, chat.NoMatch, 0)
	case body.Submission != nil:
		return m.submitted(q, body.Submission.Form, body.Submission.Values)
	case body.Order != nil: // a person has to process an order
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "order"})
	case body.FlowReply != nil: // a Flow that is in no script: only a person can handle it
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "flow_reply"})
	case st.Form != "":
		return m.asked(q, st)
	case body.Text == "" && body.Click == nil:
		return m.answer(m.voice.own(m.script.Received, m.voice.received), st, chat.Effects{})
	case body.Click != nil && strings.HasPrefix(body.Click.Option, tapField): // a button of a form that is over
		return m.answer(m.voice.built(m.voice.other), st, chat.Effects{})
	case body.Text == "":
		return m.miss(q, st, chat.NoMatch, 0)
	}
	return m.words(q, st, body.Text)
}

func (m *compiled) step(name string) Step { return m.script.Steps[name] }

// words answers a text: a button's title, a request for a person, a question.
func (m *replying) words(q chat.Question, st state, text string) chat.Answer {
	for _, b := range m.offered(st) {
		if says(text, b.Title) && b.Goto != "" {
			return m.enter(q, b.Goto)
		}
	}
	alone, _ := m.wish(text)
	if !alone {
		if a, done := m.hinted(q, text); done {
			return a
		}
	}
	found := m.known.Match(text, m.at)
	switch {
	case found.Entry != nil && found.Score > 0.9 && hintOf(q) == "": // word for word
		return because(m.told(q, text, found), chat.ByWording, true, []Found{found})
	case alone:
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "asked"})
	}
	if words, small := m.smalltalk(text); small {
		return m.answer(words, st, chat.Effects{})
	}
	return m.byMeaning(q, st, text, found)
}

// offered are the buttons that may be typed, by each of their names: those of the last step or answer, of the greeting
// and of the fallback.
func (m *compiled) offered(st state) []Button {
	all := m.step(st.Step).allButtons()
	for _, e := range m.script.FAQ {
		if e.ID == st.Entry {
			all = append(all, e.Answer.allButtons()...)
		}
	}
	all = append(append(all, m.script.Greeting.allButtons()...), m.script.Fallback.allButtons()...)
	for _, b := range all {
		for _, title := range m.script.names(b.Title)[1:] {
			b.Title = title
			all = append(all, b)
		}
	}
	return all
}

// begun is the only button whose title begins with these words, as in "yes" for "Yes, please".
func begun(text string, buttons []Button) *Button {
	words, found := bare(text), (*Button)(nil)
	for _, b := range buttons {
		title := bare(b.Title)
		if b.Goto == "" || len(words) == 0 || len(words) > len(title) || !slices.Equal(title[:len(words)], words) {
			continue
		}
		if found != nil && found.Goto != b.Goto {
			return nil
		}
		found = &b
	}
	return found
}

// buttons is the id of the entry if its answer has buttons, "" otherwise.
func (e *Entry) buttons() string {
	if len(e.Answer.allButtons()) == 0 {
		return ""
	}
	return e.ID
}

// miss records a question without an answer, and asks for a person after too many.
func (m *replying) miss(q chat.Question, st state, cause chat.GapCause, score float64) chat.Answer {
	return m.missed(st, q.Message.Body().Text, cause, score)
}

// missed is miss for a question that may have been asked before.
func (m *replying) missed(st state, text string, cause chat.GapCause, score float64) chat.Answer {
	effects := chat.Effects{}
	if text != "" {
		effects.Gap = &chat.Gap{Question: text, Cause: cause, Score: score}
	}
	st.Misses++
	if after := m.script.Fallback.HandOverAfter; after > 0 && st.Misses >= after {
		effects.HandOver = "misses"
		return m.answer(m.getting(), state{}, effects)
	}
	return m.answer(m.script.Fallback.Step, st, effects)
}

func (m *replying) enter(q chat.Question, name string) chat.Answer {
	a := m.take(q, m.step(name), state{Step: name})
	a.Step = name
	return a
}

// take answers with a step. On a channel without forms, its form is asked question by question.
func (m *replying) take(q chat.Question, step Step, st state) chat.Answer {
	effects := chat.Effects{HandOver: step.HandOver}
	if step.Goal != "" {
		effects.Goals = []chat.GoalReached{{Name: step.Goal}}
	}
	if step.Form != nil && step.Form.Flow == "" && q.Source == chat.WhatsApp {
		form := *step.Form
		step.Form = nil
		a := m.next(q, form, state{Form: form.ID, Values: map[string]string{}}, m.voice.bodies(step)...)
		a.Effects.Goals, a.Effects.HandOver = effects.Goals, effects.HandOver
		return a
	}
	return m.answer(step, st, effects)
}

// submitted goes on after a form, with the visitor's data from it.
func (m *replying) submitted(q chat.Question, id string, values map[string]string) chat.Answer {
	form, there := m.script.Form(id)
	if !there {
		return m.miss(q, state{}, chat.NoMatch, 0)
	}
	next := m.enter(q, form.Goto)
	next.Effects.Claims = append(next.Effects.Claims, form.Claims(values)...)
	return next
}

func (m *replying) answer(step Step, st state, effects chat.Effects) chat.Answer {
	if raw, err := json.Marshal(st); err == nil && string(raw) != "{}" {
		effects.State = raw
	}
	return chat.Answer{Bubbles: m.voice.bodies(step), Effects: effects}
}
