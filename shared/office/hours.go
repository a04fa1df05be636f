package office

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/hours"
)

// OpeningHours are the hours of a team or of one bot, as owners edit them.
type OpeningHours struct {
	Hours   *hours.Hours  `json:"hours,omitempty"` // nil for a bot that has its team's
	Version int64         `json:"version"`
	Now     *chat.Opening `json:"now,omitempty"` // their statement now; nil without hours
}

// Hours reads the hours of the team.
func (o *Office) Hours(ctx context.Context, a chat.Agent) (OpeningHours, error) {
	t, err := o.store.Tenant(ctx, a.Tenant)
	return o.teamHours(t), err
}

func (o *Office) teamHours(t chat.Tenant) OpeningHours {
	return OpeningHours{Hours: listed(t.Hours), Version: t.Version, Now: chat.OpeningAt(t.Hours, o.desk.Now())}
}

// SaveHours sets the hours of the team. Hours that contradict each other are refused at their fields.
func (o *Office) SaveHours(ctx context.Context, a chat.Agent, h hours.Hours, version int64) (OpeningHours, error) {
	if err := checkHours(h); err != nil {
		return OpeningHours{}, err
	}
	was, err := o.store.Tenant(ctx, a.Tenant)
	if err == nil {
		err = o.keepPast(ctx, a.Tenant, "", &was.Hours, &h)
	}
	if err != nil {
		return OpeningHours{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Hours = h })
	return o.teamHours(t), o.desk.Audited(ctx, a, err, "hours.changed", "", said(h))
}

// BotHours reads the hours of a bot, which has its team's unless it has its own.
func (o *Office) BotHours(ctx context.Context, a chat.Agent, id chat.BotID) (OpeningHours, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return OpeningHours{}, err
	}
	return o.botHours(ctx, b)
}

func (o *Office) botHours(ctx context.Context, b chat.Bot) (OpeningHours, error) {
	t, err := o.store.Tenant(ctx, b.Tenant)
	found := OpeningHours{Version: b.Version, Now: chat.OpeningAt(t.HoursOf(b), o.desk.Now())}
	if b.Hours != nil {
		found.Hours = listed(*b.Hours)
	}
	return found, err
}

// SaveBotHours sets the hours of a bot: nil for its team's.
func (o *Office) SaveBotHours(
	ctx context.Context, a chat.Agent, id chat.BotID, h *hours.Hours, version int64,
) (OpeningHours, error) {
	details := "the team's hours"
	if h != nil {
		if err := checkHours(*h); err != nil {
			return OpeningHours{}, err
		}
		details = said(*h)
	}
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err == nil {
		err = o.keepPast(ctx, a.Tenant, id, b.Hours, h)
	}
	if err != nil {
		return OpeningHours{}, err
	}
	b.Hours, b.Version = h, version
	err = o.desk.Audited(ctx, a, saved(o.store.PutBot(ctx, b)), "hours.changed", string(id), details)
	if err != nil {
		return OpeningHours{}, err
	}
	b.Version++
	return o.botHours(ctx, b)
}

func checkHours(h hours.Hours) error {
	f := chat.Faults{}
	for _, wrong := range h.Check() {
		f.Wrong(true, wrong.Field, wrong.Code, "%s", wrong.Text)
	}
	return f.Err()
}

// said is a change of hours in a line of the audit.
func said(h hours.Hours) string {
	return fmt.Sprintf("%d lines of hours, %d holidays, %s", len(h.Week), len(h.Holidays), h.Zone)
}

// listed is hours whose lists are never null.
func listed(h hours.Hours) *hours.Hours {
	if h.Week == nil {
		h.Week = []hours.Span{}
	}
	if h.Holidays == nil {
		h.Holidays = []hours.Holiday{}
	}
	return &h
}
