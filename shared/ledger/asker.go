package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// asker is the shortest of the windows in days before a visit, and in it, in which the person asked the bot something;
// 0 if they did so in none. A goal after the bot alone is one of an asker, so it is a share of them: its own window may
// begin before the visit, or end after it.
func asker(logs [][]chat.Message, s *chat.Visit, small Small) int {
	from, to := s.Started, endOf(s)
	for _, g := range s.Goals {
		from, to = earlier(from, g.At), later(to, g.At)
	}
	for _, days := range Windows {
		for _, log := range logs {
			if asksBot(log, from.AddDate(0, 0, -days), to, small) {
				return days
			}
		}
	}
	return 0
}

// asksBot tells whether a bot replied in a time to more than small talk, whatever its reply is worth.
func asksBot(log []chat.Message, from, to time.Time, small Small) bool {
	words := map[chat.MessageID]*chat.Message{}
	for i := range log {
		m := &log[i]
		words[m.ID] = m
		if m.Author.Kind != chat.ByBot || m.Answers == "" || m.At.Before(from) || m.At.After(to) {
			continue
		}
		if q := words[m.Answers]; q == nil || whole(q, small) {
			return true
		}
	}
	return false
}
