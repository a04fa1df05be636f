package ledger

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// arrived puts a conversation's log, in the order of its ids, into the order in which it came about. An id has the time
// at which a word was written: one that arrived after the closing of a case is of the case that it opened. A reply
// stays beside its question unless it came much later, and the event that makes room for a row stays before that.
func arrived(log []chat.Message) []chat.Message {
	times := make([]time.Time, len(log))
	for i := range log {
		times[i] = log[i].At
		if i > 0 && log[i].Answers == log[i-1].ID && log[i].At.Sub(log[i-1].At) < chat.LateAfter {
			times[i] = times[i-1]
		}
	}
	for i := len(log) - 2; i >= 0; i-- {
		switch eventOf(&log[i]) {
		case chat.EventCaseBegan, chat.EventReopened:
			times[i] = earlier(times[i], times[i+1])
		}
	}
	places := make([]int, len(log))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return times[a].Compare(times[b]) })
	sorted := make([]chat.Message, len(log))
	for i, place := range places {
		sorted[i] = log[place]
	}
	return sorted
}
