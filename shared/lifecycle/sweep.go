package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Sweep does what falls due: it ends visits, wakes conversations, and goes on with jobs. It does a
// bounded number and tells how many; the next run continues. What fails is put off, so that
// it is in nobody's way, and the errors come back at the end.
func (w *Worker) Sweep(ctx context.Context, limit int) (int, error) {
	due, err := w.store.Due(ctx, w.desk.Now(), limit)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, item := range due {
		err := chat.Except(w.sweepOne(ctx, item), chat.ErrNotFound, chat.ErrConflict, chat.ErrErased)
		if err == nil {
			continue
		}
		failed = append(failed, err)
		if err := w.putOff(ctx, item, err); err != nil {
			failed = append(failed, err)
		}
	}
	return len(due), errors.Join(failed...)
}

func (w *Worker) sweepOne(ctx context.Context, item DueItem) error {
	switch {
	case item.Visit != nil:
		return w.desk.WakeVisit(ctx, *item.Visit)
	case item.Conversation != nil:
		return w.desk.WakeConversation(ctx, *item.Conversation)
	case item.Job != nil:
		_, err := w.RunJob(ctx, *item.Job)
		return err
	}
	return nil
}

// putOff has a row that failed come again later: as much later as it is late by now, so that
// each wait is twice the one before. An alarm hangs on the line in the log.
func (w *Worker) putOff(ctx context.Context, item DueItem, cause error) error {
	wait := min(max(w.lateness(ctx, item), sweepAgain), sweepAgainLast)
	slog.Error("parked", "due", item.String(), "again", wait.String(), "error", cause.Error())
	return w.store.Postpone(ctx, item, w.desk.Now().Add(wait))
}

const (
	sweepAgain     = 2 * time.Minute // the least time after which a row that failed comes again
	sweepAgainLast = 6 * time.Hour
)

// lateness is how long a row has been due. One that cannot be read is very late.
func (w *Worker) lateness(ctx context.Context, item DueItem) time.Duration {
	var was time.Time
	switch {
	case item.Visit != nil:
		if s, err := w.store.Visit(ctx, *item.Visit); err == nil {
			was = s.WakeAt()
		}
	case item.Conversation != nil:
		if h, err := w.store.Head(ctx, *item.Conversation); err == nil {
			was = h.Wake()
		}
	case item.Job != nil:
		if j, err := w.store.Job(ctx, *item.Job); err == nil {
			was = j.Due
		}
	}
	if was.IsZero() {
		return sweepAgainLast
	}
	return w.desk.Now().Sub(was)
}

// String names the row without anything personal.
func (i DueItem) String() string {
	switch {
	case i.Visit != nil:
		return fmt.Sprintf("visit %s of %s", i.Visit.ID, i.Visit.Tenant)
	case i.Conversation != nil:
		return fmt.Sprintf("conversation %s of %s", i.Conversation.ID, i.Conversation.Tenant)
	case i.Job != nil:
		return fmt.Sprintf("job %s of %s", i.Job.ID, i.Job.Tenant)
	}
	return "nothing"
}
