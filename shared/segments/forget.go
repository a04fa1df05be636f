package segments

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/botifire/livechat/shared/chat"
)

// Forget implements search.Index. It rewrites each segment that has words of these conversations; next is the number of
// the last one that was looked at, and those that are named meanwhile have greater numbers. It ends with a change of
// the manifest on which there are no such. Writers that read the words before find by this change that they must not
// name the segments that they made: the messages wait no more, the parts of a merge are others, or there were losses.
func (x *Index) Forget(
	ctx context.Context, tenant chat.TenantID, gone []chat.ConversationID, from string,
) (n int, next string, err error) {
	at, _ := strconv.ParseInt(from, 10, 64) // "" is the beginning
	of := func(s *segment) (*roaring.Bitmap, error) { return s.of(gone) }
	for over := false; !over; {
		dropped, last, err := x.each(ctx, tenant, at, of)
		n, at = n+dropped, last
		if err == nil {
			over, err = x.lose(ctx, tenant, at, func(f fresh) bool { return slices.Contains(gone, f.Conversation) })
		}
		if err != nil {
			return n, strconv.FormatInt(at, 10), err
		}
	}
	if err := x.orphans(ctx, tenant, of); err != nil {
		return n, strconv.FormatInt(at, 10), err
	}
	return n, "", nil
}

// each takes some documents out of the segments after a number, and returns the number of the last one.
func (x *Index) each(
	ctx context.Context, tenant chat.TenantID, at int64, which func(*segment) (*roaring.Bitmap, error),
) (n int, last int64, err error) {
	for {
		m, _, err := x.read(ctx, tenant)
		if err != nil {
			return n, at, err
		}
		i, more := m.following(at)
		if !more {
			return n, at, nil
		}
		dropped, err := x.without(ctx, tenant, i, which)
		if err != nil && !errors.Is(err, chat.ErrNotFound) { // merged meanwhile: its contents are looked at again
			return n, at, err
		}
		n, at = n+dropped, i.Number
	}
}

// lose takes messages out of those that are in no segment, if no segments came after a number. It changes the manifest
// in any case, so that a writer which asked the log before asks it again.
func (x *Index) lose(
	ctx context.Context, tenant chat.TenantID, at int64, which func(fresh) bool,
) (over bool, err error) {
	_, err = x.change(ctx, tenant, func(m *manifest) bool {
		_, more := m.following(at)
		if over = !more; over {
			m.Fresh = slices.DeleteFunc(m.Fresh, which)
			m.Losses++
		}
		return over
	})
	return over, err
}

// without rewrites a segment without some of its documents, if it has any of them. A damaged one goes: nobody can read
// its documents.
func (x *Index) without(
	ctx context.Context, tenant chat.TenantID, i info, which func(*segment) (*roaring.Bitmap, error),
) (int, error) {
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
	_, err = x.rewrite(ctx, tenant, i.Level, []*segment{s}, []*roaring.Bitmap{drops})
	return int(drops.GetCardinality()), err
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
	if _, err := x.lose(ctx, tenant, math.MaxInt64, func(f fresh) bool { return minute(f.Ref) < due }); err != nil {
		return n, err
	}
	return n, x.orphans(ctx, tenant, nil)
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
