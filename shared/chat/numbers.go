package chat

import (
	"context"
	"errors"
	"strings"
)

// NewAppKey makes the part of a webhook's path that says whose app it is.
func (d *Desk) NewAppKey() string { return strings.ToLower(d.NewID(d.Now())) }

// BindNumber binds a number with an app of its own. Whether the tenant controls it, the
// caller has asked Meta.
func (d *Desk) BindNumber(ctx context.Context, app App, n Number) (Number, error) {
	if err := d.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	if err := d.Store.PutApp(ctx, app); err != nil {
		return n, err
	}
	err := d.Store.PutNumber(ctx, n)
	if errors.Is(err, ErrExists) || errors.Is(err, ErrConflict) {
		err = Errorf(Conflict, "number_taken", "This number is bound already. Unbind it where it is, and try again.")
	}
	n.Version++
	return n, err
}

func (d *Desk) checkBot(ctx context.Context, tenant TenantID, id BotID) error {
	_, err := d.Store.Bot(ctx, tenant, id)
	if errors.Is(err, ErrNotFound) {
		return Errorf(Invalid, "unknown_bot", "Choose one of your bots.")
	}
	return err
}

// ChangeNumber saves a number, and its app if a secret of the app has changed.
func (d *Desk) ChangeNumber(ctx context.Context, n Number, version int64, changeApp func(*App)) (Number, error) {
	if err := d.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	n.Version = version
	if err := saved(d.Store.PutNumber(ctx, n)); err != nil {
		return n, err
	}
	n.Version++
	if changeApp == nil {
		return n, nil
	}
	app, err := d.Store.App(ctx, n.App)
	if err != nil {
		return n, err
	}
	changeApp(&app)
	return n, saved(d.Store.PutApp(ctx, app))
}
