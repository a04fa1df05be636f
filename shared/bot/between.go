package bot

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// wayOut is the answer to a message that leaves the form, skips the field, or asks a question in
// between.
func (m *replying) wayOut(
	q chat.Question, form Form, field chat.Field, st state, text, tap string,
) (chat.Answer, bool) {
	_, fault := field.Take(m.numbered(field, text), q.Judge)
	alone, among := m.wish(text)
	left := chat.Effects{Form: formPlace(form, field, chat.FormLeft)}
	switch {
	case slices.Contains(field.Choices, m.numbered(field, text)) && !marked(text): // a choice wins over any other meaning
		return chat.Answer{}, false
	case tap == tapPerson || saysIn(text, func(t tongue) string { return t.person }) || alone || (among && fault != nil):
		left.HandOver = "asked"
		return m.answer(m.getting(), state{}, left), true
	case tap == tapStop || saysIn(text, func(t tongue) string { return t.stop }) ||
		anyLanguage(text, func(t tongue) string { return t.stops }):
		return m.answer(m.voice.built(m.voice.stopped), state{}, left), true
	case !field.Required && (tap == tapSkip || saysIn(text, func(t tongue) string { return t.skip }) ||
		m.leftOut(field, text, fault)):
		return m.next(q, form, st.with(field.Name, "")), true
	case tap == "" && m.asksBetween(q, field, text):
		turn := m.turned(text, m.known.Match(text, m.at, m.prefers...))
		if turn.Form != nil || turn.HandOver != "" {
			return m.take(q, turn, state{}), true
		}
		return m.next(q, form, st, m.voice.bodies(turn)...), true
	}
	return chat.Answer{}, false
}

// leaves tells whether a text leaves the form that stands open. A bare STOP that is not heard as one does.
func (m *replying) leaves(st state, text string) bool {
	return st.Shown != "" && (saysIn(text, func(t tongue) string { return t.stop }) ||
		anyLanguage(text, func(t tongue) string { return t.stops }) || Small(text) == "stop")
}

// saysIn tells whether a text is a built-in one in any language.
func saysIn(text string, of func(tongue) string) bool {
	said := bare(text)
	return slices.ContainsFunc(Languages, func(language string) bool {
		return isBuilt(text, said, of(tongueIn(language)))
	})
}

func anyLanguage(text string, words func(tongue) string) bool {
	said := bare(text)
	for _, t := range tongues {
		if slices.ContainsFunc(list(words(t)), func(w string) bool { return isBuilt(text, said, w) }) {
			return true
		}
	}
	return false
}

// leftOut tells whether a text skips the field: it says so, or it denies the field's name, as in "no
// e-mail". A text that is a valid answer is an answer.
func (m *compiled) leftOut(field chat.Field, text string, fault *chat.FieldFault) bool {
	if anyLanguage(text, func(t tongue) string { return t.skips }) {
		return true
	}
	return fault != nil && slices.ContainsFunc(m.script.names(field.Label), func(label string) bool {
		return denies(text, label)
	})
}

// denies tells whether a text is a word for none before this one.
func denies(text, name string) bool {
	label := strings.Join(bare(name), "")
	none, named := strings.CutSuffix(strings.Join(bare(text), ""), label)
	if !named || label == "" || none == "" {
		return false
	}
	for _, t := range tongues {
		for _, words := range list(t.skips) {
			if none == strings.Join(bare(words), "") {
				return true
			}
		}
	}
	return false
}

// asksBetween tells whether a text is a question that has an answer, and not an answer to the
// field: it is no valid answer, or it reads like a question.
func (m *replying) asksBetween(q chat.Question, field chat.Field, text string) bool {
	found := m.known.Match(text, m.at, m.prefers...)
	if found.Entry == nil || (len(bare(text)) < 2 && !marked(text) && found.Score < 0.9) {
		return false
	}
	if _, fault := field.Take(m.numbered(field, text), q.Judge); fault != nil {
		return true
	}
	switch field.Type {
	case "text", "choice":
		return marked(text)
	case "name":
		return marked(text) || found.Score >= 0.75
	}
	return false
}

// marked tells whether a text has a question mark.
func marked(text string) bool { return strings.ContainsAny(text, "?؟？") }
