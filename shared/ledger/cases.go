package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Case is one case of a conversation as its log tells it. Closed is zero while it is open.
type Case struct {
	Number        int
	Began, Closed time.Time
	Log           []chat.Message
	Clock         Clock // of those who answer for its bot
}

// CasesIn cuts a conversation's log, in the order of its arrival, into its cases. A part of it before the first case
// that it tells the beginning of is left out, unless it is the log's own beginning: whole says so.
func CasesIn(log []chat.Message, whole bool) []Case {
	var all []Case
	var now *Case
	begin := func(number int, at time.Time) {
		all = append(all, Case{Number: number, Began: at})
		now = &all[len(all)-1]
	}
	for _, m := range log {
		switch e := eventOf(&m); {
		case e == chat.EventCaseBegan:
			begin(m.Body().Event.Case, m.At)
		case now == nil && whole && begins(&m):
			begin(1, m.At)
		case now == nil:
			continue
		case e == chat.EventReopened:
			now.Closed = time.Time{}
		case e == chat.EventClosed:
			now.Closed = m.At
		}
		if now != nil {
			now.Log = append(now.Log, m)
			if m.At.Before(now.Began) {
				now.Began = m.At
			}
		}
	}
	return all
}

// firstCase is the number of the case in which a log begins; latest is that of the conversation's latest one.
func firstCase(log []chat.Message, latest int) int {
	for i := range log {
		if eventOf(&log[i]) == chat.EventCaseBegan {
			return log[i].Body().Event.Case - 1
		}
	}
	return latest
}

func eventOf(m *chat.Message) chat.EventName {
	if len(m.Bubbles) == 0 || m.Body().Event == nil {
		return ""
	}
	return m.Body().Event.Name
}

// begins tells whether a message begins a conversation's first case.
func begins(m *chat.Message) bool {
	switch m.Author.Kind {
	case chat.ByVisitor:
		return isWord(m)
	case chat.ByAgent:
		return readable(m)
	}
	return eventOf(m) == chat.EventTookOver
}

// readable tells whether the message has words for the customer that are part of the talk.
func readable(m *chat.Message) bool {
	if m.Outcome == chat.Dropped || len(m.Bubbles) == 0 || m.Rates > 0 {
		return false
	}
	kind := m.Body().Kind
	return kind != chat.KindNote && kind != chat.KindEvent && !m.Body().IsMark()
}

// arrives tells whether the message's words may have reached the customer: not all of them failed to be sent.
func arrives(m *chat.Message) bool { return readable(m) && m.Arrives() }

// whole tells whether a customer's word is more than small talk.
func whole(m *chat.Message, small Small) bool {
	return m.Body().Kind != chat.KindText || small(m.Body().Text) == ""
}

// isWord tells whether the message is a customer's word, to which somebody may have to answer.
func isWord(m *chat.Message) bool {
	return m.Author.Kind == chat.ByVisitor && readable(m) && (m.Body().Click == nil || m.Body().Click.URL == "")
}
