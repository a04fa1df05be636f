package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// The ids of buttons below "did you mean": an entry with the language of the question, none, or a person.
const (
	tapEntry = "entry-"
	tapNone  = "entry-none"
	tapAsk   = "entry-person"
)

// maxAsked is how much of a question the state keeps while entries are offered, in bytes.
const maxAsked = 500

// offer asks which of some entries a question means.
func (m *replying) offer(st state, text string, best []Found) chat.Answer {
	t, language := m.voice.tongue, m.voice.language
	if of, known := tongues[best[0].Language]; known {
		t, language = of, best[0].Language
	}
	buttons := []Button{}
	for _, f := range best {
		buttons = append(buttons, Button{ID: tapEntry + f.Language + "-" + f.Entry.ID, Title: m.titled(f)})
	}
	buttons = append(buttons, Button{ID: tapNone, Title: t.none}, Button{ID: tapAsk, Title: t.person})
	st.Offered = text[:min(len(text), maxAsked)]
	return m.answer(Step{Say: []string{t.mean}, Buttons: buttons, spoken: language}, st, chat.Effects{})
}

// titled names an entry to a visitor: by its title, which the team writes in the script's language, or in another one
// by the plainest wording there is in it. No message is in two languages.
func (m *replying) titled(f Found) string {
	wordings := f.Entry.kept.Languages[f.Language].Wordings
	if f.Language == m.script.Own() || len(wordings) == 0 || utf8.RuneCountInString(wordings[0]) > knowledge.MaxTitle {
		return f.Entry.kept.Title
	}
	return wordings[0]
}

// chosen answers a tap below "did you mean".
func (m *replying) chosen(q chat.Question, st state, tap string) (chat.Answer, bool) {
	switch {
	case tap == tapAsk:
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "asked"}), true
	case tap == tapNone:
		text := st.Offered
		st.Offered = ""
		a := m.missed(st, text, chat.LowConfidence, 0)
		if a.Effects.HandOver == "" {
			a.Bubbles = m.withPerson(a.Bubbles)
		}
		return a, true
	}
	language, id, ok := strings.Cut(strings.TrimPrefix(tap, tapEntry), "-")
	if !ok || !strings.HasPrefix(tap, tapEntry) {
		return chat.Answer{}, false
	}
	e := m.known.kept(id, m.at)
	if e == nil { // it was taken away meanwhile
		return m.missed(st, st.Offered, chat.NoMatch, 0), true
	}
	chosen := Found{Entry: e, Score: 1, Language: language}
	return because(m.told(q, st.Offered, chosen), chat.ByChoice, true, []Found{chosen}), true
}
