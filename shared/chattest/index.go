package chattest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Index is the twin of an index of messages: it knows which there are, and leaves their words to the log.
type Index struct {
	mu   sync.Mutex
	refs map[chat.TenantID][]search.Ref
}

var _ search.Index = (*Index)(nil)

// Note implements search.Index.
func (x *Index) Note(_ context.Context, t chat.TenantID, refs []search.Ref) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.refs == nil {
		x.refs = map[chat.TenantID][]search.Ref{}
	}
	all := append(x.refs[t], refs...)
	slices.SortFunc(all, search.Ref.Newer)
	x.refs[t] = slices.Compact(all)
	return nil
}

// Find implements search.Index.
func (x *Index) Find(
	_ context.Context, t chat.TenantID, _ search.Plan, part search.Part,
) (search.Found, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var found search.Found
	for _, r := range x.refs[t] {
		if part.After != (search.Ref{}) && part.After.Newer(r) >= 0 {
			continue
		}
		if found.Refs = append(found.Refs, r); len(found.Refs) == part.Limit {
			found.Next = r
			break
		}
	}
	return found, nil
}

func (x *Index) without(t chat.TenantID, gone func(search.Ref) bool) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	had := len(x.refs[t])
	if had == 0 {
		return 0
	}
	x.refs[t] = slices.DeleteFunc(x.refs[t], gone)
	return had - len(x.refs[t])
}

// Forget implements search.Index.
func (x *Index) Forget(
	_ context.Context, t chat.TenantID, gone []chat.ConversationID, _ string,
) (int, string, error) {
	n := x.without(t, func(r search.Ref) bool { return slices.Contains(gone, r.Conversation) })
	return n, "", nil
}

// Expire implements search.Index.
func (x *Index) Expire(_ context.Context, t chat.TenantID, before time.Time) (int, error) {
	return x.without(t, func(r search.Ref) bool { return r.At().Before(before) }), nil
}

// Rebuild implements search.Index.
func (x *Index) Rebuild(ctx context.Context, t chat.TenantID, each func(func([]search.Ref) error) error) error {
	x.without(t, func(search.Ref) bool { return true })
	return each(func(refs []search.Ref) error { return x.Note(ctx, t, refs) })
}
