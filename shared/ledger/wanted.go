package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// recent is how far back the lines of a person are made anew after a change: further than a change of today may reach
// back, which is DurableDays.
const recent = (DurableDays + 1) * 24 * time.Hour

// maxVisits is how many visits of a profile are looked at after a change of these days, unless it needs an older one.
const maxVisits = 50

// wanted says which lines of a person are made anew: those since a time, and of the named visits.
type wanted struct {
	since time.Time // zero for all
	named map[chat.VisitID]bool
	kept  time.Time // messages before it may be gone
	began time.Time // the first of the cases that are open, or ended since then
}

// takes adds the work that a change asks for. A note may be old, and its subject older still.
func (w *wanted) takes(c Change, now time.Time) {
	for _, at := range []time.Time{c.noted(now), idTime(c.Message.Base(), now)} {
		w.since = earlier(w.since, at.Add(-recent))
	}
	if c.Whole {
		w.since = time.Time{}
	}
	if c.Visit != "" {
		w.named[c.Visit] = true
	}
}

// idTime is the time of an id, or another time if it has none.
func idTime(id string, or time.Time) time.Time {
	if at, err := chat.TimeOf(id); err == nil {
		return at
	}
	return or
}

// has tells whether a visit's line is made anew.
func (w *wanted) has(s *chat.Visit) bool { return !s.Started.Before(w.since) || w.named[s.ID] }

// misses tells whether a visit that was named is not among some. It may be an older one.
func (w *wanted) misses(visits []chat.Visit) bool {
	found := 0
	for i := range visits {
		if w.named[visits[i].ID] {
			found++
		}
	}
	return found < len(w.named)
}

// works tells whether a conversation's latest case is open, or ended since then.
func (w *wanted) works(h *chat.Head) bool {
	return h.Case > 0 && (h.Status != chat.Closed || !h.ClosedAt.Before(w.since))
}

// begins notes how far back cases go that are open, or ended since then: their visits and goals are looked at too.
func (w *wanted) begins(heads []chat.Head) {
	w.began = w.since
	for i := range heads {
		if w.works(&heads[i]) {
			w.began = earlier(w.began, heads[i].CaseBegan)
		}
	}
}

// visits is how many visits of each profile are looked at first.
func (w *wanted) visits(now time.Time) int {
	if now.Sub(w.since) > 2*recent {
		return chat.MaxLookback
	}
	return maxVisits
}
