package segments

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/botifire/livechat/shared/chat"
)

// A segment is named within the first of these times after it is stored, or its writer gives up. One that is older than
// the second and that no manifest names is of a writer that died.
const (
	placing  = 50 * time.Second
	orphaned = 65 * time.Second
)

// hashMark stands in the name of a segment before the hash of its bytes: zapx reads no damaged ones.
const hashMark = "-"

// place stores a segment that was made, if it has documents, and has the manifest name it in the place of old ones, if
// may allows it after a look at the manifest of other writers. Where S3 did the change and its answer was lost, the
// next look finds it done. Files that the manifest then does not name are deleted: a name never comes back.
func (x *Index) place(
	ctx context.Context, tenant chat.TenantID, made info, raw []byte, old []info, may func(*manifest, *info) bool,
) (m manifest, won bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, placing)
	defer cancel()
	var with []info
	if made.Docs > 0 {
		made.Name = x.name() + hashMark + made.Hash
		if err := x.files.Put(ctx, segmentPath(tenant, made.Name), raw); err != nil {
			return m, false, err
		}
		with = []info{made}
	}
	m, err = x.change(ctx, tenant, func(m *manifest) bool {
		if won = len(with) > 0 && m.has(made); won {
			return false
		}
		if won = may(m, &made); won {
			if len(with) > 0 {
				with[0] = made
			}
			m.replace(old, with...)
		}
		return won
	})
	if err != nil {
		return m, false, err
	}
	return m, won, x.clear(ctx, tenant, m, slices.Concat(old, with))
}

// clear deletes those of some segments that a manifest does not name.
func (x *Index) clear(ctx context.Context, tenant chat.TenantID, m manifest, which []info) error {
	var paths []string
	for _, s := range which {
		if !m.has(s) {
			paths = append(paths, segmentPath(tenant, s.Name))
		}
	}
	if len(paths) == 0 {
		return nil
	}
	return x.files.Drop(ctx, paths...)
}

// lost takes a damaged segment out. Searches tell from then on that some messages may be missing.
func (x *Index) lost(ctx context.Context, tenant chat.TenantID, i info) (manifest, error) {
	m, _, err := x.place(ctx, tenant, info{}, nil, []info{i}, func(m *manifest, _ *info) bool {
		there := m.has(i)
		if there {
			m.Lost = max(m.Lost, i.Age+1)
		}
		return there
	})
	return m, err
}

// orphans deletes the segments of writers that died before a manifest named them. Of those that may be named yet it
// deletes the ones that have a document of these: their writers will find their sources changed.
func (x *Index) orphans(
	ctx context.Context, tenant chat.TenantID, gone func(*segment) (*roaring.Bitmap, error),
) error {
	files, err := x.files.List(ctx, segmentPath(tenant, ""))
	if err != nil {
		return err
	}
	m, _, err := x.read(ctx, tenant) // after the list: a segment is stored before it is named
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, s := range m.Segments {
		named[segmentPath(tenant, s.Name)] = true
	}
	var lost []string
	for _, file := range files {
		if named[file.Path] {
			continue
		}
		goes := x.now().Sub(file.At) > orphaned
		if !goes && gone != nil {
			if goes, err = x.names(ctx, file.Path, gone); err != nil {
				return err
			}
		}
		if goes {
			lost = append(lost, file.Path)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return x.files.Drop(ctx, lost...)
}

// names tells whether a segment that no manifest names has some documents, or is damaged.
func (x *Index) names(
	ctx context.Context, path string, which func(*segment) (*roaring.Bitmap, error),
) (bool, error) {
	raw, _, err := x.files.Get(ctx, path)
	if err != nil {
		return false, chat.Except(err, chat.ErrNotFound)
	}
	if !strings.HasSuffix(path, hashMark+hashOf(raw)) {
		return true, nil
	}
	s, err := open(info{}, raw)
	if err != nil {
		return false, err
	}
	defer s.Close()
	docs, err := which(s)
	return err == nil && !docs.IsEmpty(), err
}
