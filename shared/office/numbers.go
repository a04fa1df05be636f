package office

import (
	"context"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// NewAppKey makes the part of a webhook's path that says whose app it is.
func (o *Office) NewAppKey() string { return strings.ToLower(o.desk.NewID(o.desk.Now())) }

// BindNumber binds a number with an app of its own. Whether the tenant controls it, the
// caller has asked Meta.
func (o *Office) BindNumber(ctx context.Context, app chat.App, n chat.Number) (chat.Number, error) {
	if err := o.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	if err := o.store.PutApp(ctx, app); err != nil {
		return n, err
	}
	err := o.store.PutNumber(ctx, n)
	if errors.Is(err, chat.ErrExists) || errors.Is(err, chat.ErrConflict) {
		err = chat.Errorf(chat.Conflict, "number_taken", "This number is bound already. Unbind it where it is, and try again.")
	}
	n.Version++
	return n, err
}

func (o *Office) checkBot(ctx context.Context, tenant chat.TenantID, id chat.BotID) error {
	_, err := o.store.Bot(ctx, tenant, id)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.Errorf(chat.Invalid, "unknown_bot", "Choose one of your bots.")
	}
	return err
}

// ChangeNumber saves a number, and its app if a secret of the app has changed.
func (o *Office) ChangeNumber(ctx context.Context, n chat.Number, version int64, changeApp func(*chat.App)) (chat.Number, error) {
	if err := o.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	n.Version = version
	if err := saved(o.store.PutNumber(ctx, n)); err != nil {
		return n, err
	}
	n.Version++
	if changeApp == nil {
		return n, nil
	}
	app, err := o.store.App(ctx, n.App)
	if err != nil {
		return n, err
	}
	changeApp(&app)
	return n, saved(o.store.PutApp(ctx, app))
}
