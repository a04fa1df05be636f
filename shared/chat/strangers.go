package chat

import "context"

// maxID is the longest id that anything of ours has. A longer one finds nothing, and is not
// asked for: a store refuses keys that are too long in words of its own.
const maxID = 100

// App is the app of a webhook's path, which anybody may have written.
func (d *Desk) App(ctx context.Context, key string) (App, error) {
	if key == "" || len(key) > maxID {
		return App{}, ErrNotFound
	}
	return d.Store.App(ctx, key)
}

// NumberOf is a number of an app, of a webhook's path too.
func (d *Desk) NumberOf(ctx context.Context, a App, id string) (Number, error) {
	if id == "" || len(id) > maxID {
		return Number{}, ErrNotFound
	}
	return d.Store.Number(ctx, a.Key, id)
}
