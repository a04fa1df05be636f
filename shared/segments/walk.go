package segments

import (
	"cmp"
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// walk is one search, through the newest messages first.
type walk struct {
	x      *Index
	tenant chat.TenantID
	plan   search.Plan
	part   search.Part

	waiting []search.Ref // found, and perhaps older than those of segments that are not open yet
	opened  bool
	found   search.Found
}

func (w *walk) through(ctx context.Context, m manifest) (search.Found, error) {
	for _, f := range m.Fresh {
		if w.fits(f.Ref) {
			w.waiting = append(w.waiting, f.Ref)
		}
	}
	slices.SortFunc(m.Segments, func(a, b info) int { return cmp.Compare(b.To, a.To) })
	rest := slices.DeleteFunc(m.Segments, func(s info) bool { return w.misses(s.From, s.To) })
	for {
		horizon := int64(-1)
		if len(rest) > 0 {
			horizon = rest[0].To
		}
		if w.take(horizon); len(w.found.Refs) == w.part.Limit || len(rest) == 0 {
			return w.found, nil
		}
		n := w.next(rest)
		if n == 0 {
			w.found.Next = after(horizon)
			return w.found, nil
		}
		if err := w.open(ctx, rest[:n]); err != nil {
			return w.found, err
		}
		rest = rest[n:]
	}
}

// atOnce is how many segments are fetched side by side.
const atOnce = 6

// next is how many of the segments are opened next: the newest alone at first, because it often fills a page, and then
// as many as may still be fetched. It is none once no more may be, unless the search would then go on where it began:
// segments that overlap have to be opened together.
func (w *walk) next(rest []info) (n int) {
	most := atOnce
	if !w.opened {
		most = 1
	}
	left := w.part.Bytes - w.found.Fetched
	for n < min(most, len(rest)) {
		size := w.x.costs(w.tenant, rest[n])
		if size > 0 && (left <= 0 || n > 0 && size > left) {
			break
		}
		left -= size
		n++
	}
	began := w.part.After
	if n == 0 && began != (search.Ref{}) && after(rest[0].To).Newer(began) <= 0 {
		return 1
	}
	return n
}

// misses tells whether nothing between two minutes is looked for: it is too new for this part, or out of the plan's
// bounds.
func (w *walk) misses(from, to int64) bool {
	begins, ends := search.Ref{Message: w.plan.From}, search.Ref{Message: w.plan.To}
	return w.part.After != (search.Ref{}) && from > minute(w.part.After) ||
		w.plan.From != "" && to < minute(begins) || w.plan.To != "" && from > minute(ends)
}

// fits tells whether a message is looked for, as far as its place tells.
func (w *walk) fits(ref search.Ref) bool {
	older := w.part.After == (search.Ref{}) || w.part.After.Newer(ref) < 0
	return older && (w.plan.From == "" || ref.Message >= w.plan.From) && (w.plan.To == "" || ref.Message < w.plan.To)
}

// open finds messages in segments.
func (w *walk) open(ctx context.Context, which []info) error {
	all, fetched, err := w.x.segments(ctx, w.tenant, which)
	w.opened, w.found.Fetched = true, w.found.Fetched+fetched
	if err != nil {
		return err
	}
	for _, s := range all {
		if s == nil {
			w.found.Damaged = true
			continue
		}
		if err := w.collect(s); err != nil {
			return err
		}
	}
	return nil
}

// collect adds the newest messages of a segment that match, a page of them and the others of the last one's minute: no
// more of them can be on this page, and the segment may be closed afterwards.
func (w *walk) collect(s *segment) error {
	docs, err := s.find(w.plan)
	if err != nil {
		return err
	}
	type candidate struct {
		doc    uint32
		minute int64
	}
	var all []candidate
	if err := s.minutes(docs, func(doc uint32, at int64) {
		if !w.misses(at, at) {
			all = append(all, candidate{doc, at})
		}
	}); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(b.minute, a.minute) })
	taken := map[search.Ref]bool{}
	for i, c := range all {
		if len(taken) >= w.part.Limit && c.minute < all[i-1].minute {
			break
		}
		ref, err := s.ref(c.doc)
		if err != nil {
			return err
		}
		if w.fits(ref) && !taken[ref] {
			taken[ref] = true
			w.waiting = append(w.waiting, ref)
		}
	}
	return nil
}

// take moves the messages that are newer than a minute to the found ones, each once, until there are enough.
func (w *walk) take(horizon int64) {
	slices.SortFunc(w.waiting, search.Ref.Newer)
	w.waiting = slices.Compact(w.waiting)
	for len(w.waiting) > 0 && minute(w.waiting[0]) > horizon {
		ref := w.waiting[0]
		w.waiting = w.waiting[1:]
		if w.found.Refs = append(w.found.Refs, ref); len(w.found.Refs) == w.part.Limit {
			w.found.Next = ref
			return
		}
	}
}
