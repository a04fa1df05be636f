package knowledge

import (
	"context"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Reader gives bots the edition in force. It looks for a newer one as often as for other settings, and keeps the latest
// that it read.
type Reader struct {
	live  Lives
	shelf Editions
	now   func() time.Time

	mu    sync.Mutex
	known map[chat.TenantID]*reading
}

// Lives tells which edition is in force.
type Lives interface {
	Live(ctx context.Context, tenant chat.TenantID) (int, error)
}

// Editions reads editions.
type Editions interface {
	Edition(ctx context.Context, tenant chat.TenantID, number int) (Edition, error)
}

// reading is a reader's knowledge of a tenant.
type reading struct {
	edition Edition
	looked  time.Time
}

// maxKnown bounds the entries that a reader keeps of all tenants together: some 20 MB.
const maxKnown = 10_000

// NewReader makes a reader of the editions that are in force.
func NewReader(live Lives, shelf Editions) *Reader {
	return &Reader{live: live, shelf: shelf, now: time.Now, known: map[chat.TenantID]*reading{}}
}

// InForce is the edition from which the bots of a tenant answer; empty if nothing is published. It is the one in
// force at a time or later. If a newer one cannot be read, the one before serves.
func (r *Reader) InForce(ctx context.Context, tenant chat.TenantID, since time.Time) (*Edition, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	had, now := r.known[tenant], r.now()
	if had != nil && now.Before(had.looked.Add(chat.SettingsLife)) && had.looked.After(since) {
		return &had.edition, nil
	}
	number, err := r.live.Live(ctx, tenant)
	next := Edition{Tenant: tenant}
	switch {
	case err == nil && had != nil && had.edition.Number == number:
		next = had.edition
	case err == nil && number > 0:
		next, err = r.shelf.Edition(ctx, tenant, number)
	}
	if err != nil && had == nil {
		return nil, err
	}
	if err != nil {
		next = had.edition
	}
	r.keep(tenant, &reading{next, now})
	return &next, nil
}

// keep remembers a reading, and forgets the longest unread ones if they are too many.
func (r *Reader) keep(tenant chat.TenantID, next *reading) {
	r.known[tenant] = next
	for {
		entries, oldest := 0, chat.TenantID("")
		for t, known := range r.known {
			entries += len(known.edition.Entries) + 1
			if t != tenant && (oldest == "" || known.looked.Before(r.known[oldest].looked)) {
				oldest = t
			}
		}
		if entries <= maxKnown || oldest == "" {
			return
		}
		delete(r.known, oldest)
	}
}
