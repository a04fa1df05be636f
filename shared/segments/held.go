package segments

import (
	"context"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// held is an open segment that is kept for the next search.
type held struct {
	*segment
	path string
}

// trim closes the segments that were opened first, until there is room for what one search may fetch.
func (x *Index) trim() {
	sum := 0
	for _, h := range x.held {
		sum += h.Bytes
	}
	for len(x.held) > 0 && sum > x.keep {
		sum -= x.held[0].Bytes
		_ = x.held[0].Close() // its file has no name any more
		x.held = x.held[1:]
	}
}

// segments opens segments side by side. One that is damaged is nil, and told to the operator. chat.ErrNotFound if one
// of them was replaced meanwhile.
func (x *Index) segments(
	ctx context.Context, tenant chat.TenantID, which []info,
) (all []*segment, fetched int, err error) {
	all = make([]*segment, len(which))
	opened := make([]*segment, len(which))
	var group errgroup.Group
	for i, s := range which {
		if all[i] = x.kept(segmentPath(tenant, s.Name)); all[i] != nil {
			continue
		}
		fetched += s.Bytes
		group.Go(func() error {
			got, err := x.fetch(ctx, tenant, s)
			opened[i] = got
			return err
		})
	}
	err = group.Wait()
	for i, s := range opened {
		if s != nil {
			all[i] = s
			x.held = append(x.held, &held{s, segmentPath(tenant, s.Name)})
		}
	}
	return all, fetched, err
}

func (x *Index) kept(path string) *segment {
	for _, h := range x.held {
		if h.path == path {
			return h.segment
		}
	}
	return nil
}

// fetch reads and opens a segment; nil if it is damaged: if its bytes are not those that were stored, or if it is gone
// and the manifest still names it. chat.ErrNotFound if another one took its place meanwhile.
func (x *Index) fetch(ctx context.Context, tenant chat.TenantID, i info) (*segment, error) {
	raw, _, err := x.files.Get(ctx, segmentPath(tenant, i.Name))
	if errors.Is(err, chat.ErrNotFound) {
		m, _, failed := x.read(ctx, tenant) // after it was missed: a name goes before its file
		if err = failed; err == nil && !m.has(i) {
			err = chat.ErrNotFound
		}
	}
	if err != nil {
		return nil, err
	}
	if hashOf(raw) != i.Hash {
		slog.ErrorContext(ctx, "parked", "segment", i.Name, "tenant", tenant, "bytes", len(raw),
			"error", "a segment of the search index is damaged or gone: make the index anew with scripts/rebuild -search")
		return nil, nil
	}
	return open(i, raw)
}
