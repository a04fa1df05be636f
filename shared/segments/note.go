package segments

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Note implements search.Index: it names messages in the manifest, from when on they are found. Then it makes a segment
// of the named ones once they are many, and merges segments once these are many. If that fails, the messages stay named
// and the next call does it: they must not be named again for it. Only when very many wait for a segment, no more are
// taken, and wait in their queue.
func (x *Index) Note(ctx context.Context, tenant chat.TenantID, refs []search.Ref) error {
	m, full, err := x.hear(ctx, tenant, refs)
	if err == nil && full {
		if _, err = x.flush(ctx, tenant, m); err == nil {
			m, full, err = x.hear(ctx, tenant, refs)
		}
	}
	if err == nil && full {
		err = errBusy
	}
	if err != nil {
		return err
	}
	waiting := len(m.Fresh)
	if waiting >= x.sizes.flush {
		m, err = x.flush(ctx, tenant, m)
	}
	if err == nil {
		_, err = x.tidy(ctx, tenant, m)
	}
	if err != nil {
		slog.ErrorContext(ctx, "no segment is made", "tenant", tenant, "waiting", waiting, "error", err.Error())
	}
	return nil
}

var errBusy = chat.Errorf(chat.Unavailable, "busy", "The service is busy. Try again.")

// hear names messages in the manifest, unless it is full. The log is asked between the look at the manifest and its
// change: an erasure that ends meanwhile changes it too, so that nothing is named of a person who is gone.
func (x *Index) hear(
	ctx context.Context, tenant chat.TenantID, refs []search.Ref,
) (m manifest, full bool, err error) {
	var failed error
	m, err = x.change(ctx, tenant, func(m *manifest) bool {
		var there []search.Ref
		if full = len(m.Fresh) >= x.sizes.full(); !full {
			there, failed = x.log.There(ctx, tenant, refs)
		}
		m.add(there)
		return len(there) > 0
	})
	return m, full, errors.Join(err, failed)
}

// flush makes a segment of the first messages that are in none. Another writer that does the same at this moment wins
// or loses as a whole, and so does one that read words of a person who was erased meanwhile.
func (x *Index) flush(ctx context.Context, tenant chat.TenantID, m manifest) (manifest, error) {
	some := m.Fresh[:min(len(m.Fresh), x.sizes.most())]
	refs := make([]search.Ref, len(some))
	for i, f := range some {
		refs[i] = f.Ref
	}
	docs, err := x.log.Documents(ctx, tenant, refs)
	if err != nil {
		return m, err
	}
	made, raw, err := build(docs)
	if err != nil {
		return m, err
	}
	m, _, err = x.place(ctx, tenant, made, raw, nil, func(m *manifest, made *info) bool {
		if !m.waits(some) {
			return false
		}
		m.settle(some)
		made.Age = m.Age
		return true
	})
	return m, err
}

// mergesAtOnce is how many merges one call does, and none in the last half minute of its time: the next call does more.
const (
	mergesAtOnce = 4
	mergeTime    = 30 * time.Second
)

// tidy merges segments while there are too many of them, and tells whether this call has no more to do. A damaged one
// is taken out, and the others are merged without it.
func (x *Index) tidy(ctx context.Context, tenant chat.TenantID, m manifest) (over bool, err error) {
	for range mergesAtOnce {
		which, level := x.sizes.due(m.Segments)
		if len(which) == 0 {
			return true, nil
		}
		if end, is := ctx.Deadline(); is && time.Until(end) < mergeTime {
			return true, nil
		}
		if m, err = x.join(ctx, tenant, which, level); err != nil {
			return false, chat.Except(err, chat.ErrNotFound) // somebody else merges them
		}
	}
	return false, nil
}

// join makes one segment of some, of a level. A single one only changes its level.
func (x *Index) join(
	ctx context.Context, tenant chat.TenantID, which []info, level int,
) (manifest, error) {
	if len(which) == 1 {
		return x.change(ctx, tenant, func(m *manifest) bool { return m.promote(which[0], level) })
	}
	var parts []*segment
	defer func() {
		for _, s := range parts {
			_ = s.Close()
		}
	}()
	for _, i := range which {
		s, err := x.fetch(ctx, tenant, i)
		if err != nil {
			return manifest{}, err
		}
		if s == nil {
			return x.lost(ctx, tenant, i)
		}
		parts = append(parts, s)
	}
	return x.rewrite(ctx, tenant, level, parts, make([]*roaring.Bitmap, len(parts)))
}

// rewrite puts one segment in the place of some, without the documents in drops, or none if nothing is left of them.
// chat.ErrNotFound if another writer was faster.
func (x *Index) rewrite(
	ctx context.Context, tenant chat.TenantID, level int, parts []*segment, drops []*roaring.Bitmap,
) (manifest, error) {
	var old []info
	for _, s := range parts {
		old = append(old, s.info)
	}
	made, raw, err := merge(parts, drops)
	if err != nil {
		return manifest{}, err
	}
	made.Level, made.Age = level, old[0].Age
	m, won, err := x.place(ctx, tenant, made, raw, old, func(m *manifest, _ *info) bool { return m.has(old...) })
	if err == nil && !won {
		err = chat.ErrNotFound
	}
	return m, err
}
