package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	worker *lifecycle.Worker
	meter  *metrics.Meter

	digests func(ctx context.Context, fired time.Time) error // has owners mailed
}

// rereads has sites read again for the knowledge.
type rereads struct{ *knowledge.Rereader }

func (r rereads) begin(ctx context.Context, site lifecycle.WeeklyKey) error {
	return r.ReadAgain(ctx, site.Tenant, knowledge.WeeklyID(site.ID))
}

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

// nothing is the answer to the clock.
type nothing struct{}

// sweep does all work that is due, and counts the run. The count is the sweep's heartbeat, also when
// it parked rows: an alarm rings when no run is counted.
func (h handler) sweep(ctx context.Context, clock events.CloudWatchEvent) (nothing, error) {
	swept, err := h.run(ctx, clock.Time)
	parked, failed := trace.Unlogged(err)
	if parked > 0 {
		h.meter.Count(ctx, metrics.Parked, parked, "sweep")
	}
	h.meter.Count(ctx, metrics.Swept, swept)
	if failed == nil {
		h.meter.Count(ctx, metrics.Sweeps, 1)
	}
	if every(lifecycle.SilentEvery, clock.Time) { // due work does not wait for figures
		oldest, behind := h.worker.CatchUpAll(ctx)
		h.meter.Count(ctx, metrics.FiguresBehind, int(oldest.Seconds()))
		if parked, _ := trace.Unlogged(behind); parked > 0 {
			h.meter.Count(ctx, metrics.Parked, parked, "sweep")
		}
		err = errors.Join(err, behind, h.digests(ctx, clock.Time)) // after the figures that they tell
	}
	return nothing{}, err
}

func every(minutes int, at time.Time) bool { return at.Minute()%minutes == 0 }

func (h handler) run(ctx context.Context, minute time.Time) (swept int, err error) {
	var failed []error
	if every(lifecycle.SilentEvery, minute) {
		live, err := h.worker.EndSilent(ctx)
		h.meter.Count(ctx, metrics.VisitsLive, live)
		failed = append(failed, err)
	}
	until := time.Now().Add(30 * time.Second) // a job may take as long as a slice after that
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
