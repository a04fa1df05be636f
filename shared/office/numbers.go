package office

import (
	"context"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// NewNumber is a WhatsApp number that an owner connects, with the secrets of its app at Meta.
type NewNumber struct {
	ID, WABA, Display string
	Bot               chat.BotID
	Token             string // for Meta's Graph API
	AppSecret         string // signs Meta's webhooks
	VerifyToken       string // Meta sends it to verify the webhook's address
}

// ConnectNumber stores a number with an app of its own. The caller has already asked Meta whether
// the tenant controls it.
func (o *Office) ConnectNumber(ctx context.Context, a chat.Agent, in NewNumber) (chat.Number, error) {
	app := chat.App{Key: strings.ToLower(o.desk.NewID(o.desk.Now())), Tenant: a.Tenant}
	n := chat.Number{App: app.Key, ID: in.ID, WABA: in.WABA, Display: in.Display, Tenant: a.Tenant, Bot: in.Bot}
	if err := o.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	err := o.seal(ctx, &n, &app, NumberChange{Token: &in.Token, AppSecret: &in.AppSecret, VerifyToken: &in.VerifyToken})
	if err != nil {
		return n, err
	}
	if err := o.store.PutApp(ctx, app); err != nil {
		return n, err
	}
	err = o.store.PutNumber(ctx, n)
	if errors.Is(err, chat.ErrExists) || errors.Is(err, chat.ErrConflict) {
		err = chat.Errorf(chat.Conflict, "number_taken", "This number is already connected. Disconnect it there first.")
	}
	n.Version++
	return n, o.desk.Audited(ctx, a, err, "number.bound", n.ID, n.Display)
}

func (o *Office) checkBot(ctx context.Context, tenant chat.TenantID, id chat.BotID) error {
	_, err := o.store.Bot(ctx, tenant, id)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.Errorf(chat.Invalid, "unknown_bot", "Choose one of your bots.")
	}
	return err
}

// NumberChange is an owner's change of a number. A nil field stays as it is.
type NumberChange struct {
	Version                       int64
	Bot                           *chat.BotID
	Token, AppSecret, VerifyToken *string
}

// secrets lists the names of the changed secrets, never their values.
func (c *NumberChange) secrets() string {
	names := []string{}
	add := func(name string, given *string) {
		if given != nil {
			names = append(names, name)
		}
	}
	add("token", c.Token)
	add("app secret", c.AppSecret)
	add("verify token", c.VerifyToken)
	return strings.Join(names, ", ")
}

// seal seals new secrets in the place of the old ones. A replaced app secret stays valid until the
// next change, because Meta does not switch at once.
func (o *Office) seal(ctx context.Context, n *chat.Number, app *chat.App, c NumberChange) error {
	var err error
	put := func(to *[]byte, purpose, row string, plain *string) {
		if plain != nil && err == nil {
			*to, err = o.Sealer.Seal(ctx, n.Tenant, purpose, row, []byte(*plain))
		}
	}
	put(&n.Token, chat.GraphToken, n.ID, c.Token)
	before := app.Secret
	put(&app.Secret, chat.AppSecret, n.App, c.AppSecret)
	if c.AppSecret != nil {
		app.Previous = before
	}
	put(&app.Verify, chat.VerifyToken, n.App, c.VerifyToken)
	return err
}

// ChangeNumber saves a number, and its app if a secret of the app has changed. The caller has
// already asked Meta whether a new token controls the number.
func (o *Office) ChangeNumber(ctx context.Context, a chat.Agent, id string, c NumberChange) (chat.Number, error) {
	n, err := o.store.NumberByID(ctx, a.Tenant, id)
	if err != nil {
		return n, err
	}
	if c.Bot != nil {
		n.Bot = *c.Bot
	}
	if c.Token != nil {
		n.Stopped = nil // the new token was just tested
	}
	if err := o.checkBot(ctx, n.Tenant, n.Bot); err != nil {
		return n, err
	}
	app, ofApp := chat.App{}, c.AppSecret != nil || c.VerifyToken != nil
	if ofApp {
		if app, err = o.store.App(ctx, n.App); err != nil {
			return n, err
		}
	}
	if err := o.seal(ctx, &n, &app, c); err != nil {
		return n, err
	}
	n.Version = c.Version
	if err := saved(o.store.PutNumber(ctx, n)); err != nil {
		return n, err
	}
	n.Version++
	if ofApp {
		err = saved(o.store.PutApp(ctx, app))
	}
	return n, o.desk.Audited(ctx, a, err, "number.changed", n.ID, c.secrets())
}

// Numbers lists the tenant's numbers.
func (o *Office) Numbers(ctx context.Context, a chat.Agent) ([]chat.Number, error) {
	return o.store.Numbers(ctx, a.Tenant)
}

// Number returns one of the tenant's numbers.
func (o *Office) Number(ctx context.Context, a chat.Agent, id string) (chat.Number, error) {
	return o.store.NumberByID(ctx, a.Tenant, id)
}

// Restart lets a stopped number send again, after a successful check.
func (o *Office) Restart(ctx context.Context, n chat.Number) error {
	if n.Stopped == nil {
		return nil
	}
	n.Stopped = nil
	return saved(o.store.PutNumber(ctx, n))
}

// DisconnectNumber ends a number's messages in both directions.
func (o *Office) DisconnectNumber(ctx context.Context, a chat.Agent, id string) error {
	n, err := o.store.NumberByID(ctx, a.Tenant, id)
	if err == nil {
		err = o.store.DropNumber(ctx, n)
	}
	return o.desk.Audited(ctx, a, err, "number.unbound", n.ID, n.Display)
}
