package views

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// VisitQuery filters visits.
type VisitQuery struct {
	Live    bool
	Source  chat.Source
	Bot     chat.BotID
	Site    string // a website's key, or a phone number's id
	Country string
	Network string // the truncated address
	Device  string // desktop, mobile, tablet, whatsapp
	Goal    string
	GoalBy  chat.HelpedBy // of the goal; of any goal if Goal is ""
	State   chat.State
	Helped  bool   // only visitors whom an agent helps
	FromDay string // the first day of its start, 2006-01-02 in the team's zone; "" for no bound
	ToDay   string
	From    time.Time // the first moment of its start, or of FromDay; zero for no bound
	To      time.Time
	Cursor  string
	Limit   int
}

// passes tells whether a visit matches the query.
func (q *VisitQuery) passes(v *VisitRow, now time.Time) bool {
	silent := v.Source == chat.WhatsApp && !now.Before(v.Presence.Until)
	hidden := v.Live() && (silent || !v.ClosedAt.IsZero() && now.Sub(v.ClosedAt) >= chat.CloseGrace)
	is := func(asked, had string) bool { return asked == "" || asked == had }
	return !hidden &&
		is(string(q.Source), string(v.Source)) && is(string(q.Bot), string(v.Bot)) && is(q.Site, v.Site+v.Number) &&
		is(q.Country, v.Place.Country) && is(q.Network, v.Network) && is(q.Device, v.Device.Type) &&
		is(string(q.State), string(v.Presence.State)) && (!q.Helped || v.Presence.Helper != "") &&
		(q.From.IsZero() || !v.Started.Before(q.From)) && (q.To.IsZero() || v.Started.Before(q.To)) &&
		(q.Goal == "" && q.GoalBy == "" ||
			slices.ContainsFunc(v.Goals, func(g chat.VisitGoal) bool { return g.Is(q.Goal, q.GoalBy) }))
}

// list names the list of the query; its days are From and To by then.
func (q *VisitQuery) list() string {
	return chat.ListName("visits", q.Live, q.Source, q.Bot, q.Site, q.Country, q.Network, q.Device, q.Goal, q.GoalBy,
		q.State, q.Helped, q.From, q.To)
}

// Visits lists live or past visits, the latest start first, and returns the start of the oldest
// visit that it has read.
func (r *Reader) Visits(
	ctx context.Context, a chat.Agent, q VisitQuery,
) (found chat.Listed[VisitRow], reached time.Time, err error) {
	now := r.desk.Now()
	if q.FromDay != "" || q.ToDay != "" {
		zone, err := r.desk.Zone(ctx, a.Tenant)
		if err != nil {
			return found, reached, err
		}
		if q.From, q.To, err = chat.Days(q.FromDay, q.ToDay, zone); err != nil {
			return found, reached, err
		}
	}
	found, err = chat.ListPage(ctx, r.desk, a.Tenant, q.list(), q.Cursor, q.Limit,
		func(position string, limit int) ([]VisitRow, string, error) {
			read, next, err := r.store.ListVisits(ctx, a.Tenant, q.Live, position, limit)
			if err != nil {
				return nil, "", err
			}
			if n := len(read); n > 0 {
				if reached = read[n-1].Started; reached.Before(q.From) {
					next = "" // the others started earlier still
				}
			}
			visits, err := r.present(ctx, a.Tenant, read)
			return visits, next, err
		}, func(v VisitRow) bool { return q.passes(&v, now) })
	return found, reached, err
}
