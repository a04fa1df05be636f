package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

// Sweep does due work: it wakes conversations, continues jobs, and has sites read again. It handles a
// bounded number and returns it; the next run continues. Failed rows are postponed, so that they do
// not block the others, and their errors are returned at the end.
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
		failed = append(failed, trace.Logged(err))
		if err := w.putOff(ctx, item, err); err != nil {
			failed = append(failed, err)
		}
	}
	return len(due), errors.Join(failed...)
}

func (w *Worker) sweepOne(ctx context.Context, item DueItem) error {
	switch {
	case item.Conversation != nil:
		return w.desk.WakeConversation(ctx, *item.Conversation)
	case item.Job != nil:
		_, err := w.RunJob(ctx, *item.Job)
		return err
	case item.Weekly != nil:
		return w.ReadAgain(ctx, *item.Weekly)
	}
	return nil
}

// putOff postpones a failed row by the time that it is overdue, so that each wait is twice the one
// before. An alarm watches for this log line.
func (w *Worker) putOff(ctx context.Context, item DueItem, cause error) error {
	wait := min(max(w.lateness(ctx, item), sweepAgain), sweepAgainLast)
	slog.ErrorContext(ctx, "parked", "due", item.String(), "again", wait.String(), "error", cause.Error())
	return w.store.Postpone(ctx, item, w.desk.Now().Add(wait))
}

const (
	sweepAgain     = 2 * time.Minute // the shortest wait of a failed row
	sweepAgainLast = 6 * time.Hour
)

// lateness is how long a row has been due. An unreadable row counts as very late.
func (w *Worker) lateness(ctx context.Context, item DueItem) time.Duration {
	var was time.Time
	switch {
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

// String names the row without personal data.
func (i DueItem) String() string {
	switch {
	case i.Conversation != nil:
		return fmt.Sprintf("conversation %s of %s", i.Conversation.ID, i.Conversation.Tenant)
	case i.Job != nil:
		return fmt.Sprintf("job %s of %s", i.Job.ID, i.Job.Tenant)
	case i.Weekly != nil:
		return fmt.Sprintf("weekly reading %s of %s", i.Weekly.ID, i.Weekly.Tenant)
	}
	return "nothing"
}
