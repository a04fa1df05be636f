package chat

import "context"

// maxID is the longest id that anything of ours has. A longer one finds nothing, and is not
// asked for: a store refuses keys that are too long in words of its own.
const maxID = 100

// App is the app of a webhook's path, which anybody may have written.
func (c *Courier) App(ctx context.Context, key string) (App, error) {
	if key == "" || len(key) > maxID {
		return App{}, ErrNotFound
	}
	return c.line.App(ctx, key)
}

// NumberOf is a number of an app, of a webhook's path too.
func (c *Courier) NumberOf(ctx context.Context, a App, id string) (Number, error) {
	if id == "" || len(id) > maxID {
		return Number{}, ErrNotFound
	}
	return c.line.Number(ctx, a.Key, id)
}

// NumberOfAccount is a number of an app at an account of Meta's, which stands for all of them where
// Meta tells about the account.
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
