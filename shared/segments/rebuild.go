package segments

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Rebuild implements search.Index. The old segments go when all new ones are in place; until then some messages are in
// two of them, which a search tells once. A manifest that cannot be read is begun anew.
func (x *Index) Rebuild(
	ctx context.Context, tenant chat.TenantID, each func(page func([]search.Ref) error) error,
) error {
	old, tag, err := x.read(ctx, tenant)
	if err != nil && tag == "" {
		return err
	}
	if err != nil { // it can be fetched, and is damaged
		if err = x.begin(ctx, tenant, tag); err != nil {
			return err
		}
		old = manifest{}
	}
	var waiting []search.Ref
	store := func() error {
		name := x.name() // before the messages are read: an erasure goes by it
		docs, err := x.log.Documents(ctx, tenant, waiting)
		if err != nil {
			return err
		}
		made, err := x.store(ctx, tenant, info{Name: name, Level: 1}, docs)
		if waiting = nil; err != nil || len(made) == 0 {
			return err
		}
		_, _, err = x.place(ctx, tenant, made, nil, func(*manifest) bool { return true })
		return err
	}
	err = each(func(refs []search.Ref) error {
		if waiting = append(waiting, refs...); len(waiting) < x.sizes.flush*x.sizes.merge {
			return nil
		}
		return store()
	})
	if err == nil {
		err = store()
	}
	if err != nil {
		return fmt.Errorf("segments: rebuild: %w", err)
	}
	return x.replaceAll(ctx, tenant, old)
}

// begin puts an empty manifest in the place of a damaged one.
func (x *Index) begin(ctx context.Context, tenant chat.TenantID, tag string) error {
	raw, err := json.Marshal(manifest{})
	if err != nil {
		return wrap(err)
	}
	return x.files.Swap(ctx, manifestPath(tenant), raw, tag)
}

// replaceAll takes out the segments that a rebuild has replaced.
func (x *Index) replaceAll(ctx context.Context, tenant chat.TenantID, old manifest) error {
	if _, _, err := x.place(ctx, tenant, nil, old.Segments, func(m *manifest) bool {
		m.Lost = max(m.Lost-old.Lost, 0)
		return true
	}); err != nil {
		return err
	}
	return x.orphans(ctx, tenant)
}
