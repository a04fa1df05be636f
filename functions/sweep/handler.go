package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	worker *lifecycle.Worker
	meter  *metrics.Meter
}

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

// nothing is the answer to the clock.
type nothing struct{}

// sweep does all work that is due, and counts the run. The count is the sweep's heartbeat, also when
// it parked rows: an alarm rings when no run is counted.
func (h handler) sweep(ctx context.Context, _ json.RawMessage) (nothing, error) {
	swept, err := h.run(ctx)
	parked, failed := trace.Unlogged(err)
	if parked > 0 {
		h.meter.Count(ctx, metrics.Parked, parked, "sweep")
	}
	h.meter.Count(ctx, metrics.Swept, swept)
	if failed != nil {
		return nothing{}, err
	}
	h.meter.Count(ctx, metrics.Sweeps, 1)
	live, bad := h.worker.LiveVisits(ctx)
	if bad != nil {
		trace.Failed(ctx, "live visits not counted", bad)
		return nothing{}, err
	}
	h.meter.Count(ctx, metrics.VisitsLive, live)
	return nothing{}, err
}

func (h handler) run(ctx context.Context) (swept int, err error) {
	until := time.Now().Add(30 * time.Second) // a job may take as long as a slice after that
	var failed []error
	for time.Now().Before(until) {
		done, err := h.worker.Sweep(ctx, batch)
		swept, failed = swept+done, append(failed, err)
		if done < batch {
			return swept, errors.Join(failed...)
		}
	}
	slog.WarnContext(ctx, "more is due than one run could do")
	return swept, errors.Join(failed...)
}
