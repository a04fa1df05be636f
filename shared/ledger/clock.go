package ledger

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
)

// Clock tells how much of a time the people who answer for a bot were there, by the hours that held in each moment of
// it: a change of hours moves nothing that lies before it. Without any hours, as its zero value, it runs around the
// clock.
type Clock struct {
	past []held // the earliest first
	now  hours.Hours
}

// held are hours that held until a time.
type held struct {
	until time.Time
	hours hours.Hours
}

// ClockOf is the clock of a bot. past are the hours of its team and of bots before each change, the earliest first.
func ClockOf(t chat.Tenant, b chat.Bot, past []chat.PastHours) Clock {
	c := Clock{now: t.HoursOf(b)}
	for _, p := range slices.Backward(past) { // from now on back
		switch {
		case p.Bot == "" && p.Hours != nil:
			t.Hours = *p.Hours
		case p.Bot != "" && p.Bot == b.ID:
			b.Hours = p.Hours
		default:
			continue
		}
		c.past = append(c.past, held{p.Until, t.HoursOf(b)})
	}
	slices.Reverse(c.past)
	return c
}

// Between is how much of a time it ran.
func (c *Clock) Between(from, to time.Time) (sum time.Duration) {
	for i := range c.past {
		if end := earlier(c.past[i].until, to); from.Before(end) {
			sum += c.past[i].hours.Between(from, end)
			from = end
		}
	}
	if from.Before(to) {
		sum += c.now.Between(from, to)
	}
	return sum
}

// seconds is Between in whole seconds.
func (c *Clock) seconds(from, to time.Time) *int {
	n := int(c.Between(from, to) / time.Second)
	return &n
}
