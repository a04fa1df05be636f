package knowledge

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// firstWriting is the import of a tenant that is written first: the one that was begun first.
func firstWriting(all []Import) (first Import, is bool) {
	for _, i := range all {
		if i.State == Writing && (!is || i.before(first)) {
			first, is = i, true
		}
	}
	return first, is
}

// before tells which of two imports is written first.
func (i *Import) before(other Import) bool {
	if !i.Begun.Equal(other.Begun) {
		return i.Begun.Before(other.Begun)
	}
	return i.ID < other.ID
}

// revive wakes an import that nobody has in hand: its task may have been lost. One that goes on is left alone.
func revive(ctx context.Context, store Store, i Import, now time.Time) error {
	if i.Until.After(now) {
		return nil
	}
	return chat.Except(store.WakeImport(ctx, i), chat.ErrConflict)
}

// written tells whether an import that was begun is written, or was given up.
func (im *Importer) written(ctx context.Context, i Import) (bool, error) {
	i, err := im.store.Import(ctx, i.Tenant, i.ID)
	if err != nil || i.works() {
		return false, chat.Except(err, chat.ErrNotFound)
	}
	return true, nil
}
