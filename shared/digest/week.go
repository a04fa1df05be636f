package digest

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/unanswered"
)

// week is the contents of a team's mail: the last seven full days, and the seven before.
type week struct {
	From, To    time.Time // the first and the last day
	Now, Before ledger.Sums
	Waiting     int
	Longest     time.Duration
	Questions   []unanswered.Likeness
}

// quiet tells whether there is nothing to tell.
func (w *week) quiet() bool {
	return w.Now["visits"] == 0 && w.Now["cases"] == 0 && w.Waiting == 0 && len(w.Questions) == 0
}

// week reads everything that a mail tells, where the pages of the admin read it.
func (l *Letters) week(ctx context.Context, t chat.Tenant) (w week, err error) {
	now := l.desk.Now()
	today := now.In(t.ZoneAt(now))
	w.From, w.To = today.AddDate(0, 0, -7), today.AddDate(0, 0, -1)
	if w.Now, err = l.sums(ctx, t.ID, w.From, w.To); err != nil {
		return w, err
	}
	if w.Before, err = l.sums(ctx, t.ID, w.From.AddDate(0, 0, -7), w.To.AddDate(0, 0, -7)); err != nil {
		return w, err
	}
	if w.Waiting, w.Longest, err = l.waiting(ctx, t.ID); err != nil {
		return w, err
	}
	list, err := l.questions.List(ctx, chat.Agent{Tenant: t.ID}, unanswered.Filter{
		From: midnight(w.From), To: midnight(today),
	})
	w.Questions = list.Week
	return w, err
}

// midnight is the beginning of a day in its zone.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func (l *Letters) sums(ctx context.Context, tenant chat.TenantID, from, to time.Time) (ledger.Sums, error) {
	f, err := l.books.Figures(ctx, tenant, ledger.Asked{
		From: from.Format(time.DateOnly), To: to.Format(time.DateOnly),
	})
	return f.All, err
}

// waiting is how many customers wait for anybody of the team now, and how long the first of them has waited.
func (l *Letters) waiting(ctx context.Context, tenant chat.TenantID) (all int, longest time.Duration, err error) {
	team, err := l.store.Roster(ctx, tenant)
	if err != nil {
		return 0, 0, err
	}
	for _, id := range everybody(team) {
		_, waiting, err := l.store.CountWork(ctx, tenant, id)
		if err != nil {
			return 0, 0, err
		}
		if all += waiting; waiting == 0 {
			continue
		}
		for _, position := range []string{"", afterRaised} {
			heads, _, err := l.store.ListWaiting(ctx, tenant, []chat.AgentID{id}, position, 1)
			if err != nil {
				return 0, 0, err
			}
			for i := range heads {
				if from := heads[i].Waits(); !from.IsZero() {
					longest = max(longest, l.desk.Now().Sub(from))
				}
			}
		}
	}
	return all, longest, nil
}

// afterRaised is a position in a list of those who wait: behind those that were raised to its top, and before the first
// of the others.
const afterRaised = "1"

// everybody is the team, those who write in the WhatsApp Business app, and "" for those that wait for nobody in
// particular.
func everybody(team chat.Roster) []chat.AgentID {
	all := []chat.AgentID{"", chat.AppAgent}
	for i := range team.Members {
		all = append(all, team.Members[i].ID)
	}
	return all
}
