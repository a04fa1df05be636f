package chat

import (
	"context"
	"time"
)

// walkPage is how many rows one step reads.
const walkPage = 100

// walkQueue goes through the conversations of a queue: messages that are due go, and raw
// payloads that are. A conversation without a message left goes as a whole.
func (d *Desk) walkQueue(tenant TenantID, q Queue) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		heads, next, err := d.Store.ListQueue(ctx, tenant, q, w.Position, walkPage)
		if err != nil {
			return false, err
		}
		for _, h := range heads {
			if err := w.past(ctx, d.walkConversation(ctx, w, keep, h), "conversation", string(h.ID)); err != nil {
				return false, err
			}
		}
		w.Position = next
		return next == "", nil
	}
}

func (d *Desk) walkConversation(ctx context.Context, w *Walk, keep Retention, h Head) error {
	key, due := h.Key(), dueBefore(w.Began, keep.Messages)
	for {
		page, err := d.Store.Oldest(ctx, key, firstIDAt(due), walkPage)
		if err != nil {
			return err
		}
		for _, m := range page {
			if err := d.eraseMessage(ctx, key, h.Bot, m); err != nil {
				return err
			}
		}
		w.deleted("messages", len(page))
		if len(page) < walkPage {
			break
		}
	}
	first, err := d.Store.Oldest(ctx, key, "", 1)
	if err != nil {
		return err
	}
	if len(first) == 0 && h.At.Before(due) {
		if err := d.Store.DropConversation(ctx, h); err != nil {
			return Except(err, ErrConflict) // somebody wrote just now
		}
		for _, prefix := range filePrefixes(key) {
			n, err := d.Vault.Forget(ctx, prefix)
			if err != nil {
				return err
			}
			w.deleted("media", n)
		}
		w.deleted("conversations", 1)
		return nil
	}
	if len(first) > 0 {
		at, _ := TimeOf(first[0].ID.Base())
		w.saw("messages", at)
	}
	if h.Source != WhatsApp {
		return nil
	}
	return d.walkRaw(ctx, w, keep, key)
}

// raw tells whether the message holds something as WhatsApp sent it.
func (m *Message) raw() bool {
	return m.Origin != nil && (len(m.Origin.Raw) > 0 || (len(m.Bubbles) > 0 && m.Body().FlowReply != nil && m.Body().FlowReply.Raw != ""))
}

// walkNews deletes what Meta told beside messages once it is due.
func (d *Desk) walkNews(tenant TenantID) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		n, err := d.Store.EraseNewsBefore(ctx, tenant, dueBefore(w.Began, keep.Raw))
		w.deleted("raw", n)
		return n == 0, err
	}
}

// walkRaw takes raw payloads out of messages that have become too old for them since the
// last walk. What Meta brought late lies up to rawOverlap further back.
func (d *Desk) walkRaw(ctx context.Context, w *Walk, keep Retention, key ConversationKey) error {
	due := dueBefore(w.Began, keep.Raw)
	after := MessageID("")
	if !w.RawUntil.IsZero() {
		after = firstIDAt(w.RawUntil.Add(-rawOverlap))
	}
	for {
		page, err := d.Store.Since(ctx, key, after, walkPage)
		if err != nil {
			return err
		}
		for _, m := range page {
			after = m.ID
			at, err := TimeOf(m.ID.Base())
			if err != nil || !m.raw() {
				continue
			}
			if !at.Before(due) {
				w.saw("raw", at)
				return nil
			}
			_, err = d.Store.UpdateMessage(ctx, key, m.ID, func(m *Message) error {
				m.Origin.Raw = nil
				if f := m.Body().FlowReply; f != nil {
					f.Raw = ""
				}
				return nil
			})
			if err := Except(err, ErrNotFound); err != nil {
				return err
			}
			w.deleted("raw", 1)
		}
		if len(page) < walkPage {
			return nil
		}
	}
}

// walkVisits deletes visits that are due. Who has none left after that is quiet: from then
// on the profile waits for its own time.
func (d *Desk) walkVisits(tenant TenantID) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		visits, err := d.Store.OldestSessions(ctx, tenant, dueBefore(w.Began, keep.Sessions), walkPage)
		if err != nil {
			return false, err
		}
		gone := 0
		for _, s := range visits {
			err := d.eraseVisit(ctx, s)
			if err == nil {
				gone++
				err = d.quieten(ctx, s)
			}
			if err := w.past(ctx, err, "visit", string(s.ID)); err != nil {
				return false, err
			}
		}
		w.deleted("visits", gone)
		if len(visits) == walkPage && gone > 0 { // a page that only fails has to wait for the next walk
			return false, nil
		}
		first, err := d.Store.OldestSessions(ctx, tenant, d.Now().Add(time.Hour), 1)
		if len(first) > 0 {
			w.saw("visits", first[0].Started)
		}
		return true, err
	}
}

func (d *Desk) quieten(ctx context.Context, last Session) error {
	key := VisitorKey{last.Tenant, last.Visitor}
	left, err := d.Store.SessionsOf(ctx, key, 1)
	if err != nil || len(left) > 0 {
		return err
	}
	_, err = d.Store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		v.fit()
		v.Quiet, v.Place = last.LastAt, Place{} // it was the visit's
		return nil
	})
	return Except(err, ErrNotFound, ErrErased)
}

// walkProfiles deletes visitors who have been away for too long and whose words are gone.
func (d *Desk) walkProfiles(tenant TenantID) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		due := dueBefore(w.Began, keep.Profiles)
		visitors, next, err := d.Store.QuietVisitors(ctx, tenant, w.Position, walkPage)
		if err != nil {
			return false, err
		}
		for _, v := range visitors {
			if !v.Quiet.Before(due) {
				w.saw("profiles", v.Quiet)
				return true, nil // the rest left later still
			}
			gone, err := d.dropVisitor(ctx, v)
			if err := w.past(ctx, err, "profile", string(v.ID)); err != nil {
				return false, err
			}
			if gone {
				w.deleted("profiles", 1)
			}
		}
		w.Position = next
		return next == "", nil
	}
}

// dropVisitor deletes a profile, unless the visitor is back or has words that are kept.
func (d *Desk) dropVisitor(ctx context.Context, v Visitor) (bool, error) {
	visits, err := d.Store.SessionsOf(ctx, v.Key(), 1)
	if err != nil {
		return false, err
	}
	if len(visits) > 0 {
		_, err := d.Store.UpdateVisitor(ctx, v.Key(), func(v *Visitor) error {
			v.Quiet = time.Time{}
			return nil
		})
		return false, Except(err, ErrNotFound, ErrErased)
	}
	heads, err := d.Store.ConversationsOf(ctx, v.Key())
	if err != nil || len(heads) > 0 {
		return false, err
	}
	return true, d.Store.DropVisitor(ctx, v)
}

// walkFiles deletes files that are due.
func (d *Desk) walkFiles(tenant TenantID) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		n, oldest, err := d.Vault.ForgetBefore(ctx, "kept/"+string(tenant)+"/", dueBefore(w.Began, keep.Media))
		w.deleted("media", n)
		w.saw("media", oldest)
		return true, err
	}
}

// walkGaps deletes questions that nobody has asked for as long as messages are kept.
func (d *Desk) walkGaps(tenant TenantID) walkStep {
	return func(ctx context.Context, w *Walk, keep Retention) (bool, error) {
		bots, err := d.Store.Bots(ctx, tenant)
		if err != nil {
			return false, err
		}
		due := dueBefore(w.Began, keep.Messages)
		for _, b := range bots {
			err := each(func(position string) ([]GapRow, string, error) {
				return d.Store.Gaps(ctx, tenant, b.ID, position, walkPage)
			}, func(g GapRow) error {
				if !g.Last.Before(due) {
					return nil
				}
				w.deleted("questions", 1)
				return w.past(ctx, d.Store.DropGap(ctx, tenant, g), "question", g.ID)
			})
			if err != nil {
				return false, err
			}
		}
		return true, nil
	}
}
