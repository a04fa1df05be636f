package chat

import "context"

// maxID is the longest id of ours. A longer one finds nothing, so the store is not asked: it would refuse a key
// that is too long with an error of its own.
const maxID = 100

// App is the app of a webhook's path. Anybody may have written the path.
func (c *Courier) App(ctx context.Context, key string) (App, error) {
	if key == "" || len(key) > maxID {
		return App{}, ErrNotFound
	}
	return c.line.App(ctx, key)
}

// AppLately is App, at most SettingsLife old. A signature that it does not explain is judged by App.
func (c *Courier) AppLately(ctx context.Context, key string) (App, error) {
	return c.apps.get(key, c.Now(), func() (App, error) { return c.App(ctx, key) })
}

// NumberLately is NumberOf, at most SettingsLife old.
func (c *Courier) NumberLately(ctx context.Context, a App, id string) (Number, error) {
	return c.bound.get(a.Key+"/"+id, c.Now(), func() (Number, error) { return c.NumberOf(ctx, a, id) })
}

// NumberOf is a number of an app, of a webhook's path too.
func (c *Courier) NumberOf(ctx context.Context, a App, id string) (Number, error) {
	if id == "" || len(id) > maxID {
		return Number{}, ErrNotFound
	}
	return c.line.Number(ctx, a.Key, id)
}

// NumberOfAccount is one number of an app at an account of Meta's: it stands for all of them in news about the
// account.
func (c *Courier) NumberOfAccount(ctx context.Context, a App, waba string) (Number, error) {
	numbers, err := c.line.Numbers(ctx, a.Tenant)
	for _, n := range numbers {
		if n.App == a.Key && n.WABA == waba {
			return n, nil
		}
	}
	if err == nil {
		err = ErrNotFound
	}
	return Number{}, err
}

// FlowKeys is the private keys of a number's Flows, sealed, the newest first.
func (c *Courier) FlowKeys(ctx context.Context, n Number) ([][]byte, error) {
	return c.line.FlowKeys(ctx, n.Tenant, n.ID)
}
