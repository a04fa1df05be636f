package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

type handler struct{ desk *chat.Desk }

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

// sweep does what is due.
func (h handler) sweep(ctx context.Context) error {
	until := time.Now().Add(30 * time.Second) // a job may take as long as a slice after that
	for time.Now().Before(until) {
		done, err := h.desk.Sweep(ctx, batch)
		if err != nil || done < batch {
			return err
		}
	}
	slog.Warn("more is due than one run could do")
	return nil
}
