package lifecycle

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// JobKey identifies a job.
type JobKey struct {
	Tenant chat.TenantID
	ID     string
}

// JobKind is the kind of a job's work.
type JobKind string

const (
	JobErase         JobKind = "erase"          // erases one visitor
	JobExportVisitor JobKind = "export_visitor" // all data of one visitor, as one file
	JobExportTenant  JobKind = "export_tenant"  // all data of the tenant, one file for each kind
	JobRetention     JobKind = "retention"      // deletes due data once a day; a tenant has one such job, of this id
)

// JobState is the progress of a job.
type JobState string

const (
	JobRunning  JobState = "running"
	JobChecking JobState = "checking" // erased; a second pass follows once all calls in flight have ended
	JobDone     JobState = "done"
	JobFailed   JobState = "failed"
)

// Job is work that may take longer than one call. It is done in slices, first by the call that
// started it and then by the sweep; each slice continues after the one before.
type Job struct {
	chat.Edited
	Tenant  chat.TenantID  `json:"tenant"`
	ID      string         `json:"id"`
	Kind    JobKind        `json:"kind"`
	State   JobState       `json:"state"`
	By      chat.AgentID   `json:"by,omitempty"`
	Name    string         `json:"name,omitempty"` // of the agent who asked for it
	Made    time.Time      `json:"made"`
	Ended   time.Time      `json:"ended,omitzero"`
	Due     time.Time      `json:"due,omitzero"`     // when the sweep continues it
	Counts  map[string]int `json:"counts,omitempty"` // processed so far, by kind
	Failure string         `json:"failure,omitempty"`
	Tries   int            `json:"tries,omitempty"` // slices in a row that failed, or in which nothing was done

	Subject   *chat.Subject `json:"whom,omitempty"`      // the visitor that it is about; removed once erased
	Scrubbed  string        `json:"scrubbed,omitempty"`  // of an erasure: where its search of failed records goes on
	Unindexed string        `json:"unindexed,omitempty"` // of an erasure: where its look through the index goes on
	Forgot    bool          `json:"forgot,omitempty"`    // of an erasure: the index was looked through once
	Unlisted  string        `json:"unlisted,omitempty"`  // of an erasure: where its way through the ledger goes on
	Unworded  string        `json:"unworded,omitempty"`  // of an erasure: where its way through entries goes on
	Reworded  JobState      `json:"reworded,omitempty"`  // of an erasure: the pass that has looked through them
	Placed    time.Time     `json:"placed,omitzero"`     // of an erasure: when its tombstones were in place
	Files     []ExportFile  `json:"files,omitempty"`     // of an export
	Retention *RetentionRun `json:"walk,omitempty"`      // of the retention job
}

// Key identifies the job.
func (j *Job) Key() JobKey { return JobKey{j.Tenant, j.ID} }

func (j *Job) count(what string, n int) {
	if n == 0 {
		return
	}
	if j.Counts == nil {
		j.Counts = map[string]int{}
	}
	j.Counts[what] += n
}

const (
	jobSlice   = 20 * time.Second // the longest time that one slice may take
	slack      = 4 * time.Second  // time left to store the progress
	jobRetry   = time.Minute
	jobTries   = 10
	jobsListed = 50
)

// newJob makes a job that is due now.
func (r *Requests) newJob(a chat.Agent, kind JobKind) Job {
	now := r.desk.Now()
	return Job{
		Tenant: a.Tenant, ID: "j_" + strings.ToLower(r.desk.NewID(now)), Kind: kind, State: JobRunning, By: a.ID,
		Name: a.Name, Made: now, Due: now,
	}
}

// Jobs lists the tenant's latest jobs of some kinds, newest first.
func (r *Requests) Jobs(ctx context.Context, a chat.Agent, kinds ...JobKind) ([]Job, error) {
	all, err := r.store.Jobs(ctx, a.Tenant, jobsListed)
	jobs := []Job{}
	for _, j := range all {
		for _, kind := range kinds {
			if j.Kind == kind {
				jobs = append(jobs, j)
			}
		}
	}
	return jobs, err
}

// RunJob runs a slice of a job, leaves the rest to the sweep, and returns the job as it is then. A
// failed slice is retried some minutes later, and the job fails after many tries.
func (w *Worker) RunJob(ctx context.Context, key JobKey) (Job, error) {
	j, err := w.store.Job(ctx, key)
	if err != nil || j.Due.IsZero() || j.Due.After(w.desk.Now()) {
		return j, err
	}
	limit := jobSlice
	if end, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(end)-slack)
	}
	if limit < time.Second {
		return j, nil // no time is left: the next sweep takes it
	}
	// This is a lease: another worker that comes meanwhile finds that the job is not due.
	j.Due = w.desk.Now().Add(2 * time.Minute)
	if err := w.store.PutJob(ctx, j); err != nil {
		return j, chat.Except(err, chat.ErrConflict)
	}
	j.Version++
	began := j.progress()
	slice, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err = w.slice(slice, &j)
	w.settleJob(ctx, &j, err, slice.Err() != nil && j.progress() != began)
	if err = w.store.PutJob(ctx, j); errors.Is(err, chat.ErrConflict) {
		return w.overtaken(ctx, j)
	}
	return j, err
}

// overtaken returns a job that somebody else changed while a slice of it ran. If an erasure withdrew it as an export,
// the file that the slice has made may hold the erased person, and goes too. ErrErased if it was the export of them.
func (w *Worker) overtaken(ctx context.Context, j Job) (Job, error) {
	stored, err := w.store.Job(ctx, j.Key())
	if errors.Is(err, chat.ErrNotFound) {
		stored, err = Job{State: JobFailed}, chat.ErrErased
	}
	if stored.State != JobFailed || len(j.Files) == 0 {
		return stored, err
	}
	_, failed := w.Vault.Forget(ctx, exportPrefix(j.Tenant)+j.ID+"/")
	return stored, cmp.Or(err, failed)
}

func (w *Worker) slice(ctx context.Context, j *Job) error {
	switch j.Kind {
	case JobErase:
		return w.eraseSlice(ctx, j)
	case JobExportVisitor, JobExportTenant:
		return w.export(ctx, j)
	case JobRetention:
		return w.retentionSlice(ctx, j)
	}
	return nil
}

// progress is another text once more of the job is done.
func (j Job) progress() string {
	done := struct {
		State    JobState
		Counts   map[string]int
		Scrubbed string
		Indexed  string
		Listed   string
		Unworded string
		Reworded JobState
		Files    []ExportFile
		Walk     RetentionRun
	}{j.State, j.Counts, j.Scrubbed, j.Unindexed, j.Unlisted, j.Unworded, j.Reworded, j.Files, RetentionRun{}}
	if j.Retention != nil {
		done.Walk = *j.Retention
		done.Walk.Began = time.Time{} // is set anew while nothing is done
	}
	text, _ := json.Marshal(done)
	return string(text)
}

// settleJob decides how the job goes on after a slice. went tells that its time ran out with more done than before;
// a job that gets nowhere in a slice has failed.
func (w *Worker) settleJob(ctx context.Context, j *Job, err error, went bool) {
	now := w.desk.Now()
	switch {
	case err == nil:
		j.Tries = 0
	case went: // the sweep continues it
		slog.InfoContext(ctx, "job goes on", "job", j.ID, "kind", j.Kind)
		j.Tries, j.Due = 0, now
	default:
		slog.ErrorContext(ctx, "job comes again", "job", j.ID, "kind", j.Kind, "error", err.Error())
		j.Tries++
		j.Due = now.Add(jobRetry)
		if j.Tries >= jobTries && j.Kind != JobRetention && j.Kind != JobErase { // these two must never be given up
			j.State, j.Ended, j.Due = JobFailed, now, time.Time{}
			j.Failure = "This failed after many tries. Start it again; if it fails again, tell the operator of this system."
		}
	}
}

// done completes a job.
func (w *Worker) done(j *Job) {
	j.State, j.Ended, j.Due = JobDone, w.desk.Now(), time.Time{}
}
