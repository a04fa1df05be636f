package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// Scripts is where scripts are kept.
type Scripts interface {
	Script(ctx context.Context, tenant chat.TenantID, bot chat.BotID, version int) (chat.Script, error)
}

// ScriptBot answers from scripts. It keeps what it has read: a version never changes.
type ScriptBot struct {
	scripts Scripts

	mu   sync.Mutex
	read map[string]*mind
}

// mind is a script, ready to answer.
type mind struct {
	script *Script
	goals  map[string]string // option id → step
	faq    *Matcher
}

// Scripted makes a bot that answers from scripts.
func Scripted(scripts Scripts) *ScriptBot {
	return &ScriptBot{scripts: scripts, read: map[string]*mind{}}
}

// state is what one reply leaves for the next.
type state struct {
	Step   string            `json:"step,omitempty"`   // whose buttons may be named in words
	Entry  string            `json:"entry,omitempty"`  // or the answer whose buttons may be
	Form   string            `json:"form,omitempty"`   // that is asked question by question
	Values map[string]string `json:"values,omitempty"` // so far
	Misses int               `json:"misses,omitempty"` // in a row
	Tries  int               `json:"tries,omitempty"`  // wrong answers to the field that was asked for
}

func (b *ScriptBot) mind(ctx context.Context, bot chat.Bot) (*mind, error) {
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
	b.read[id] = think(script)
	return b.read[id], nil
}

func think(s *Script) *mind {
	m := &mind{script: s, goals: map[string]string{}, faq: NewMatcher(s.FAQ)}
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

// Greet is what the bot says first.
func (b *ScriptBot) Greet(ctx context.Context, bot chat.Bot) ([]chat.Body, error) {
	m, err := b.mind(ctx, bot)
	if err != nil {
		return nil, err
	}
	return m.script.Greeting.bodies(), nil
}

// Respond finds the step that a click, a form or words lead to.
func (b *ScriptBot) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	m, err := b.mind(ctx, q.Bot)
	if err != nil {
		return chat.Answer{}, err
	}
	var st state
	_ = json.Unmarshal(q.State, &st) // an older form of it is as good as none
	if q.Resumed {
		st = state{} // a person went on from there
	}
	a := m.respond(q, st)
	if st.Form != "" && a.Effects.Form == nil { // it went elsewhere
		a.Effects.Form = m.left(st)
	}
	return introduced(q, a, m.script.speaks().assistant), nil
}

// introduced has the first answer of a conversation on WhatsApp say, by a line, what speaks.
// On a website the chat's head says so.
func introduced(q chat.Question, a chat.Answer, line string) chat.Answer {
	if q.Source != chat.WhatsApp || !q.First || len(a.Bubbles) == 0 {
		return a
	}
	first := &a.Bubbles[0]
	if worded := first.Kind == chat.KindText || first.Kind == chat.KindButtons; worded &&
		utf8.RuneCountInString(first.Text) < maxAbove {
		first.Text += "\n\n" + line
		return a
	}
	a.Bubbles = append([]chat.Body{chat.Text(line)}, a.Bubbles...)
	return a
}

// left is where a form was left that was asked in words.
func (m *mind) left(st state) *chat.FormPlace {
	form, _ := m.script.Form(st.Form)
	for _, field := range form.Fields {
		if _, done := st.Values[field.Name]; !done {
			return place(form, field, chat.FormLeft)
		}
	}
	return nil
}

func (m *mind) respond(q chat.Question, st state) chat.Answer {
	body := q.Message.Body()
	switch {
	case body.Event != nil:
		return m.take(q, m.script.Greeting, state{})
	case body.Click != nil && !m.step(m.goals[body.Click.Option]).empty():
		return m.enter(q, m.goals[body.Click.Option])
	case body.Submission != nil:
		return m.submitted(q, body.Submission.Form, body.Submission.Values)
	case body.Order != nil: // somebody has to pack it
		return answer(m.getting(), state{}, chat.Effects{HandOver: "order"})
	case body.FlowReply != nil: // of a Flow that is in no script: only a person knows what it means
		return answer(m.getting(), state{}, chat.Effects{HandOver: "flow_reply"})
	case st.Form != "":
		return m.asked(q, st)
	case body.Text == "" && body.Click == nil:
		return answer(Step{Say: ownOr(m.script.Received, m.script.speaks().received)}, st, chat.Effects{})
	case body.Click != nil && strings.HasPrefix(body.Click.Option, tapField): // of a form that is over
		return answer(Step{Say: []string{m.script.speaks().other}}, st, chat.Effects{})
	case body.Text == "":
		return m.miss(q, st, chat.NoMatch, 0)
	}
	return m.words(q, st, body.Text)
}

func (m *mind) step(name string) Step { return m.script.Steps[name] }

// words answers a text: a button's title, a wish for a person, a question.
func (m *mind) words(q chat.Question, st state, text string) chat.Answer {
	for _, b := range m.offered(st) {
		if says(text, b.Title) && b.Goto != "" {
			return m.enter(q, b.Goto)
		}
	}
	asked := answer(m.getting(), state{}, chat.Effects{HandOver: "asked"})
	alone, among := m.wish(text)
	entry, score := m.faq.Match(text)
	switch {
	case entry != nil && score > 0.9: // word for word
		return m.take(q, entry.Answer, state{Entry: entry.buttons()})
	case alone:
		return asked
	}
	if words := m.smalltalk(text); words != nil {
		return answer(Step{Say: words}, st, chat.Effects{})
	}
	if entry == nil && among {
		return asked
	}
	if entry == nil && q.Message.Body().Media != nil { // a caption that is no question
		return answer(Step{Say: ownOr(m.script.Received, m.script.speaks().received)}, st, chat.Effects{})
	}
	if b := begun(text, m.offered(st)); entry == nil && b != nil {
		return m.enter(q, b.Goto)
	}
	if entry == nil {
		cause := chat.NoMatch
		if score > 0 {
			cause = chat.LowConfidence
		}
		return m.miss(q, st, cause, score)
	}
	return m.take(q, entry.Answer, state{Entry: entry.buttons()})
}

// offered is the buttons that words may name: of the last step or answer, of the greeting and
// of the fallback.
func (m *mind) offered(st state) []Button {
	all := m.step(st.Step).allButtons()
	for _, e := range m.script.FAQ {
		if e.ID == st.Entry {
			all = append(all, e.Answer.allButtons()...)
		}
	}
	return append(append(all, m.script.Greeting.allButtons()...), m.script.Fallback.allButtons()...)
}

// begun is the one button whose title begins with these words, as yes with "Yes, please".
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

// buttons is the id of an entry whose answer has buttons; "" if there are none to remember.
func (e *Entry) buttons() string {
	if len(e.Answer.allButtons()) == 0 {
		return ""
	}
	return e.ID
}

// miss records a question without an answer, and asks for a person after too many.
func (m *mind) miss(q chat.Question, st state, cause chat.GapCause, score float64) chat.Answer {
	effects := chat.Effects{}
	if text := q.Message.Body().Text; text != "" {
		effects.Gap = &chat.Gap{Question: text, Cause: cause, Score: score}
	}
	st.Misses++
	if after := m.script.Fallback.HandOverAfter; after > 0 && st.Misses >= after {
		effects.HandOver = "misses"
		return answer(m.getting(), state{}, effects)
	}
	return answer(m.script.Fallback.Step, st, effects)
}

func (m *mind) enter(q chat.Question, name string) chat.Answer {
	a := m.take(q, m.step(name), state{Step: name})
	a.Step = name
	return a
}

// take says a step. Where there are no forms, its form is asked question by question.
func (m *mind) take(q chat.Question, step Step, st state) chat.Answer {
	effects := chat.Effects{HandOver: step.HandOver}
	if step.Goal != "" {
		effects.Goals = []chat.GoalReached{{Name: step.Goal}}
	}
	if step.Form != nil && step.Form.Flow == "" && q.Source == chat.WhatsApp {
		form := *step.Form
		step.Form = nil
		a := m.next(q, form, state{Form: form.ID, Values: map[string]string{}}, step.bodies()...)
		a.Effects.Goals, a.Effects.HandOver = effects.Goals, effects.HandOver
		return a
	}
	return answer(step, st, effects)
}

// submitted goes on after a form, with what it tells about the visitor.
func (m *mind) submitted(q chat.Question, id string, values map[string]string) chat.Answer {
	form, there := m.script.Form(id)
	if !there {
		return m.miss(q, state{}, chat.NoMatch, 0)
	}
	next := m.enter(q, form.Goto)
	next.Effects.Claims = append(next.Effects.Claims, form.Claims(values)...)
	return next
}

func answer(step Step, st state, effects chat.Effects) chat.Answer {
	if raw, err := json.Marshal(st); err == nil && string(raw) != "{}" {
		effects.State = raw
	}
	return chat.Answer{Bubbles: step.bodies(), Effects: effects}
}
