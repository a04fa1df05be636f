package digest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/trace"
)

// retryAfter is the first wait after the service refused a letter for now; it grows with each try.
const retryAfter = time.Minute

// errNothing ends a change that has nothing to do.
var errNothing = errors.New("digest: nothing to do")

// Send does a task: it mails an owner the digest of a week, unless they have had it, want none, or nothing happened. It
// may be called any number of times. chat.Busy if another try may succeed.
func (l *Letters) Send(ctx context.Context, t chat.Task, tries int) error {
	err := l.send(ctx, t)
	if _, refused := errors.AsType[*mail.Refused](err); refused {
		return chat.Busy{After: time.Duration(tries+1) * retryAfter}
	}
	return chat.Except(err, errNothing, chat.ErrNotFound)
}

// send claims the mail as its last step before the letter is handed over, as those to visitors are claimed.
func (l *Letters) send(ctx context.Context, t chat.Task) error {
	tenant, m, err := l.addressee(ctx, t)
	if err != nil {
		return err
	}
	week, err := l.week(ctx, tenant)
	if err != nil {
		return err
	}
	letter, err := l.write(ctx, tenant, m, week)
	if err != nil {
		return err
	}
	if err := l.claim(ctx, t, ""); err != nil {
		return err
	}
	if week.quiet() { // it counts as told, so that the next hour does not look again
		return nil
	}
	return l.hands(ctx, t, letter, m.Digest)
}

// addressee is the owner of a task, if they may be written to. errNothing if they may not.
func (l *Letters) addressee(ctx context.Context, t chat.Task) (chat.Tenant, chat.Member, error) {
	tenant, is, err := l.post.Offered(ctx, t.Tenant)
	if err != nil {
		return tenant, chat.Member{}, err
	}
	now := l.desk.Now()
	team, err := l.store.Roster(ctx, t.Tenant)
	m := team.Find(t.Agent)
	if err != nil || !is || m == nil || !m.WantsDigest(t.Week) || monday(now.In(tenant.ZoneAt(now))) != t.Week {
		return tenant, chat.Member{}, errors.Join(err, errNothing)
	}
	silent, err := l.post.Silent(ctx, t.Tenant, m.Email)
	if err == nil && silent { // it bounced, its reader complained, or wants no mail of this team at all
		err = errNothing
	}
	return tenant, *m, err
}

// claim notes that an owner's mail of a week goes now, before it does: if its outcome is not known, it is not sent
// twice. With back, it undoes the claim of a letter that was refused.
func (l *Letters) claim(ctx context.Context, t chat.Task, back string) error {
	return l.desk.UpdateRoster(ctx, t.Tenant, func(r *chat.Roster) error {
		m := r.Find(t.Agent)
		switch {
		case m == nil, back != "" && m.Digest != t.Week, back == "" && !m.WantsDigest(t.Week):
			return errNothing
		case back != "":
			m.Digest = back
		default:
			m.Digest = t.Week
		}
		return nil
	})
}

// never is the week of an owner who had no mail yet, after a claim was undone.
const never = "0000-00-00"

// hands hands a letter over. One that is refused for now may be claimed again. One that is refused for good counts as
// sent, since each try would meet the same, and so does one whose outcome is unknown.
func (l *Letters) hands(ctx context.Context, t chat.Task, letter mail.Letter, before string) error {
	err := l.post.Sender.Send(ctx, letter)
	if refused, is := errors.AsType[*mail.Refused](err); is && refused.Again {
		if before == "" {
			before = never
		}
		if bad := l.claim(ctx, t, before); bad != nil {
			return fmt.Errorf("a refused digest counts as sent: %w", bad)
		}
		return err
	}
	if err != nil {
		trace.Failed(ctx, "a weekly mail is refused, or its outcome unknown", err, "agent", t.Agent)
	}
	return nil
}
