package chat

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/promise"
	"github.com/oklog/ulid/v2"
	"golang.org/x/sync/errgroup"
)

// Desk is the application service: it receives, answers, relays, hands over and lists. It keeps no state but
// caches of the owners' settings.
type Desk struct {
	store        Store
	Pusher       Pusher       // posts to sockets
	Disconnector Disconnector // ends them
	Queues       Queues
	Responder    Responder // the bots
	Keys         Keyring
	Files        Files
	Colleagues   Colleagues
	Rules        Rules

	// Recount has the figures of a conversation counted anew: a message of a case that may be over changed, and no stream
	// tells that. Nil has nothing counted.
	Recount func(ctx context.Context, h Head, changed MessageID) error

	Now   func() time.Time
	NewID func(at time.Time) string // a ULID

	bots    cache[Bot]
	tenants cache[Tenant]
	numbers cache[Number]
	lines   cache[[]Number] // by tenant
	salts   cache[[]byte]
	outs    cache[time.Time]
	rosters cache[Roster]
	waits   cache[promise.Recent]
	there   cache[bool] // by tenant: whether somebody of the team is
	waiting sync.Mutex  // one ended wait is noted at a time

	spent     cache[time.Time] // by tenant, limit and caller: the end of the window
	receipts  cache[bool]      // by act and message
	sightings cache[bool]      // by site and origin
	told      sync.Map         // by tenant and list: the second of the last hint
}

// New makes a desk on a store, with the real clock. The caller sets the ports that its function has; each of
// the others refuses in words.
func New(store Store) *Desk {
	return &Desk{
		store: store, Pusher: nobody{}, Disconnector: nobody{}, Queues: nobody{}, Responder: nobody{},
		Keys: nobody{}, Files: nobody{}, Colleagues: nobody{},
		Rules: Rules{ValidateOutgoing: nobody{}.ValidateOutgoing},
		Now:   now, NewID: newULID,
	}
}

// now is the time in milliseconds, UTC: a stored row keeps no more of it.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func newULID(at time.Time) string {
	return ulid.MustNew(ulid.Timestamp(at), rand.Reader).String()
}

// TimeOf is the time inside an id. Invalid unless it is a ULID, in capitals.
func TimeOf(id string) (time.Time, error) {
	parsed, err := ulid.ParseStrict(id)
	if err != nil || parsed.String() != id {
		return time.Time{}, Errorf(Invalid, "bad_id", "An id is a ULID of 26 capital letters and digits.")
	}
	return ulid.Time(parsed.Time()).UTC(), nil
}

// FirstIDAt is the smallest id of a time.
func FirstIDAt(at time.Time) MessageID {
	var id ulid.ULID
	if at.Before(time.UnixMilli(0)) {
		at = time.UnixMilli(0)
	}
	_ = id.SetTime(ulid.Timestamp(at))
	return MessageID(id.String())
}

// Bot is a bot, at most SettingsLife old.
func (d *Desk) Bot(ctx context.Context, tenant TenantID, id BotID) (Bot, error) {
	return d.bots.get(string(tenant)+"/"+string(id), d.Now(), func() (Bot, error) { return d.store.Bot(ctx, tenant, id) })
}

// Tenant is a tenant, at most SettingsLife old.
func (d *Desk) Tenant(ctx context.Context, id TenantID) (Tenant, error) {
	return d.tenants.get(string(id), d.Now(), func() (Tenant, error) { return d.store.Tenant(ctx, id) })
}

func (d *Desk) key(ctx context.Context, id TenantID) (privacy.Key, error) {
	tenant, err := d.Tenant(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.Keys.TenantKey(ctx, tenant)
}

// maxCached is how many rows a cache holds before it begins anew.
const maxCached = 1000

// cache saves a warm function from reading the owners' settings for every frame.
type cache[T any] struct {
	mu   sync.Mutex
	rows map[string]cached[T]
}

type cached[T any] struct {
	value T
	until time.Time
}

func (c *cache[T]) get(key string, now time.Time, load func() (T, error)) (T, error) {
	return c.getFor(SettingsLife, key, now, load)
}

func (c *cache[T]) getFor(long time.Duration, key string, now time.Time, load func() (T, error)) (T, error) {
	if value, ok := c.has(key, now); ok {
		return value, nil
	}
	value, err := load()
	if err == nil {
		c.put(key, value, now.Add(long))
	}
	return value, err
}

func (c *cache[T]) has(key string, now time.Time) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	row, ok := c.rows[key]
	return row.value, ok && now.Before(row.until)
}

func (c *cache[T]) put(key string, value T, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rows == nil || len(c.rows) > maxCached {
		c.rows = map[string]cached[T]{}
	}
	c.rows[key] = cached[T]{value, until}
}

// forget makes the next get load the row again.
func (c *cache[T]) forget(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.rows, key)
}

// postsAtOnce is how many sockets one function posts to side by side.
const postsAtOnce = 16

// push posts to many sockets at once, best effort. It deletes the row of a dead socket; the relay then takes the
// socket off its lists, and closes the visit whose last socket it was.
func (d *Desk) push(ctx context.Context, p Push, to ...ConnectionID) {
	if len(to) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	var posts errgroup.Group
	var lost atomic.Pointer[error]
	posts.SetLimit(postsAtOnce - 1)
	post := func(id ConnectionID) {
		if err := d.Pusher.Push(ctx, id, p); errors.Is(err, ErrGone) {
			_ = d.store.CloseSocket(ctx, id, d.Now()) // if this fails, the next push tries again; the TTL ends it
		} else if err != nil {
			lost.Store(&err)
		}
	}
	last := len(to) - 1
	for _, id := range to[:last] {
		posts.Go(func() error { post(id); return nil })
	}
	post(to[last])                      // most pushes go to one socket: nobody needs to be woken for it
	_ = posts.Wait()                    // a failed post does not fail the act behind it
	if err := lost.Load(); err != nil { // one line for all of them
		unfinished(ctx, "push lost", *err, "action", p.Action)
	}
}
