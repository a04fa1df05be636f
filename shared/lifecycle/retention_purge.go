package lifecycle

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// purgePage is how many rows one step reads.
const purgePage = 100

// purgeQueue deletes due messages and raw payloads in the conversations of a queue. A conversation
// without any message left is deleted as a whole.
func (w *Worker) purgeQueue(tenant chat.TenantID, q chat.Queue) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		heads, next, err := w.store.ListQueue(ctx, tenant, q, run.Position, purgePage)
		if err != nil {
			return false, err
		}
		for _, h := range heads {
			if err := run.past(ctx, w.purgeConversation(ctx, run, keep, h), "conversation", string(h.ID)); err != nil {
				return false, err
			}
		}
		run.Position = next
		return next == "", nil
	}
}

func (w *Worker) purgeConversation(ctx context.Context, run *RetentionRun, keep chat.Retention, h chat.Head) error {
	key, due := h.Key(), dueBefore(run.Began, keep.Messages)
	for {
		page, err := w.store.Oldest(ctx, key, chat.FirstIDAt(due), purgePage)
		if err != nil {
			return err
		}
		for _, m := range page {
			if err := w.eraseMessage(ctx, key, h.Bot, m); err != nil {
				return err
			}
		}
		run.deleted("messages", len(page))
		if len(page) < purgePage {
			break
		}
	}
	first, err := w.store.Oldest(ctx, key, "", 1)
	if err != nil {
		return err
	}
	if len(first) == 0 && h.At.Before(due) {
		if err := w.store.DropConversation(ctx, h); err != nil {
			return chat.Except(err, chat.ErrConflict) // a new message came just now
		}
		for _, prefix := range filePrefixes(key) {
			n, err := w.Vault.Forget(ctx, prefix)
			if err != nil {
				return err
			}
			run.deleted("media", n)
		}
		run.deleted("conversations", 1)
		return nil
	}
	if len(first) > 0 {
		at, _ := chat.TimeOf(first[0].ID.Base())
		run.saw("messages", at)
	}
	if err := chat.ForgetWords(ctx, w.desk, h, due); err != nil {
		return err
	}
	if h.Source != chat.WhatsApp {
		return nil
	}
	return w.purgeRaw(ctx, run, keep, key)
}

// holdsRaw tells whether a message has a raw payload of WhatsApp's.
func holdsRaw(m *chat.Message) bool {
	return m.Origin != nil && (len(m.Origin.Raw) > 0 ||
		(len(m.Bubbles) > 0 && m.Body().FlowReply != nil && m.Body().FlowReply.Raw != ""))
}

// dropRaw removes it. A message without bubbles has none but that of its origin.
func dropRaw(m *chat.Message) error {
	if m.Origin != nil {
		m.Origin.Raw = nil
	}
	if len(m.Bubbles) > 0 && m.Body().FlowReply != nil {
		m.Body().FlowReply.Raw = ""
	}
	return nil
}

// purgeNotifications deletes due notifications of Meta's.
func (w *Worker) purgeNotifications(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		n, err := w.store.EraseNotificationsBefore(ctx, tenant, dueBefore(run.Began, keep.Raw))
		run.deleted("raw", n)
		return n == 0, err
	}
}

// purgeRaw removes the raw payloads that have become due since the last walk. A message that Meta
// delivered late may lie up to rawOverlap further back.
func (w *Worker) purgeRaw(ctx context.Context, run *RetentionRun, keep chat.Retention, key chat.ConversationKey) error {
	due := dueBefore(run.Began, keep.Raw)
	after := chat.MessageID("")
	if !run.RawUntil.IsZero() {
		after = chat.FirstIDAt(run.RawUntil.Add(-rawOverlap))
	}
	for {
		page, err := w.store.Since(ctx, key, after, purgePage)
		if err != nil {
			return err
		}
		for _, m := range page {
			after = m.ID
			at, err := chat.TimeOf(m.ID.Base())
			if err != nil || !holdsRaw(&m) {
				continue
			}
			if !at.Before(due) {
				run.saw("raw", at)
				return nil
			}
			_, err = w.store.UpdateMessage(ctx, key, m.ID, dropRaw)
			if err := chat.Except(err, chat.ErrNotFound); err != nil {
				return err
			}
			run.deleted("raw", 1)
		}
		if len(page) < purgePage {
			return nil
		}
	}
}

// purgeVisits deletes due visits. A visitor without any visit left is quiet: from then on the
// profile's own retention counts.
func (w *Worker) purgeVisits(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		visits, err := w.store.OldestVisits(ctx, tenant, dueBefore(run.Began, keep.Visits), purgePage)
		if err != nil {
			return false, err
		}
		gone := 0
		for _, s := range visits {
			err := w.eraseVisit(ctx, s)
			if err == nil {
				gone++
				err = w.updateLastVisit(ctx, s)
			}
			if err := run.past(ctx, err, "visit", string(s.ID)); err != nil {
				return false, err
			}
		}
		run.deleted("visits", gone)
		if len(visits) == purgePage && gone > 0 { // a page where all rows fail waits for the next walk
			return false, nil
		}
		first, err := w.store.OldestVisits(ctx, tenant, w.desk.Now().Add(time.Hour), 1)
		if len(first) > 0 {
			run.saw("visits", first[0].Started)
		}
		return true, err
	}
}

func (w *Worker) updateLastVisit(ctx context.Context, last chat.Visit) error {
	key := chat.VisitorKey{Tenant: last.Tenant, ID: last.Visitor}
	left, err := w.store.VisitsOf(ctx, key, 1)
	if err != nil || len(left) > 0 {
		return err
	}
	_, err = w.store.UpdateVisitor(ctx, key, func(v *chat.Visitor) error {
		v.Fit()
		v.LastVisitAt, v.Place = last.LastAt, chat.Place{} // the place was the visit's
		return nil
	})
	return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
}

// purgeProfiles deletes visitors who have been away for too long and whose messages are deleted.
func (w *Worker) purgeProfiles(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		due := dueBefore(run.Began, keep.Profiles)
		visitors, next, err := w.store.QuietVisitors(ctx, tenant, run.Position, purgePage)
		if err != nil {
			return false, err
		}
		for _, v := range visitors {
			if !v.LastVisitAt.Before(due) {
				run.saw("profiles", v.LastVisitAt)
				return true, nil // the others left later still
			}
			gone, err := w.dropVisitor(ctx, v)
			if err := run.past(ctx, err, "profile", string(v.ID)); err != nil {
				return false, err
			}
			if gone {
				run.deleted("profiles", 1)
			}
		}
		run.Position = next
		return next == "", nil
	}
}

// dropVisitor deletes a profile, unless the visitor is back or has conversations that are kept.
func (w *Worker) dropVisitor(ctx context.Context, v chat.Visitor) (bool, error) {
	visits, err := w.store.VisitsOf(ctx, v.Key(), 1)
	if err != nil {
		return false, err
	}
	if len(visits) > 0 {
		_, err := w.store.UpdateVisitor(ctx, v.Key(), func(v *chat.Visitor) error {
			v.LastVisitAt = time.Time{}
			return nil
		})
		return false, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	heads, err := w.store.ConversationsOf(ctx, v.Key())
	if err != nil || len(heads) > 0 {
		return false, err
	}
	if len(v.Links) > 0 {
		return true, w.dropLinked(ctx, v.Key())
	}
	return true, w.store.DropVisitor(ctx, v)
}

// dropLinked deletes a visitor who is joined with others: these forget them first.
func (w *Worker) dropLinked(ctx context.Context, key chat.VisitorKey) error {
	v, err := w.store.UpdateVisitor(ctx, key, func(v *chat.Visitor) error {
		v.Leaving = w.desk.Now() // nobody is joined with them meanwhile
		return nil
	})
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	for _, l := range v.Links {
		other := chat.VisitorKey{Tenant: key.Tenant, ID: l.To}
		_, err := w.store.UpdateVisitor(ctx, other, func(o *chat.Visitor) error {
			o.Links = slices.DeleteFunc(o.Links, func(back chat.Link) bool { return back.To == v.ID })
			return nil
		})
		if chat.Except(err, chat.ErrNotFound, chat.ErrErased) != nil {
			return err
		}
	}
	return w.store.DropVisitor(ctx, v)
}

// purgeFiles deletes due files.
func (w *Worker) purgeFiles(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		n, oldest, err := w.Vault.ForgetBefore(ctx, "kept/"+string(tenant)+"/", dueBefore(run.Began, keep.Media))
		run.deleted("media", n)
		run.saw("media", oldest)
		return true, err
	}
}

// slicedOnce is the position of a stage that has no pages, once a slice of it has begun.
const slicedOnce = "again"

// purgeIndex takes due messages out of the index of searches. One that gets nowhere in a whole slice waits for the next
// walk: the retention of everything else does not depend on it.
func (w *Worker) purgeIndex(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		n, err := w.Index.Expire(ctx, tenant, dueBefore(run.Began, keep.Messages))
		run.deleted("indexed", n)
		if whole := run.Position == slicedOnce; err != nil && whole && n == 0 {
			ctx = context.WithoutCancel(ctx) // a failure of this walk, and not its end
		}
		run.Position = slicedOnce
		return true, run.past(ctx, err, "index", string(tenant))
	}
}

// purgeGaps deletes questions that nobody has asked for the retention of messages.
func (w *Worker) purgeGaps(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, keep chat.Retention) (bool, error) {
		bots, err := w.store.Bots(ctx, tenant)
		if err != nil {
			return false, err
		}
		due := dueBefore(run.Began, keep.Messages)
		for _, b := range bots {
			all := []chat.GapRow{}
			err := chat.EachRow(func(position string) ([]chat.GapRow, string, error) {
				return w.store.Gaps(ctx, tenant, b.ID, position, purgePage)
			}, func(g chat.GapRow) error {
				if g.Last.Before(due) {
					all = append(all, g)
				}
				return nil
			})
			if err != nil {
				return false, err
			}
			for some := range slices.Chunk(all, purgePage) {
				run.deleted("questions", len(some))
				err := w.store.DropGaps(ctx, tenant, b.ID, some)
				if err := run.past(ctx, err, "questions", string(b.ID)); err != nil {
					return false, err
				}
			}
		}
		n, err := w.store.DropAskings(ctx, tenant, due)
		run.deleted("askings", n)
		return true, run.past(ctx, err, "askings", string(tenant))
	}
}

// purgeLedger deletes the lines of due days. Their sums stay. One that fails waits for the next walk: the retention of
// everything else does not depend on it.
func (w *Worker) purgeLedger(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, _ chat.Retention) (bool, error) {
		n, err := w.Ledger.Expire(ctx, tenant)
		run.deleted("days", n)
		return true, run.past(ctx, err, "ledger", string(tenant))
	}
}
