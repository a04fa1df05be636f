// Package digest is the weekly mail to the owners of a team: how many people wait, the outcomes of the cases, the
// leads, and the questions that were asked most and not answered. docs/reach.md has the rules.
package digest

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/unanswered"
)

// Act is the task to mail one owner the digest of a week.
const Act chat.Act = "digest"

// hour is when the mail goes on a Monday, by the team's clock. Until lastHour it is tried again each hour: the
// functions may have stood still.
const hour, lastHour = 8, 20

// Store is the storage of the room. The promises of the other rooms' stores hold.
type Store interface {
	Tenants(ctx context.Context, position string, limit int) ([]chat.Tenant, string, error)
	Roster(ctx context.Context, tenant chat.TenantID) (chat.Roster, error)
	CountWork(ctx context.Context, tenant chat.TenantID, agent chat.AgentID) (all, waiting int, err error)
	ListWaiting(
		ctx context.Context, tenant chat.TenantID, agents []chat.AgentID, position string, limit int,
	) (heads []chat.Head, next string, err error)
}

// Rounds has the mails of a Monday sent. It needs the right to queue tasks, and none to send.
type Rounds struct {
	desk  *chat.Desk
	store Store
	queue mail.Queue
}

// NewRounds makes the rounds.
func NewRounds(desk *chat.Desk, store Store, queue mail.Queue) *Rounds {
	return &Rounds{desk, store, queue}
}

// Round queues the mails that are due at a time at which the timer fired; it fires every ten minutes. It may be called
// any number of times: each owner's mail is claimed before it goes. It goes on past a team that fails.
func (r *Rounds) Round(ctx context.Context, fired time.Time) error {
	if !mondaySomewhere(fired) {
		return nil
	}
	var failed []error
	err := chat.EachRow(func(position string) ([]chat.Tenant, string, error) {
		return r.store.Tenants(ctx, position, chat.MaxPageSize)
	}, func(t chat.Tenant) error {
		if t.Mailbox != "" && t.Suspended.IsZero() && due(fired.In(t.ZoneAt(fired))) {
			failed = append(failed, r.ofTeam(ctx, t, monday(fired.In(t.ZoneAt(fired)))))
		}
		return nil
	})
	return errors.Join(append(failed, err)...)
}

// due tells whether mails go at a time of the team's clock: in the first ten minutes of an hour of a Monday.
func due(at time.Time) bool {
	return at.Weekday() == time.Monday && at.Hour() >= hour && at.Hour() < lastHour && at.Minute() < 10
}

// mondaySomewhere spares the look at all teams where none can have a Monday: clocks are from 12 hours behind UTC to 14
// ahead of it.
func mondaySomewhere(at time.Time) bool {
	return at.UTC().Add(14*time.Hour).Weekday() == time.Monday || at.UTC().Add(-12*time.Hour).Weekday() == time.Monday
}

// monday names the week of a time by its first day.
func monday(at time.Time) string {
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
}

func (r *Rounds) ofTeam(ctx context.Context, t chat.Tenant, week string) error {
	team, err := r.store.Roster(ctx, t.ID)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	var failed []error
	for i := range team.Members {
		if m := &team.Members[i]; m.WantsDigest(week) {
			failed = append(failed, r.queue.Mail(ctx, chat.Task{Tenant: t.ID, Act: Act, Agent: m.ID, Week: week}))
		}
	}
	return errors.Join(failed...)
}

// Letters writes the mails.
type Letters struct {
	desk      *chat.Desk
	store     Store
	post      *mail.Post
	books     *ledger.Books
	questions *unanswered.Questions
}

// NewLetters makes the writer. post has the address from which mail comes, and the service that sends it.
func NewLetters(
	desk *chat.Desk, store Store, post *mail.Post, books *ledger.Books, questions *unanswered.Questions,
) *Letters {
	return &Letters{desk, store, post, books, questions}
}
