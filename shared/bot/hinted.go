package bot

import "github.com/botifire/livechat/shared/chat"

// hintOf is the words of a person of the team for this answer, "" if there are none. Only a model reads them.
func hintOf(q chat.Question) string {
	if q.Hint == nil || q.Bot.Model == nil {
		return ""
	}
	return q.Hint.Words
}

// hinted answers with the entry that a person of the team chose, unless the words are small talk, which needs none. An
// entry that does not serve any more is no hint.
func (m *replying) hinted(q chat.Question, text string) (chat.Answer, bool) {
	if q.Hint == nil || q.Hint.Entry == "" {
		return chat.Answer{}, false
	}
	if _, small := m.smalltalk(text); small {
		return chat.Answer{}, false
	}
	e := m.known.kept(q.Hint.Entry, m.at)
	if e == nil {
		return chat.Answer{}, false
	}
	m.hint = q.Hint.ID
	found := Found{Entry: e, Score: 1, Language: languageOf(text)}
	return because(m.told(q, text, found), chat.ByHint, true, []Found{found}), true
}
