package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
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

// state is the bot's memory from one reply to the next.
type state struct {
	Step   string            `json:"step,omitempty"`   // the step whose buttons may be typed
	Entry  string            `json:"entry,omitempty"`  // or the FAQ entry whose buttons may be typed
	Form   string            `json:"form,omitempty"`   // the form that is asked question by question
	Shown  string            `json:"shown,omitempty"`  // the form that stands open, to be filled in as a whole
	Values map[string]string `json:"values,omitempty"` // the form's values so far
	Misses int               `json:"misses,omitempty"` // misses in a row
	Limit  int               `json:"limit,omitempty"`  // of misses, at which the bot hands over
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
		compiled: script, ctx: ctx, judge: b.judge, advisor: b.advisor, known: known, at: b.now(),
	}
	st := remembered(q.State)
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

func (m *compiled) step(name string) Step { return m.script.Steps[name] }

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
