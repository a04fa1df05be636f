// Package segments keeps the index of a tenant's messages in files: bleve's segments, which never change, and a
// manifest that names them. Writers change the manifest on the condition that nobody else did. New messages are named
// in the manifest itself until there are enough of them for a segment, so that a batch of messages costs one write.
package segments

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"github.com/oklog/ulid/v2"
)

// Index is the index of all tenants.
type Index struct {
	files Files
	log   search.Log
	now   func() time.Time
	sizes sizes
	keep  int // bytes of open segments that are kept for the next search

	mu   sync.Mutex // one search at a time: a function has one call at a time
	held []*held
}

var _ search.Index = (*Index)(nil)

// New makes an index on files. log has the messages that are new.
func New(files Files, log search.Log) *Index {
	return &Index{files: files, log: log, now: time.Now, sizes: usual, keep: 200 << 20}
}

func (x *Index) name() string { return ulid.MustNew(ulid.Timestamp(x.now()), rand.Reader).String() }

// Find implements search.Index. A segment that was merged away meanwhile has it begin anew.
func (x *Index) Find(
	ctx context.Context, tenant chat.TenantID, plan search.Plan, part search.Part,
) (search.Found, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	fetched := 0
	for try := 0; ; try++ {
		m, _, err := x.read(ctx, tenant)
		if err != nil {
			return search.Found{}, err
		}
		w := walk{x: x, tenant: tenant, plan: plan, part: part}
		w.found.Damaged, w.found.Fetched = m.Lost > 0, fetched
		found, err := w.through(ctx, m)
		fetched = found.Fetched
		if !errors.Is(err, chat.ErrNotFound) {
			return found, err
		}
		if try == changes {
			return found, errBusy
		}
	}
}
