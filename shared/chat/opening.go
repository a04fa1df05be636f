package chat

import (
	"context"
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

// OpeningAt is the statement of hours about a time; nil if the team has given none.
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

// Here tells a visitor's chat whether a person of the team is there: somebody is available, and the team is not closed
// by its hours. It is at most SettingsLife old. At a fault it says no, because the chat must not wait for it.
func (w *WebChannel) Here(ctx context.Context, s Socket) bool {
	there, err := w.somebody(ctx, s)
	if err != nil {
		unfinished(ctx, "whether somebody is there was not told", err)
	}
	return there
}

func (w *WebChannel) somebody(ctx context.Context, s Socket) (bool, error) {
	tenant, err := w.Tenant(ctx, s.Tenant)
	if err != nil {
		return false, err
	}
	bot, err := w.Bot(ctx, s.Tenant, s.Bot)
	if err != nil {
		return false, err
	}
	if opening := OpeningAt(tenant.HoursOf(bot), w.Now()); opening != nil && !opening.Open {
		return false, nil
	}
	return w.there.get(string(s.Tenant), w.Now(), func() (bool, error) { return w.Colleagues.Anybody(ctx, s.Tenant) })
}
