package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/lifecycle"
)

type handler struct{ worker *lifecycle.Worker }

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

// sweep does all work that is due.
func (h handler) sweep(ctx context.Context) error {
	until := time.Now().Add(30 * time.Second) // a job may take as long as a slice after that
	var failed []error
	for time.Now().Before(until) {
		done, err := h.worker.Sweep(ctx, batch)
		failed = append(failed, err)
		if done < batch {
			return errors.Join(failed...)
		}
	}
	slog.Warn("more is due than one run could do")
	return errors.Join(failed...)
}
