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

// turn is ErrWrites while another import of the tenant is to be written first, or is being written. An import is
// planned on the writes of those before it: two at once would write the same entry twice, and pass the bound together.
func (im *Importer) turn(ctx context.Context, i Import) error {
	all, err := im.store.Imports(ctx, i.Tenant)
	if err != nil {
		return err
	}
	if first, is := firstWriting(all); is && first.ID != i.ID {
		if err := revive(ctx, im.store, first, im.now()); err != nil {
			return err
		}
		return ErrWrites
	}
	for _, other := range all {
		if other.ID != i.ID && other.State == Writing && other.Until.After(im.now()) {
			return ErrWrites
		}
	}
	return nil
}

// written tells whether an import that was begun is written, or was given up. Then the next one is.
func (im *Importer) written(ctx context.Context, i Import) (bool, error) {
	i, err := im.store.Import(ctx, i.Tenant, i.ID)
	if err != nil || i.works() {
		return false, chat.Except(err, chat.ErrNotFound)
	}
	all, err := im.store.Imports(ctx, i.Tenant)
	if next, is := firstWriting(all); err == nil && is {
		err = revive(ctx, im.store, next, im.now())
	}
	return true, err
}
