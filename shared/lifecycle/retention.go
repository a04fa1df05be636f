package lifecycle

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// retentionEvery is the time between two walks through a tenant's data.
const retentionEvery = 24 * time.Hour

// retentionAgain is the time until the next walk after one that had failures.
const retentionAgain = time.Hour

// rawOverlap is more than the seven days by which Meta may deliver a message late.
const rawOverlap = 8 * 24 * time.Hour

// RetentionRun is the progress of a walk through a tenant's data, and the result of the last one.
type RetentionRun struct {
	Stage    int                  `json:"stage"`
	Position string               `json:"position,omitempty"`
	Began    time.Time            `json:"began,omitzero"`
	Oldest   map[string]time.Time `json:"oldest,omitempty"`  // found so far by this walk
	Deleted  map[string]int       `json:"deleted,omitempty"` // deleted so far by this walk
	RawUntil time.Time            `json:"rawUntil,omitzero"` // raw payloads were removed up to this time
	Failed   int                  `json:"failed,omitempty"`  // rows that this walk skipped after a failure

	Ended       time.Time            `json:"ended,omitzero"` // end of the last whole walk
	LastOldest  map[string]time.Time `json:"lastOldest,omitempty"`
	LastDeleted map[string]int       `json:"lastDeleted,omitempty"`
}

func (run *RetentionRun) saw(what string, at time.Time) {
	if at.IsZero() {
		return
	}
	if run.Oldest == nil {
		run.Oldest = map[string]time.Time{}
	}
	if had, ok := run.Oldest[what]; !ok || at.Before(had) {
		run.Oldest[what] = at
	}
}

func (run *RetentionRun) deleted(what string, n int) {
	if n == 0 {
		return
	}
	if run.Deleted == nil {
		run.Deleted = map[string]int{}
	}
	run.Deleted[what] += n
}

// past logs a failure and lets the walk continue: the next walk comes back to it. Once the time is
// up, the walk stops.
func (run *RetentionRun) past(ctx context.Context, err error, what, id string) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	slog.ErrorContext(ctx, "parked", "walk", what, "id", id, "error", err.Error())
	run.Failed++
	return nil
}

// retentionID is the id of a tenant's only job of this kind.
const retentionID = "retention"

// ScheduleRetention makes the sweep walk through a tenant's data now, and once a day from then on.
func (r *Requests) ScheduleRetention(ctx context.Context, tenant chat.TenantID) error {
	for range chat.AnswerTries {
		j, err := r.store.Job(ctx, JobKey{tenant, retentionID})
		if errors.Is(err, chat.ErrNotFound) {
			j, err = Job{
				Tenant: tenant, ID: retentionID, Kind: JobRetention, State: JobRunning, Made: r.desk.Now(),
				Retention: &RetentionRun{},
			}, nil
		}
		if err != nil {
			return err
		}
		// The walk starts over: rows that it has passed may be due under the new retention.
		j.Due, j.Retention.Failed = r.desk.Now(), 0
		j.Retention.Stage, j.Retention.Position, j.Retention.Oldest, j.Retention.Deleted = 0, "", nil, nil
		if err = r.store.PutJob(ctx, j); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return chat.ErrConflict
}

// Retained returns the tenant's retention, and the result of the last walk.
func (r *Requests) Retained(ctx context.Context, a chat.Agent) (chat.Tenant, RetentionRun, error) {
	t, err := r.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return t, RetentionRun{}, err
	}
	j, err := r.store.Job(ctx, JobKey{a.Tenant, retentionID})
	if err != nil || j.Retention == nil {
		return t, RetentionRun{}, chat.Except(err, chat.ErrNotFound)
	}
	return t, *j.Retention, nil
}

// purgeStep does part of a stage and tells whether the stage is over.
type purgeStep func(ctx context.Context, run *RetentionRun, keep chat.Retention) (over bool, err error)

// retentionSlice continues the walk through all of a tenant's data, and deletes due data.
func (w *Worker) retentionSlice(ctx context.Context, j *Job) error {
	tenant, err := w.store.Tenant(ctx, j.Tenant)
	if err != nil {
		return err
	}
	keep, run := tenant.RetentionOrStandard(), j.Retention
	if run.Began.IsZero() || (run.Stage == 0 && run.Position == "") {
		run.Began = w.desk.Now()
	}
	stages := []purgeStep{w.purgeLedger(j.Tenant)} // first: it has to know how far back messages will be there
	for _, q := range chat.AllQueues {
		stages = append(stages, w.purgeQueue(j.Tenant, q))
	}
	stages = append(stages, w.purgeVisits(j.Tenant), w.purgeProfiles(j.Tenant), w.purgeFiles(j.Tenant),
		w.purgeGaps(j.Tenant), w.purgeNotifications(j.Tenant), w.purgeIndex(j.Tenant), w.purgeCanned(j.Tenant))
	for run.Stage < len(stages) {
		over, err := stages[run.Stage](ctx, run, keep)
		if err != nil {
			return err
		}
		if over {
			run.Stage, run.Position = run.Stage+1, ""
		}
	}
	failed, until := run.Failed, run.RawUntil
	*run = RetentionRun{
		Ended: w.desk.Now(), LastOldest: run.Oldest, LastDeleted: run.Deleted, RawUntil: dueBefore(run.Began, keep.Raw),
	}
	j.Due = w.desk.Now().Add(retentionEvery)
	if failed > 0 {
		j.Due, run.RawUntil = w.desk.Now().Add(retentionAgain), until // so the next walk reaches the failed rows
	}
	return nil
}

// dueBefore is the time before which data with a retention of so many days is due.
func dueBefore(now time.Time, days int) time.Time { return now.AddDate(0, 0, -days) }
