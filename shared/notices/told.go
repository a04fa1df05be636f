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
}

const (
	hour     = time.Hour
	toldKeep = 3 * 24 * time.Hour
)

// named names a notice by a hash: the row is to say nothing of conversations. 48 bits are enough to tell thirty apart.
func named(parts ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintln(parts...)))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// errNothing ends a step that has nothing to do.
var errNothing = errors.New("notices: nothing to do")

// claim notes a notice, unless it was noted. Where an hour is full it claims the notice that more wait, once an hour.
func (t *Told) claim(name string, now time.Time) (more bool, err error) {
	if _, is := t.Latest[name]; is {
		return false, errNothing
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

// claim notes that a notice goes now, before it does: if its outcome is not known, it is not sent twice.
func (r *Room) claim(ctx context.Context, t chat.Task, name string) (more bool, err error) {
	now := r.desk.Now()
	err = r.store.UpdateTold(ctx, t.Tenant, t.Channel, now.Add(toldKeep), func(told *Told) error {
		var err error
		more, err = told.claim(name, now)
		return err
	})
	return more, err
}

// unclaim lets the next try claim a notice that was refused. If that fails, nothing tells a later try that it did not
// go: so it is tried at once again.
func (r *Room) unclaim(ctx context.Context, t chat.Task, name string, more bool) (err error) {
	for range unclaims {
		until := r.desk.Now().Add(toldKeep)
		err = r.store.UpdateTold(ctx, t.Tenant, t.Channel, until, func(told *Told) error {
			told.unclaim(name, more)
			return nil
		})
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("a refused notice counts as sent: %w", err)
}

const unclaims = 3
