package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

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
	Form   string            `json:"form,omitempty"`   // that is asked question by question
	Values map[string]string `json:"values,omitempty"` // so far
	Misses int               `json:"misses,omitempty"` // in a row
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
	body := q.Message.Body()
	switch {
	case body.Event != nil:
		return m.take(q, m.script.Greeting, state{}), nil
	case body.Click != nil && !m.step(m.goals[body.Click.Option]).empty():
		return m.enter(q, m.goals[body.Click.Option]), nil
	case body.Submission != nil:
		return m.submitted(q, body.Submission.Form, body.Submission.Values), nil
	case body.Order != nil: // somebody has to pack it
		return answer(Step{Say: m.script.Person.Say}, state{}, chat.Effects{HandOver: "order"}), nil
	case body.FlowReply != nil: // of a Flow that is in no script: only a person knows what it means
		return answer(Step{Say: m.script.Person.Say}, state{}, chat.Effects{HandOver: "flow_reply"}), nil
	case st.Form != "":
		return m.asked(q, st), nil
	case body.Text == "":
		return m.miss(q, st, chat.NoMatch, 0), nil
	}
	return m.words(q, st, body.Text), nil
}

func (m *mind) step(name string) Step { return m.script.Steps[name] }

// words answers a text: a button's title, a wish for a person, a question.
func (m *mind) words(q chat.Question, st state, text string) chat.Answer {
	for _, b := range m.offered(st) {
		if strings.EqualFold(strings.TrimSpace(text), b.Title) && b.Goto != "" {
			return m.enter(q, b.Goto)
		}
	}
	if m.wantsPerson(text) {
		return answer(Step{Say: m.script.Person.Say}, state{}, chat.Effects{HandOver: "asked"})
	}
	entry, score := m.faq.Match(text)
	if entry == nil {
		cause := chat.NoMatch
		if score > 0 {
			cause = chat.LowConfidence
		}
		return m.miss(q, st, cause, score)
	}
	return m.take(q, entry.Answer, state{})
}

// offered is the buttons that words may name: of the last step, and of the greeting.
func (m *mind) offered(st state) []Button {
	return append(m.step(st.Step).allButtons(), m.script.Greeting.allButtons()...)
}

func (m *mind) wantsPerson(text string) bool {
	said := " " + strings.Join(tokens(text), " ") + " "
	for _, words := range m.script.Person.Words {
		if wanted := strings.Join(tokens(words), " "); wanted != "" && strings.Contains(said, " "+wanted+" ") {
			return true
		}
	}
	return false
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
		if len(m.script.Person.Say) > 0 {
			return answer(Step{Say: m.script.Person.Say}, state{}, effects)
		}
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
		st.Form, st.Values = step.Form.ID, map[string]string{}
		first := step.Form.Fields[0].Label
		step.Form, step.Say = nil, append(append([]string{}, step.Say...), first)
	}
	return answer(step, st, effects)
}

// asked takes a text as the answer to the field that was asked for, and asks for
// the next one.
func (m *mind) asked(q chat.Question, st state) chat.Answer {
	form, there := m.script.Form(st.Form)
	if !there {
		return m.words(q, state{}, q.Message.Body().Text)
	}
	text := q.Message.Body().Text
	if m.wantsPerson(text) {
		return answer(Step{Say: m.script.Person.Say}, state{}, chat.Effects{HandOver: "asked"})
	}
	values := map[string]string{}
	for name, value := range st.Values {
		values[name] = value
	}
	for i, field := range form.Fields {
		if _, done := values[field.Name]; done {
			continue
		}
		value, fault := field.Take(text, q.Judge)
		if fault != nil {
			return answer(Step{Say: []string{fault.Text, field.Label}}, st, chat.Effects{})
		}
		values[field.Name] = value
		if i+1 < len(form.Fields) {
			return answer(Step{Say: []string{form.Fields[i+1].Label}}, state{Form: st.Form, Values: values}, chat.Effects{})
		}
	}
	return m.submitted(q, form.ID, values)
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
