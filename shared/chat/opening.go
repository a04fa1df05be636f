package chat

import (
	"time"

	"github.com/botifire/livechat/shared/hours"
)

// Opening says whether people are there now, and when that changes.
type Opening struct {
	Open bool      `json:"open"`
	At   time.Time `json:"at,omitzero"`    // of the next closing or opening; zero if there is none within a year
	Away string    `json:"away,omitempty"` // the team's own words for visitors, while it is closed
}

// HoursOf is the hours in which people answer for a bot.
func (t *Tenant) HoursOf(b Bot) hours.Hours {
	if b.Hours != nil {
		return *b.Hours
	}
	return t.Hours
}

// OpeningAt is what hours say about a time; nil if the team has given none.
func OpeningAt(h hours.Hours, now time.Time) *Opening {
	if !h.Set() {
		return nil
	}
	if h.Open(now) {
		closes, _ := h.Closes(now)
		return &Opening{Open: true, At: closes.UTC()}
	}
	opens, _ := h.Opens(now)
	return &Opening{At: opens.UTC(), Away: h.Away}
}
