package segments

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Rebuild implements search.Index. The segments that it finds are of an earlier age, and go when all new ones are in
// place; until then some messages are in two of them, which a search tells once. All refs are kept at a time, some
// hundred bytes each: a search needs segments of messages that follow each other. A manifest that cannot be
// read is begun anew.
func (x *Index) Rebuild(
	ctx context.Context, tenant chat.TenantID, each func(page func([]search.Ref) error) error,
) error {
	began, err := x.begin(ctx, tenant)
	if err != nil {
		return err
	}
	var all []search.Ref
	err = each(func(refs []search.Ref) error {
		all = append(all, refs...)
		return nil
	})
	slices.SortFunc(all, func(a, b search.Ref) int { return b.Newer(a) })
	all = slices.Compact(all)
	for step := range slices.Chunk(all, x.sizes.flush*x.sizes.merge) {
		if err == nil {
			err = x.again(ctx, tenant, began.Age, step)
		}
	}
	if err != nil {
		return fmt.Errorf("segments: rebuild: %w", err)
	}
	return x.replaceAll(ctx, tenant, began)
}

// begin begins another age of an index. A manifest that can be fetched and not be read is damaged.
func (x *Index) begin(ctx context.Context, tenant chat.TenantID) (manifest, error) {
	_, tag, err := x.read(ctx, tenant)
	if err != nil && tag == "" {
		return manifest{}, err
	}
	if err != nil {
		raw, err := json.Marshal(manifest{})
		if err == nil {
			err = x.files.Swap(ctx, manifestPath(tenant), raw, tag)
		}
		if err != nil {
			return manifest{}, wrap(err)
		}
	}
	return x.change(ctx, tenant, func(m *manifest) bool { m.Age++; return true })
}

// again makes a segment of messages, and once more if some were erased while it was made.
func (x *Index) again(ctx context.Context, tenant chat.TenantID, age int, refs []search.Ref) error {
	for range changes {
		m, _, err := x.read(ctx, tenant)
		if err != nil {
			return err
		}
		losses := m.Losses
		docs, err := x.log.Documents(ctx, tenant, refs)
		if err != nil {
			return err
		}
		made, raw, err := build(docs)
		if err != nil {
			return err
		}
		made.Level, made.Age = 1, age
		m, won, err := x.place(ctx, tenant, made, raw, nil, func(m *manifest, _ *info) bool { return m.Losses == losses })
		for over := false; err == nil && won && !over; {
			over, err = x.tidy(ctx, tenant, m)
			if err == nil && !over {
				m, _, err = x.read(ctx, tenant)
			}
		}
		if err != nil || won {
			return err
		}
	}
	return errBusy
}

// replaceAll takes out the segments of earlier ages.
func (x *Index) replaceAll(ctx context.Context, tenant chat.TenantID, began manifest) error {
	var old []info
	m, err := x.change(ctx, tenant, func(m *manifest) bool {
		m.Segments = slices.DeleteFunc(m.Segments, func(s info) bool {
			if s.Age < began.Age {
				old = append(old, s)
			}
			return s.Age < began.Age
		})
		if m.Lost <= began.Age {
			m.Lost = 0
		}
		return true
	})
	if err != nil {
		return err
	}
	if err := x.clear(ctx, tenant, m, old); err != nil {
		return err
	}
	return x.orphans(ctx, tenant, nil)
}
