// Package segments keeps the index of a tenant's messages in files: bleve's segments, which never change, and a
// manifest that names them. Writers change the manifest on the condition that nobody else did. What is new is named in
// the manifest itself until there is enough of it for a segment, so that a batch of messages costs one write.
package segments

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
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
	most  int // bytes that one search fetches at most
	keep  int // bytes of open segments that are kept for the next one

	mu   sync.Mutex // one search at a time: a function has one call at a time
	held []*held
}

var _ search.Index = (*Index)(nil)

// New makes an index on files. log has the messages that are new.
func New(files Files, log search.Log) *Index {
	return &Index{files: files, log: log, now: time.Now, sizes: usual, most: 200 << 20, keep: 200 << 20}
}

func (x *Index) name() string { return ulid.MustNew(ulid.Timestamp(x.now()), rand.Reader).String() }

// Find implements search.Index. A segment that was merged away meanwhile has it begin anew.
func (x *Index) Find(
	ctx context.Context, tenant chat.TenantID, plan search.Plan, from search.Ref, limit int,
) (search.Found, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.trim()
	for try := 0; ; try++ {
		m, _, err := x.read(ctx, tenant)
		if err != nil {
			return search.Found{}, err
		}
		w := walk{x: x, tenant: tenant, plan: plan, from: from, limit: limit, left: x.most}
		w.found.Damaged = m.Lost > 0
		found, err := w.through(ctx, m)
		if !errors.Is(err, chat.ErrNotFound) {
			return found, err
		}
		if try == changes {
			return found, errBusy
		}
	}
}

// walk is one search, through the newest messages first.
type walk struct {
	x      *Index
	tenant chat.TenantID
	plan   search.Plan
	from   search.Ref // only older ones count
	limit  int
	left   int // bytes that may still be fetched

	waiting []candidate // found, and not older than those of segments that are not open yet
	found   search.Found
}

// candidate is a message that was found: a document of a segment, or one that is in none.
type candidate struct {
	minute int64
	in     *segment
	doc    uint32
	ref    search.Ref
}

func (w *walk) through(ctx context.Context, m manifest) (search.Found, error) {
	for _, f := range m.Fresh {
		w.waiting = append(w.waiting, candidate{minute: minute(f.Ref), ref: f.Ref})
	}
	slices.SortFunc(m.Segments, func(a, b info) int { return int(b.To - a.To) })
	rest := slices.DeleteFunc(m.Segments, func(s info) bool { return w.passed(s.From) || !w.reaches(s) })
	for opened := 0; ; {
		horizon := int64(-1)
		if len(rest) > 0 {
			horizon = rest[0].To
		}
		if err := w.take(horizon); err != nil || len(w.found.Refs) == w.limit {
			return w.found, err
		}
		if len(rest) == 0 {
			return w.found, nil
		}
		if w.left <= 0 {
			w.found.Next = after(horizon)
			return w.found, nil
		}
		n := 1 // often the newest segment fills a page
		if opened > 0 {
			n = min(atOnce, len(rest))
		}
		if err := w.open(ctx, rest[:n]); err != nil {
			return w.found, err
		}
		rest, opened = rest[n:], opened+n
	}
}

// atOnce is how many segments are fetched side by side.
const atOnce = 6

// passed tells whether a segment that begins at a minute has nothing that is old enough.
func (w *walk) passed(begins int64) bool { return w.from != (search.Ref{}) && begins > minute(w.from) }

// reaches tells whether a segment has messages within the plan's bounds.
func (w *walk) reaches(s info) bool {
	from, to := search.Ref{Message: w.plan.From}, search.Ref{Message: w.plan.To}
	return (w.plan.From == "" || s.To >= minute(from)) && (w.plan.To == "" || s.From <= minute(to))
}

// open finds candidates in segments.
func (w *walk) open(ctx context.Context, which []info) error {
	all, fetched, err := w.x.segments(ctx, w.tenant, which)
	if err != nil {
		return err
	}
	w.left -= fetched
	for _, s := range all {
		if s == nil {
			w.found.Damaged = true
			continue
		}
		docs, err := s.find(w.plan)
		if err != nil {
			return err
		}
		err = s.minutes(docs, func(doc uint32, at int64) {
			if !w.passed(at) {
				w.waiting = append(w.waiting, candidate{minute: at, in: s, doc: doc})
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// take moves the candidates that are newer than a minute to the found ones, until there are enough.
func (w *walk) take(horizon int64) error {
	slices.SortFunc(w.waiting, func(a, b candidate) int { return int(b.minute - a.minute) })
	for len(w.waiting) > 0 && w.waiting[0].minute > horizon {
		n := 1
		for n < len(w.waiting) && w.waiting[n].minute == w.waiting[0].minute {
			n++
		}
		refs, err := w.refs(w.waiting[:n])
		if err != nil {
			return err
		}
		w.waiting = w.waiting[n:]
		for _, ref := range refs {
			w.found.Refs = append(w.found.Refs, ref)
			if len(w.found.Refs) == w.limit {
				w.found.Next = ref
				return nil
			}
		}
	}
	return nil
}

// refs are the messages of candidates of one minute, newest first, each once, as far as they are older than the place
// to go on after.
func (w *walk) refs(of []candidate) ([]search.Ref, error) {
	var all []search.Ref
	for _, c := range of {
		ref := c.ref
		if c.in != nil {
			var err error
			if ref, err = c.in.ref(c.doc); err != nil {
				return nil, err
			}
		}
		older := w.from == (search.Ref{}) || w.from.Newer(ref) < 0
		if older && (w.plan.From == "" || ref.Message >= w.plan.From) && (w.plan.To == "" || ref.Message < w.plan.To) {
			all = append(all, ref)
		}
	}
	slices.SortFunc(all, search.Ref.Newer)
	return slices.Compact(all), nil
}
