package segments

import (
	"context"
	"errors"
	"log/slog"
	"slices"

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
		if _, err = x.flush(ctx, tenant, m.Fresh); err == nil {
			m, full, err = x.hear(ctx, tenant, refs)
		}
	}
	if err == nil && full {
		err = chat.Errorf(chat.Unavailable, "busy", "The service is busy. Try again.")
	}
	if err != nil {
		return err
	}
	waiting := len(m.Fresh)
	if waiting >= x.sizes.flush {
		m, err = x.flush(ctx, tenant, m.Fresh)
	}
	if err == nil {
		err = x.tidy(ctx, tenant, m)
	}
	if err != nil {
		slog.ErrorContext(ctx, "no segment is made", "tenant", tenant, "waiting", waiting, "error", err.Error())
	}
	return nil
}

// hear names messages in the manifest, unless it is full. The log is asked between the look at the manifest and its
// change: an erasure that ends meanwhile changes it too, so that nothing is named of a person who is gone.
func (x *Index) hear(
	ctx context.Context, tenant chat.TenantID, refs []search.Ref,
) (m manifest, full bool, err error) {
	var there []search.Ref
	var failed error
	m, err = x.change(ctx, tenant, func(m *manifest) bool {
		if full = len(m.Fresh) >= x.sizes.full(); full {
			return false
		}
		if there, failed = x.log.There(ctx, tenant, refs); failed != nil {
			return false
		}
		return m.add(there)
	})
	return m, full, errors.Join(err, failed)
}

// flush makes a segment of the first messages that are in none. Another writer that does the same at this moment wins or
// loses as a whole.
func (x *Index) flush(ctx context.Context, tenant chat.TenantID, fresh []search.Ref) (manifest, error) {
	fresh = fresh[:min(len(fresh), x.sizes.most())]
	name := x.name() // before the messages are read: an erasure goes by it
	docs, err := x.log.Documents(ctx, tenant, fresh)
	if err != nil {
		return manifest{}, err
	}
	made, err := x.store(ctx, tenant, info{Name: name}, docs)
	if err != nil {
		return manifest{}, err
	}
	m, _, err := x.place(ctx, tenant, made, nil, func(m *manifest) bool {
		if slices.ContainsFunc(fresh, func(r search.Ref) bool { return !slices.Contains(m.Fresh, r) }) {
			return false
		}
		m.settle(fresh)
		return true
	})
	return m, err
}

// place has the manifest name what was made in the place of old segments, if may says so of what other writers made of
// it. Where S3 did the change and its answer was lost, the next look finds it done. What the manifest then does not name
// is deleted: a name never comes back.
func (x *Index) place(
	ctx context.Context, tenant chat.TenantID, made, old []info, may func(*manifest) bool,
) (m manifest, won bool, err error) {
	m, err = x.change(ctx, tenant, func(m *manifest) bool {
		if won = len(made) > 0 && m.has(made...); won {
			return false
		}
		if won = may(m); won {
			m.replace(old, made...)
		}
		return won
	})
	if err != nil {
		return m, false, err
	}
	left := slices.DeleteFunc(slices.Concat(old, made), func(s info) bool { return m.has(s) })
	return m, won, x.drop(ctx, tenant, left...)
}

// store stores a segment of documents, of which no manifest knows yet. It is none if there are no documents.
func (x *Index) store(ctx context.Context, tenant chat.TenantID, made info, docs []search.Doc) ([]info, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	made, raw, err := build(made, docs)
	if err != nil {
		return nil, err
	}
	return []info{made}, x.files.Put(ctx, segmentPath(tenant, made.Name), raw)
}

func (x *Index) drop(ctx context.Context, tenant chat.TenantID, which ...info) error {
	paths := make([]string, len(which))
	for i, s := range which {
		paths[i] = segmentPath(tenant, s.Name)
	}
	return x.files.Drop(ctx, paths...)
}

// mergesAtOnce is how many merges one call does: it has a time limit, and the next call does more.
const mergesAtOnce = 4

// tidy merges segments while there are too many of them. A damaged one is taken out, and the others are merged without it.
func (x *Index) tidy(ctx context.Context, tenant chat.TenantID, m manifest) error {
	for range mergesAtOnce {
		which, level := x.sizes.due(m.Segments)
		if len(which) == 0 {
			return nil
		}
		var err error
		if m, err = x.join(ctx, tenant, which, level); err != nil {
			return chat.Except(err, chat.ErrNotFound) // somebody else merges them
		}
	}
	return nil
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
	name := x.name()
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
	return x.rewrite(ctx, tenant, info{Name: name, Level: level}, parts, make([]*roaring.Bitmap, len(parts)))
}

// rewrite puts one segment in the place of some, without the documents in drops, or none if nothing is left of them.
func (x *Index) rewrite(
	ctx context.Context, tenant chat.TenantID, to info, parts []*segment, drops []*roaring.Bitmap,
) (manifest, error) {
	var old, with []info
	for _, s := range parts {
		old = append(old, s.info)
	}
	made, raw, err := merge(to, parts, drops)
	if err != nil {
		return manifest{}, err
	}
	if made.Docs > 0 {
		with = []info{made}
		if err = x.files.Put(ctx, segmentPath(tenant, made.Name), raw); err != nil {
			return manifest{}, err
		}
	}
	m, won, err := x.place(ctx, tenant, with, old, func(m *manifest) bool { return m.has(old...) })
	if err == nil && !won {
		err = chat.ErrNotFound
	}
	return m, err
}
