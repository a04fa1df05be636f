package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// The ids of buttons while a form is asked question by question: a choice, by the index of its
// field and its own, or a way to skip, to get a person or to stop.
const (
	tapField  = "field-"
	tapSkip   = "field-skip"
	tapPerson = "field-person"
	tapStop   = "field-stop"
)

const (
	maxTries = 2   // wrong answers in a row after which a way out is offered
	maxTitle = 20  // characters of a button on WhatsApp
	maxAbove = 900 // characters above buttons, roughly
)

// next asks for the first field without an answer, after the bubbles in before. If all fields have
// answers, the form is sent.
func (m *replying) next(q chat.Question, form Form, st state, before ...chat.Body) chat.Answer {
	for i, field := range form.Fields {
		if _, done := st.Values[field.Name]; !done {
			bodies := append(before[:min(len(before), chat.MaxBubbles-1)], m.question(i, field, st)...)
			a := m.answer(Step{}, st, chat.Effects{Form: formPlace(form, field, chat.FormAsked)})
			a.Bubbles = bodies
			return a
		}
	}
	a := m.submitted(q, form.ID, st.Values)
	a.Effects.Form = &chat.FormPlace{Form: form.ID, State: chat.FormSent}
	return a
}

func formPlace(form Form, field chat.Field, state chat.FormState) *chat.FormPlace {
	return &chat.FormPlace{Form: form.ID, Field: field.Name, Label: field.Label, State: state}
}

// question asks for a field. Its choices are buttons, or numbered lines if they are too many or too
// long.
func (m *replying) question(i int, field chat.Field, st state) []chat.Body {
	v, text := m.voice, m.voice.say(field.Label, mostLabel)
	buttons, lines := []Button{}, ""
	fits := len(field.Choices) <= chat.MaxButtons-3 && utf8.RuneCountInString(text) < maxAbove
	for n, c := range field.Choices {
		c = v.say(c, mostTitle)
		fits = fits && utf8.RuneCountInString(c) <= maxTitle
		buttons = append(buttons, Button{ID: fmt.Sprintf("%s%d-%d", tapField, i, n+1), Title: c})
		lines += fmt.Sprintf("\n%d. %s", n+1, c)
	}
	if !fits {
		text, buttons = text+lines, nil
	}
	if !field.Required {
		text += " (" + v.optional + ")"
		buttons = append(buttons, Button{ID: tapSkip, Title: v.skip})
	}
	if st.Tries >= maxTries {
		text += "\n" + v.stuck
		buttons = append(buttons, Button{ID: tapPerson, Title: v.person}, Button{ID: tapStop, Title: v.stop})
	}
	if utf8.RuneCountInString(text) < maxAbove+100 {
		return v.bodies(Step{Say: []string{text}, Buttons: buttons, spoken: v.language})
	}
	for _, b := range buttons { // the text is too long for buttons: they are listed in it
		text += "\n– " + b.Title
	}
	return v.bodies(v.built(text))
}

// asked takes a message as the answer to the field that was asked for.
func (m *replying) asked(q chat.Question, st state) chat.Answer {
	form, there := m.script.Form(st.Form)
	if !there {
		return m.words(q, state{}, q.Message.Body().Text)
	}
	i := slices.IndexFunc(form.Fields, func(f chat.Field) bool { _, done := st.Values[f.Name]; return !done })
	if i < 0 {
		return m.next(q, form, st)
	}
	field, text, tap := form.Fields[i], strings.TrimSpace(q.Message.Body().Text), ""
	if c := q.Message.Body().Click; c != nil {
		tap = c.Option
	}
	if a, out := m.wayOut(q, form, field, st, text, tap); out {
		return a
	}
	if n, ours := strings.CutPrefix(tap, tapField); ours {
		if at, number, ok := strings.Cut(n, "-"); ok && at == strconv.Itoa(i) {
			n, err := strconv.Atoi(number)
			if err != nil || n < 1 || n > len(field.Choices) {
				return m.next(q, form, st)
			}
			text = field.Choices[n-1]
		} else {
			return m.next(q, form, st) // a button of a field that already has its answer
		}
	}
	return m.taken(q, form, field, st, text)
}

// taken puts an answer into its field, or says why it is wrong and asks again.
func (m *replying) taken(q chat.Question, form Form, field chat.Field, st state, text string) chat.Answer {
	t := m.voice
	value, fault := field.Take(m.numbered(field, text), q.Judge)
	wrong := ""
	switch {
	case text == "":
		wrong = t.words
	case fault != nil && fault.Code == "field_required":
		wrong = t.needed
	case fault != nil || (field.Type == "name" && small(text) != ""):
		wrong = t.wrong
	default:
		return m.next(q, form, st.with(field.Name, value))
	}
	if text != "" && field.Required && m.leftOut(field, text, fault) {
		wrong = t.needed
	}
	st.Tries++
	return m.next(q, form, st, chat.Text(wrong))
}

// with is the state with one more answer.
func (s state) with(name, value string) state {
	values := map[string]string{name: value}
	for n, v := range s.Values {
		values[n] = v
	}
	return state{Form: s.Form, Values: values}
}
