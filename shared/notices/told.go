package notices

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/botifire/livechat/shared/egress"
)

// Told is the latest notices of a channel or a device: they keep each from going twice, and bound how many go in an
// hour. Mentions have a bound of their own: many notes take no place of a customer who waits. The row stays below a
// kilobyte, so that a claim costs one write unit.
type Told struct {
	Latest recent    `json:"latest,omitempty"` // of customers who wait
	Named  recent    `json:"named,omitempty"`  // of colleagues whom notes name
	More   time.Time `json:"more,omitzero"`    // when it was last told that more wait than it is told of

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

// recent is when each of the latest notices of a kind went, in Unix seconds, by its name.
type recent map[string]int64

// lately counts those of the last hour.
func (r recent) lately(now time.Time) (n int) {
	for _, at := range r {
		if now.Sub(time.Unix(at, 0)) < hour {
			n++
		}
	}
	return n
}

// with adds a notice, and drops the oldest of more than most. Told is compared with what was read, so r stays as it is.
func (r recent) with(name string, now time.Time, most int) recent {
	all, oldest := recent{name: now.Unix()}, name
	for other, at := range r {
		if all[other] = at; at < all[oldest] {
			oldest = other
		}
	}
	if len(all) > most {
		delete(all, oldest)
	}
	return all
}

// without takes a notice out again.
func (r recent) without(name string) recent {
	all := maps.Clone(r)
	delete(all, name)
	return all
}

// errNothing ends a step that has nothing to do.
var errNothing = errors.New("notices: nothing to do")

// of is the notices of the kind of one.
func (t *Told) of(c *claimed) *recent {
	if c.own {
		return &t.Named
	}
	return &t.Latest
}

// claim notes a notice, unless it was noted. Where an hour is full of customers who wait it claims the notice that more
// do, once an hour. *egress.Refused while its target rests.
func (t *Told) claim(address string, c *claimed, now time.Time) error {
	all := t.of(c)
	if _, is := (*all)[c.name]; is {
		return errNothing
	}
	if rest := t.Rests.Sub(now); rest > 0 && t.fails(address) {
		return &egress.Refused{After: rest, Cause: errRests}
	}
	if c.more = all.lately(now) >= c.most; !c.more {
		*all = all.with(c.name, now, c.most)
		return nil
	}
	if c.own || now.Sub(t.More) < hour {
		return errNothing
	}
	t.More = now
	return nil
}

// unclaim undoes a claim whose notice did not go.
func (t *Told) unclaim(c claimed) {
	if c.more {
		t.More = time.Time{}
		return
	}
	all := t.of(&c)
	*all = all.without(c.name)
}

// claimed is a notice whose call may be made.
type claimed struct {
	name string
	own  bool // it is of a note for one person, whether a customer waits or not
	most int  // so many of its kind go in an hour
	more bool // it says that more wait than the target is told of
}

// claims notes that a notice goes now, before it does: if its outcome is not known, it is not sent twice.
func (r *Room) claims(ctx context.Context, to target, c claimed) (claimed, error) {
	err := r.tell(ctx, to, func(told *Told, now time.Time) error { return told.claim(to.of, &c, now) })
	return c, err
}

// unclaim lets the next try claim a notice that was refused. If that fails, nothing tells a later try that it did not
// go: so it is tried at once again.
func (r *Room) unclaim(ctx context.Context, to target, c claimed, refused error) (err error) {
	for range unclaims {
		err = r.tell(ctx, to, func(told *Told, now time.Time) error {
			told.unclaim(c)
			told.failed(to.of, statusOf(refused), now)
			return nil
		})
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("a refused notice counts as sent: %w", err)
}

func (r *Room) tell(ctx context.Context, to target, change func(told *Told, now time.Time) error) error {
	now := r.desk.Now()
	until := now.Add(toldKeep)
	return r.store.UpdateTold(ctx, to.tenant, to.id, until, func(told *Told) error { return change(told, now) })
}

const unclaims = 3
