package chat

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Retention is for how many days each kind of data is kept. 0 means the standard.
type Retention struct {
	Messages int `json:"messages,omitempty"` // conversations, and questions without an answer
	Media    int `json:"media,omitempty"`    // files
	Sessions int `json:"sessions,omitempty"` // visits with their pages
	Profiles int `json:"profiles,omitempty"` // visitors, from their last visit on
	Raw      int `json:"raw,omitempty"`      // what WhatsApp sent that we do not show
}

// StandardRetention is what a tenant has that chose nothing.
var StandardRetention = Retention{Messages: 730, Media: 365, Sessions: 395, Profiles: 730, Raw: 30}

const maxDays = 3650

// orStandard fills in what was not chosen.
func (r Retention) orStandard() Retention {
	or := func(days, standard int) int {
		if days == 0 {
			return standard
		}
		return days
	}
	s := StandardRetention
	return Retention{or(r.Messages, s.Messages), or(r.Media, s.Media), or(r.Sessions, s.Sessions), or(r.Profiles, s.Profiles), or(r.Raw, s.Raw)}
}

func (r Retention) Check() error {
	for _, days := range []int{r.Messages, r.Media, r.Sessions, r.Profiles, r.Raw} {
		if days < 1 || days > maxDays {
			return Errorf(Invalid, "bad_retention", "Keep each kind of data for 1 to %d days.", maxDays)
		}
	}
	if r.Profiles < r.Sessions {
		return Errorf(Invalid, "profiles_too_short", "A profile cannot go before its visits: keep profiles for at least as long as visits.")
	}
	return nil
}

// Kept is for how long the tenant keeps its data.
func (t *Tenant) Kept() Retention { return t.Keep.orStandard() }

// retentionEvery is how often a tenant's data is walked through.
const retentionEvery = 24 * time.Hour

// retentionAgain is when the walk comes back after it went past something.
const retentionAgain = time.Hour

// rawOverlap is how late Meta may bring a message: up to seven days.
const rawOverlap = 8 * 24 * time.Hour

// Walk is where a walk through a tenant's data has come to, and what the last one found.
type Walk struct {
	Stage    int                  `json:"stage"`
	Position string               `json:"position,omitempty"`
	Began    time.Time            `json:"began,omitzero"`
	Oldest   map[string]time.Time `json:"oldest,omitempty"`  // found by this walk so far
	Deleted  map[string]int       `json:"deleted,omitempty"` // by this walk so far
	RawUntil time.Time            `json:"rawUntil,omitzero"` // up to where raw payloads were taken out
	Failed   int                  `json:"failed,omitempty"`  // rows that this walk went past

	Ended       time.Time            `json:"ended,omitzero"` // of the last whole walk
	LastOldest  map[string]time.Time `json:"lastOldest,omitempty"`
	LastDeleted map[string]int       `json:"lastDeleted,omitempty"`
}

func (w *Walk) saw(what string, at time.Time) {
	if at.IsZero() {
		return
	}
	if w.Oldest == nil {
		w.Oldest = map[string]time.Time{}
	}
	if had, ok := w.Oldest[what]; !ok || at.Before(had) {
		w.Oldest[what] = at
	}
}

func (w *Walk) deleted(what string, n int) {
	if n == 0 {
		return
	}
	if w.Deleted == nil {
		w.Deleted = map[string]int{}
	}
	w.Deleted[what] += n
}

// past lets the walk go on past what failed: the next walk comes back to it. Only when its
// time is up, it stops there.
func (w *Walk) past(ctx context.Context, err error, what, id string) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	slog.Error("parked", "walk", what, "id", id, "error", err.Error())
	w.Failed++
	return nil
}

// retentionID is the id of a tenant's one job of this kind.
const retentionID = "retention"

// WalkSoon has the sweep walk through a tenant's data now, and once a day from then on.
func (d *Desk) WalkSoon(ctx context.Context, tenant TenantID) error {
	for range AnswerTries {
		j, err := d.Store.Job(ctx, JobKey{tenant, retentionID})
		if errors.Is(err, ErrNotFound) {
			j, err = Job{Tenant: tenant, ID: retentionID, Kind: JobRetention, State: JobRunning, Made: d.Now(), Walk: &Walk{}}, nil
		}
		if err != nil {
			return err
		}
		// What was walked through already may be due now.
		j.Due, j.Walk.Stage, j.Walk.Position, j.Walk.Oldest, j.Walk.Deleted, j.Walk.Failed = d.Now(), 0, "", nil, nil, 0
		if err = d.Store.PutJob(ctx, j); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return ErrConflict
}

// Retained is the tenant's retention, and what the last walk has left.
func (d *Desk) Retained(ctx context.Context, a Agent) (Tenant, Walk, error) {
	t, err := d.Store.Tenant(ctx, a.Tenant)
	if err != nil {
		return t, Walk{}, err
	}
	j, err := d.Store.Job(ctx, JobKey{a.Tenant, retentionID})
	if err != nil || j.Walk == nil {
		return t, Walk{}, Except(err, ErrNotFound)
	}
	return t, *j.Walk, nil
}

// walkStep does part of a stage and tells whether the stage is over.
type walkStep func(ctx context.Context, w *Walk, keep Retention) (over bool, err error)

// retentionSlice walks on through all that a tenant keeps, and deletes what is due.
func (d *Desk) retentionSlice(ctx context.Context, j *Job) error {
	tenant, err := d.Store.Tenant(ctx, j.Tenant)
	if err != nil {
		return err
	}
	keep, w := tenant.Kept(), j.Walk
	if w.Began.IsZero() || (w.Stage == 0 && w.Position == "") {
		w.Began = d.Now()
	}
	queues := []Queue{QueueBot, QueueHuman, QueueSnoozed, QueueClosed}
	stages := []walkStep{}
	for _, q := range queues {
		stages = append(stages, d.walkQueue(j.Tenant, q))
	}
	stages = append(stages, d.walkVisits(j.Tenant), d.walkProfiles(j.Tenant), d.walkFiles(j.Tenant), d.walkGaps(j.Tenant), d.walkNews(j.Tenant))
	for w.Stage < len(stages) {
		over, err := stages[w.Stage](ctx, w, keep)
		if err != nil {
			return err
		}
		if over {
			w.Stage, w.Position = w.Stage+1, ""
		}
	}
	failed, until := w.Failed, w.RawUntil
	*w = Walk{Ended: d.Now(), LastOldest: w.Oldest, LastDeleted: w.Deleted, RawUntil: dueBefore(w.Began, keep.Raw)}
	j.Due = d.Now().Add(retentionEvery)
	if failed > 0 {
		j.Due, w.RawUntil = d.Now().Add(retentionAgain), until // none of what it went past is left out then
	}
	return nil
}

// dueBefore is the time before which data of so many days is due.
func dueBefore(now time.Time, days int) time.Time { return now.AddDate(0, 0, -days) }
