package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Sweep does what falls due: it ends visits, wakes conversations, and goes on with jobs. It does a
// bounded number and tells how many; the next run continues. What fails is put off, so that
// it is in nobody's way, and the errors come back at the end.
func (d *Desk) Sweep(ctx context.Context, limit int) (int, error) {
	due, err := d.Store.Due(ctx, d.Now(), limit)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, item := range due {
		err := Except(d.sweepOne(ctx, item), ErrNotFound, ErrConflict, ErrErased)
		if err == nil {
			continue
		}
		failed = append(failed, err)
		if err := d.putOff(ctx, item, err); err != nil {
			failed = append(failed, err)
		}
	}
	return len(due), errors.Join(failed...)
}

func (d *Desk) sweepOne(ctx context.Context, item DueItem) error {
	switch {
	case item.Session != nil:
		return d.sweepSession(ctx, *item.Session)
	case item.Conversation != nil:
		return d.sweepConversation(ctx, *item.Conversation)
	case item.Job != nil:
		_, err := d.Work(ctx, *item.Job)
		return err
	}
	return nil
}

// putOff has a row that failed come again later: as much later as it is late by now, so that
// each wait is twice the one before. An alarm hangs on the line in the log.
func (d *Desk) putOff(ctx context.Context, item DueItem, cause error) error {
	wait := min(max(d.lateness(ctx, item), sweepAgain), sweepAgainLast)
	slog.Error("parked", "due", item.String(), "again", wait.String(), "error", cause.Error())
	return d.Store.Postpone(ctx, item, d.Now().Add(wait))
}

const (
	sweepAgain     = 2 * time.Minute // the least time after which a row that failed comes again
	sweepAgainLast = 6 * time.Hour
)

// lateness is how long a row has been due. One that cannot be read is very late.
func (d *Desk) lateness(ctx context.Context, item DueItem) time.Duration {
	var was time.Time
	switch {
	case item.Session != nil:
		if s, err := d.Store.Session(ctx, *item.Session); err == nil {
			was = s.due()
		}
	case item.Conversation != nil:
		if h, err := d.Store.Head(ctx, *item.Conversation); err == nil {
			was = h.Wake()
		}
	case item.Job != nil:
		if j, err := d.Store.Job(ctx, *item.Job); err == nil {
			was = j.Due
		}
	}
	if was.IsZero() {
		return sweepAgainLast
	}
	return d.Now().Sub(was)
}

// String names the row without anything personal.
func (i DueItem) String() string {
	switch {
	case i.Session != nil:
		return fmt.Sprintf("visit %s of %s", i.Session.ID, i.Session.Tenant)
	case i.Conversation != nil:
		return fmt.Sprintf("conversation %s of %s", i.Conversation.ID, i.Conversation.Tenant)
	case i.Job != nil:
		return fmt.Sprintf("job %s of %s", i.Job.ID, i.Job.Tenant)
	}
	return "nothing"
}

// sweepSession ends a visit whose sockets are gone or silent, at its last
// activity, or looks again later.
func (d *Desk) sweepSession(ctx context.Context, key SessionKey) error {
	alive, last, err := d.signsOfLife(ctx, VisitorKey{key.Tenant, key.Visitor})
	if err != nil {
		return err
	}
	now := d.Now()
	_, err = d.fold(ctx, key, func(s *Session) {
		if !s.Live() {
			return
		}
		if last.After(s.LastAt) {
			s.LastAt = last
		}
		switch {
		case alive && s.Source == Web:
			s.ClosedAt = time.Time{} // somebody came back; arm follows LastAt
		case s.due().After(now):
		case !s.ClosedAt.IsZero():
			s.end(Left)
		default:
			s.end(Idle)
		}
	})
	return err
}

// signsOfLife tells whether a visitor has a socket that spoke lately, and when the
// visitor was last active on one. Sockets that were lost without a word are forgotten.
func (d *Desk) signsOfLife(ctx context.Context, key VisitorKey) (bool, time.Time, error) {
	sockets, err := d.Store.OpenSockets(ctx, key)
	if err != nil {
		return false, time.Time{}, err
	}
	alive := false
	for _, s := range sockets {
		if d.Now().Sub(s.Seen) < SilentSocket {
			alive = true
		} else if err := d.Store.CloseSocket(ctx, s.ID); Except(err, ErrNotFound) != nil {
			return false, time.Time{}, err
		}
	}
	return alive, lastSignOf(sockets, d.Now()), nil
}

// sweepConversation ends a snooze, or a takeover that was for a time; and says that
// WhatsApp's window closes soon on somebody who waits.
func (d *Desk) sweepConversation(ctx context.Context, key ConversationKey) error {
	_, err := d.act(ctx, Agent{}, key, Event{Name: "reopened", Reason: "due"}, func(h *Head) (bool, error) {
		if h.Due.IsZero() || h.Due.After(d.Now()) {
			return false, nil
		}
		h.Due = time.Time{}
		if h.Status == Snoozed {
			h.Status = Open
			return true, nil
		}
		if h.Owner == OwnerAgent {
			h.give(OwnerBot, Agent{}, d.Now())
			return true, nil
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	_, err = d.act(ctx, Agent{}, key, Event{Name: WindowClosing}, func(h *Head) (bool, error) {
		if warn := h.warnAt(); warn.IsZero() || warn.After(d.Now()) {
			return false, nil
		}
		h.Warned = h.Window
		return h.Window.After(d.Now()), nil // whoever comes too late does not say that it closes soon
	})
	return err
}
