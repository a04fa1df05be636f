package notices

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Told is the latest notices of a channel: they keep each from going twice, and bound how many go in an hour. The row
// stays below a kilobyte, so that a claim costs one write unit.
type Told struct {
	Latest map[string]int64 `json:"latest,omitempty"` // when each went, in Unix seconds, by its name
	More   time.Time        `json:"more,omitzero"`    // when it was last told that more wait than it is told of

	Failed int       `json:"failed,omitempty"` // how many calls in a row were refused or got no answer
	Rests  time.Time `json:"rests,omitzero"`   // until when the channel is not called, for that
	Of     string    `json:"of,omitempty"`     // names the address at which they failed
	Since  int64     `json:"since,omitempty"`  // when the first of them failed, in Unix seconds
	Last   int64     `json:"last,omitempty"`   // and the last of them
	Status int       `json:"status,omitempty"` // what the last of them got, as statusOf says
}

const (
	hour     = time.Hour
	toldKeep = 14 * 24 * time.Hour // an owner who was away still sees that the last calls failed
)

// named names a notice by a hash: the row is to say nothing of conversations. 48 bits are enough to tell thirty apart.
func named(parts ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintln(parts...)))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// errNothing ends a step that has nothing to do.
var errNothing = errors.New("notices: nothing to do")

// claim notes a notice, unless it was noted. Where an hour is full it claims the notice that more wait, once an hour.
// *Refused while the channel rests.
func (t *Told) claim(of, name string, now time.Time) (more bool, err error) {
	if _, is := t.Latest[name]; is {
		return false, errNothing
	}
	if rest := t.Rests.Sub(now); rest > 0 && t.fails(of) {
		return false, &Refused{After: rest, cause: errRests}
	}
	latest, lately, oldest := map[string]int64{name: now.Unix()}, 0, name
	for other, at := range t.Latest {
		if now.Sub(time.Unix(at, 0)) < hour {
			lately++
		}
		if latest[other] = at; at < latest[oldest] {
			oldest = other
		}
	}
	if lately >= chat.NoticesHourly {
		if now.Sub(t.More) < hour {
			return false, errNothing
		}
		t.More = now
		return true, nil
	}
	if t.Latest = latest; len(latest) > chat.NoticesHourly {
		delete(latest, oldest)
	}
	return false, nil
}

// unclaim undoes a claim whose notice did not go.
func (t *Told) unclaim(name string, more bool) {
	if more {
		t.More = time.Time{}
		return
	}
	t.Latest = maps.Clone(t.Latest)
	delete(t.Latest, name)
}

// claimed is a notice whose call may be made.
type claimed struct {
	name   string
	more   bool // it says that more wait than the channel is told of
	failed bool // the call before it failed
}

// claim notes that a notice goes now, before it does: if its outcome is not known, it is not sent twice.
func (r *Room) claim(ctx context.Context, t chat.Task, of, name string) (claimed, error) {
	c := claimed{name: name}
	err := r.tell(ctx, t.Tenant, t.Channel, func(told *Told, now time.Time) (err error) {
		c.failed = told.Failed > 0
		c.more, err = told.claim(of, name, now)
		return err
	})
	return c, err
}

// unclaim lets the next try claim a notice that was refused. If that fails, nothing tells a later try that it did not
// go: so it is tried at once again.
func (r *Room) unclaim(ctx context.Context, t chat.Task, of string, c claimed, refused error) (err error) {
	for range unclaims {
		err = r.tell(ctx, t.Tenant, t.Channel, func(told *Told, now time.Time) error {
			told.unclaim(c.name, c.more)
			told.failed(of, statusOf(refused), now)
			return nil
		})
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("a refused notice counts as sent: %w", err)
}

func (r *Room) tell(
	ctx context.Context, tenant chat.TenantID, channel string, change func(told *Told, now time.Time) error,
) error {
	now := r.desk.Now()
	return r.store.UpdateTold(ctx, tenant, channel, now.Add(toldKeep), func(told *Told) error { return change(told, now) })
}

const unclaims = 3
