package segments

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// held is an open segment that is kept for the next search.
type held struct {
	*segment
	path string
}

// room closes the segments that were least lately used, and not the ones with these paths, until there is room for so
// many bytes more.
func (x *Index) room(bytes int, needed []string) {
	for _, h := range x.held {
		bytes += h.Bytes
	}
	x.held = slices.DeleteFunc(x.held, func(h *held) bool {
		if bytes <= x.keep || slices.Contains(needed, h.path) {
			return false
		}
		bytes -= h.Bytes
		_ = h.Close() // its file has no name any more
		return true
	})
}

// segments opens segments side by side. One that is damaged is nil, and told to the operator. chat.ErrNotFound if one
// of them was replaced meanwhile.
func (x *Index) segments(
	ctx context.Context, tenant chat.TenantID, which []info,
) (all []*segment, fetched int, err error) {
	paths := make([]string, len(which))
	for i, s := range which {
		paths[i] = segmentPath(tenant, s.Name)
		fetched += x.costs(tenant, s)
	}
	x.room(fetched, paths)
	all = make([]*segment, len(which))
	opened := make([]*segment, len(which))
	var group errgroup.Group
	for i, s := range which {
		if all[i] = x.used(paths[i]); all[i] != nil {
			continue
		}
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
			x.held = append(x.held, &held{s, paths[i]})
		}
	}
	return all, fetched, err
}

// costs is how many bytes have to be fetched for a segment.
func (x *Index) costs(tenant chat.TenantID, s info) int {
	path := segmentPath(tenant, s.Name)
	if slices.ContainsFunc(x.held, func(h *held) bool { return h.path == path }) {
		return 0
	}
	return s.Bytes
}

// used is an open segment, which is then the one that was used last; nil if it is not open.
func (x *Index) used(path string) *segment {
	at := slices.IndexFunc(x.held, func(h *held) bool { return h.path == path })
	if at < 0 {
		return nil
	}
	h := x.held[at]
	x.held = append(slices.Delete(x.held, at, at+1), h)
	return h.segment
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
