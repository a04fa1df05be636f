package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// replying is a script while it answers one message.
type replying struct {
	*compiled
	ctx     context.Context // of the call that it answers
	judge   Judge
	advisor Advisor
	known   matched
	at      time.Time
	later   bool // it was not judged by meaning, and words have no answer; or a model is to be asked
	use     *chat.ModelUse
	felt    float64        // by meaning, the chance that the words need a person
	opinion course.Opinion // of a language model, on the same
	hint    chat.MessageID // that the answer follows
	voice   *voice
	prefers []string // the languages of the visitor and of the page, where the question's own words leave a doubt

	judgement *judgement // what others said, in case the turn is said once more
	advice    *advised
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
	case st.Form != "" && q.Stops:
		return m.hushes()
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

// words answers a text: a button's title, a request for a person, a question.
func (m *replying) words(q chat.Question, st state, text string) chat.Answer {
	for _, b := range m.offered(st) {
		if says(text, b.Title) && b.Goto != "" {
			return m.enter(q, b.Goto)
		}
	}
	alone, _ := m.wish(text)
	if !alone && !q.Stops {
		if a, done := m.hinted(q, text); done {
			return a
		}
	}
	found := m.known.Match(text, m.at, m.prefers...)
	switch {
	case found.Entry != nil && found.Score > 0.9 && hintOf(q) == "": // word for word
		return because(m.told(q, text, found), chat.ByWording, true, []Found{found})
	case q.Stops:
		return m.hushes()
	case m.leaves(st, text):
		left := chat.Effects{Form: m.left(state{Form: st.Shown})}
		return m.answer(m.voice.built(m.voice.stopped), state{}, left)
	case alone:
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "asked"})
	}
	st.Shown = "" // the talk goes on beside it
	if words, small := m.smalltalk(text); small {
		return m.answer(words, st, chat.Effects{})
	}
	return m.byMeaning(q, st, text, found)
}

// hushes is the answer to a STOP.
func (m *replying) hushes() chat.Answer {
	return m.answer(m.voice.built(m.voice.hushed), state{}, chat.Effects{})
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
	st.Misses, st.Limit = st.Misses+1, m.script.Fallback.HandOverAfter
	if st.Limit > 0 && st.Misses >= st.Limit {
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
	if step.Form != nil {
		st.Shown = step.Form.ID
	}
	a := m.answer(step, st, effects)
	a.Ahead = m.ahead(step)
	return a
}

// ahead is where the choices of a step lead.
func (m *replying) ahead(step Step) chat.Ahead {
	var to chat.Ahead
	names := []string{}
	for _, b := range step.allButtons() {
		names = append(names, b.Goto)
	}
	if step.Form != nil {
		names = append(names, step.Form.Goto)
	}
	for _, name := range names {
		if name != "" && !slices.Contains(to.Steps, name) {
			to.Steps = append(to.Steps, name)
			if goal := m.step(name).Goal; goal != "" {
				to.Goals = append(to.Goals, goal)
			}
		}
	}
	return to
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
	effects.State = st.written()
	return chat.Answer{Bubbles: m.voice.bodies(step), Effects: effects}
}
