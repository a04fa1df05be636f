package segments

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// orphaned is longer than any writer runs: a segment that is older and that no manifest names is of one that died. It
// is also less than the pause between the two passes of an erasure, so that the second finds what was read before the
// first.
const orphaned = 65 * time.Second

// Forget implements search.Index. It rewrites each segment that has words of these conversations; next is the name of
// the last one that was looked at, and those that are made meanwhile have greater names.
func (x *Index) Forget(
	ctx context.Context, tenant chat.TenantID, gone []chat.ConversationID, from string,
) (n int, next string, err error) {
	for next = from; ; {
		m, _, err := x.read(ctx, tenant)
		if err != nil {
			return n, next, err
		}
		i, more := m.after(next)
		if !more {
			break
		}
		dropped, err := x.without(ctx, tenant, i, func(s *segment) (*roaring.Bitmap, error) { return s.of(gone) })
		if err != nil && !errors.Is(err, chat.ErrNotFound) { // merged meanwhile: what it had is looked at again
			return n, next, err
		}
		n, next = n+dropped, i.Name
	}
	if err := x.lose(ctx, tenant, func(r search.Ref) bool { return slices.Contains(gone, r.Conversation) }); err != nil {
		return n, next, err
	}
	return n, "", nil
}

// lose takes messages out of those that are in no segment, and deletes the segments that nobody knows. It changes the
// manifest in any case, so that a writer which asked the log before asks it again.
func (x *Index) lose(ctx context.Context, tenant chat.TenantID, which func(search.Ref) bool) error {
	_, err := x.change(ctx, tenant, func(m *manifest) bool {
		m.Fresh = slices.DeleteFunc(m.Fresh, which)
		m.Losses++
		return true
	})
	if err != nil {
		return err
	}
	return x.orphans(ctx, tenant)
}

// after is the segment with the next name.
func (m *manifest) after(name string) (next info, more bool) {
	for _, s := range m.Segments {
		if s.Name > name && (!more || s.Name < next.Name) {
			next, more = s, true
		}
	}
	return next, more
}

// without rewrites a segment without some of its documents, if it has any of them. A damaged one goes: nobody can tell
// what it has.
func (x *Index) without(
	ctx context.Context, tenant chat.TenantID, i info, which func(*segment) (*roaring.Bitmap, error),
) (int, error) {
	name := x.name()
	s, err := x.fetch(ctx, tenant, i)
	if err != nil {
		return 0, err
	}
	if s == nil {
		_, err = x.lost(ctx, tenant, i)
		return i.Docs, err
	}
	defer s.Close()
	drops, err := which(s)
	if err != nil || drops.IsEmpty() {
		return 0, err
	}
	to := info{Name: name, Level: i.Level}
	_, err = x.rewrite(ctx, tenant, to, []*segment{s}, []*roaring.Bitmap{drops})
	return int(drops.GetCardinality()), err
}

// lost takes a damaged segment out. Searches tell from then on that some messages may be missing.
func (x *Index) lost(ctx context.Context, tenant chat.TenantID, i info) (manifest, error) {
	m, _, err := x.place(ctx, tenant, nil, []info{i}, func(m *manifest) bool {
		there := m.has(i)
		if there {
			m.Lost++
		}
		return there
	})
	return m, err
}

// orphans deletes the segments of writers that died before a manifest named them.
func (x *Index) orphans(ctx context.Context, tenant chat.TenantID) error {
	paths, err := x.files.List(ctx, segmentPath(tenant, ""))
	if err != nil {
		return err
	}
	m, _, err := x.read(ctx, tenant) // after the list: a segment is stored before it is named
	if err != nil {
		return err
	}
	var lost []string
	for _, path := range paths {
		name := strings.TrimPrefix(path, segmentPath(tenant, ""))
		if at, err := chat.TimeOf(name); !m.has(info{Name: name}) && (err != nil || x.now().Sub(at) > orphaned) {
			lost = append(lost, path)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return x.files.Drop(ctx, lost...)
}

// Expire implements search.Index, to the minute.
func (x *Index) Expire(ctx context.Context, tenant chat.TenantID, before time.Time) (int, error) {
	due, n := before.Unix()/60, 0
	m, _, err := x.read(ctx, tenant)
	if err != nil {
		return 0, err
	}
	for _, i := range m.Segments {
		if i.From >= due {
			continue
		}
		dropped, err := x.without(ctx, tenant, i, func(s *segment) (*roaring.Bitmap, error) { return s.before(due) })
		if chat.Except(err, chat.ErrNotFound) != nil { // merged meanwhile: the next day comes back to it
			return n, err
		}
		n += dropped
	}
	return n, x.lose(ctx, tenant, func(r search.Ref) bool { return minute(r) < due })
}

// before returns the documents of messages before a minute.
func (s *segment) before(due int64) (*roaring.Bitmap, error) {
	all, old := roaring.New(), roaring.New()
	all.AddRange(0, s.Count())
	err := s.minutes(all, func(doc uint32, at int64) {
		if at < due {
			old.Add(doc)
		}
	})
	return old, err
}
