package lifecycle

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Deliveries are webhooks of Meta's that were too large to be taken in at once.
type Deliveries interface {
	// Hasten has those of a tenant worked off that were stored before a time, and returns how many are left. Asking again
	// and again makes no more work. For an erasure of somebody on WhatsApp those that nobody can read are given up once
	// they were tried.
	Hasten(ctx context.Context, tenant chat.TenantID, before time.Time, erases bool) (int, error)
}

// nowhere refuses in words: an erasure that cannot see the deliveries or the index must not say that it is done.
type nowhere struct{}

func (nowhere) Hasten(context.Context, chat.TenantID, time.Time, bool) (int, error) {
	return 0, chat.NotHere("see deliveries")
}

func (nowhere) Forget(context.Context, chat.TenantID, []chat.ConversationID, string) (int, string, error) {
	return 0, "", chat.NotHere("see the index of searches")
}

func (nowhere) Expire(context.Context, chat.TenantID, time.Time) (int, error) {
	return 0, chat.NotHere("see the index of searches")
}

const (
	lookAgain   = 15 * time.Second // the pause until a job looks again for deliveries that wait
	exportWaits = time.Minute      // how long an export waits for them: one that fails must not hold it up
)

// hasten has deliveries worked off, and tells whether any is left: the job then looks again after a while. Their bytes
// may have the words of a person who was erased, which come to nothing once tombstones are in place; the second pass
// of an erasure waits for them, so that it finds all that they leave behind.
func (w *Worker) hasten(ctx context.Context, j *Job, before time.Time) (bool, error) {
	left, err := w.Deliveries.Hasten(ctx, j.Tenant, before, j.Kind == JobErase)
	if err != nil || left == 0 {
		return false, err
	}
	slog.InfoContext(ctx, "deliveries wait", "job", j.ID, "left", left)
	j.Due = w.desk.Now().Add(lookAgain)
	return true, nil
}

// onWhatsApp tells whether Meta may write of a person. An erasure of anybody else waits for no delivery, so that the
// updates of others in one that nobody can read are not given up for it.
func onWhatsApp(who *chat.Subject) bool {
	return slices.ContainsFunc(who.Identities, func(i chat.Identity) bool {
		return i.Kind == chat.IdentityNumber || i.Kind == chat.IdentityUser || i.Kind == chat.IdentityParent
	})
}

// early tells whether an export has to wait, so that it has the deliveries from before its request.
func (w *Worker) early(ctx context.Context, j *Job) (bool, error) {
	if w.desk.Now().Sub(j.Made) > exportWaits {
		return false, nil
	}
	return w.hasten(ctx, j, j.Made)
}
