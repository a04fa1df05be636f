package bot

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// spoken is the answer, all of it in the visitor's language or else all of it in the script's.
func (m *replying) spoken(q chat.Question, st state) chat.Answer {
	language := m.script.speaking(q, st)
	m.voice = m.script.voice(cmp.Or(language, pageOf(q)))
	m.prefers = slices.DeleteFunc([]string{language, pageOf(q)}, func(one string) bool { return one == "" })
	a := m.introduced(q, m.respond(q, st))
	if m.voice.lacks {
		m.voice = m.script.voice("")
		a = m.introduced(q, m.respond(q, st))
	}
	a.Language = language
	return a
}

// introduced says beside the first message that a bot is speaking, in the language of that message.
func (m *replying) introduced(q chat.Question, a chat.Answer) chat.Answer {
	line := m.voice.assistant
	if t := tongueIn(m.voice.first); t.assistant != "" {
		line = t.assistant
	}
	return introduced(q, a, line)
}

// introduced adds a line to the first answer of a conversation on WhatsApp that says that a bot is
// speaking. On a website the header of the chat says so.
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
