package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// weigh notes on each answered case of a person whether they came back within DurableDays after it: with a question of
// the same wording, or for a person, or because a person wrote to them. cases are those of all their conversations.
func weigh(cases []Case, parts []CasePart, small Small) {
	for i := range cases {
		p := &parts[i]
		if p.Outcome != Confirmed && p.Outcome != Answered {
			continue
		}
		asked := wordings(&cases[i], small)
		until := cases[i].Closed.AddDate(0, 0, DurableDays)
		for j := range cases {
			if j != i && contradicts(&cases[j], cases[i].Closed, until, asked, small) {
				p.Again = true
			}
		}
	}
}

// wordings are the wordings of a case's questions.
func wordings(c *Case, small Small) map[string]bool {
	all := map[string]bool{}
	for i := range c.Log {
		if w := wording(&c.Log[i], small); w != "" {
			all[w] = true
		}
	}
	return all
}

// wording is that of a customer's question in words, "" for any other message.
func wording(m *chat.Message, small Small) string {
	if !isWord(m) || m.Body().Kind != chat.KindText || small(m.Body().Text) != "" {
		return ""
	}
	return chat.GapWording(m.Body().Text)
}

func contradicts(c *Case, from, until time.Time, asked map[string]bool, small Small) bool {
	for i := range c.Log {
		m := &c.Log[i]
		if m.At.Before(from) || m.At.After(until) {
			continue
		}
		wish := m.Effects != nil && m.Effects.HandOver != "" && m.Outcome != chat.Dropped
		wrote := m.Author.Kind == chat.ByAgent && readable(m) || eventOf(m) == chat.EventTookOver
		if wish || wrote || asked[wording(m, small)] {
			return true
		}
	}
	return false
}
