// Package setup makes tenants: what `scripts/tenant` does for a customer, and
// `scripts/seed` for the demo.
package setup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/seal"
)

// Office sets up tenants in one deployed stack.
type Office struct {
	Store  chat.Directory
	Sealer *seal.Sealer
	Users  *cognitoidentityprovider.Client
	Pool   string
	Files  *s3.Client
	Web    string // the bucket of public files
}

// Site puts a site, and the file that its widget reads first.
func (o *Office) Site(ctx context.Context, site chat.Site) error {
	if err := o.Store.PutSite(ctx, site); err != nil {
		return err
	}
	raw, err := json.Marshal(site.File())
	if err != nil {
		return err
	}
	_, err = o.Files.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &o.Web, Key: aws.String("widget/sites/" + site.Key + ".json"), Body: bytes.NewReader(raw),
		ContentType: aws.String("application/json"), CacheControl: aws.String("public, max-age=60"),
	})
	if err != nil {
		return fmt.Errorf("setup: site file: %w", err)
	}
	return nil
}

// Tenant makes a tenant with a key of its own. One that exists keeps its key:
// everything derived from it would be lost with it.
func (o *Office) Tenant(ctx context.Context, id chat.TenantID, name string) (chat.Tenant, error) {
	if had, err := o.Store.Tenant(ctx, id); !errors.Is(err, chat.ErrNotFound) {
		return had, err
	}
	sealed, err := o.Sealer.Seal(ctx, id, seal.TenantKey, string(id), privacy.NewKey())
	if err != nil {
		return chat.Tenant{}, err
	}
	t := chat.Tenant{ID: id, Name: name, Sealed: sealed, Goals: []string{"Lead Captured", "Checkout"}}
	return t, o.Store.PutTenant(ctx, t)
}

// Bot makes a scripted bot, and checks its script first.
func (o *Office) Bot(ctx context.Context, b chat.Bot, script chat.Script) error {
	if _, err := bot.Parse(script.Text); err != nil {
		return err
	}
	script.Tenant, script.Bot = b.Tenant, b.ID
	if err := o.Store.PutScript(ctx, script); err != nil {
		return err
	}
	b.Kind, b.Script = chat.ScriptBot, script.Version
	return o.Store.PutBot(ctx, b)
}

// WebhookBot makes a bot that is the tenant's own, behind an address, and returns
// the secret that our calls to it are signed with. It is shown once.
func (o *Office) WebhookBot(ctx context.Context, b chat.Bot, endpoint string) (string, error) {
	secret := privacy.NewToken()
	var err error
	if b.Sealed, err = o.Sealer.Seal(ctx, b.Tenant, seal.BotSecret, string(b.ID), []byte(secret)); err != nil {
		return "", err
	}
	b.Kind, b.Endpoint = chat.WebhookBot, endpoint
	return secret, o.Store.PutBot(ctx, b)
}

// Member makes an account of a tenant's team with a role. With a password the
// account can be used at once; without, Cognito sends an invitation. The id of an
// account that exists comes back if it is the same tenant's.
func (o *Office) Member(ctx context.Context, tenant chat.TenantID, email, name string, role chat.Role, password string) (chat.AgentID, error) {
	in := &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &o.Pool, Username: &email,
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")},
			{Name: aws.String("name"), Value: &name}, {Name: aws.String("custom:tenant"), Value: aws.String(string(tenant))},
		},
	}
	if password != "" {
		in.MessageAction = types.MessageActionTypeSuppress
	}
	_, err := o.Users.AdminCreateUser(ctx, in)
	if _, exists := errors.AsType[*types.UsernameExistsException](err); err != nil && !exists {
		return "", fmt.Errorf("setup: account: %w", err)
	}
	user, err := o.Users.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &o.Pool, Username: &email})
	if err != nil {
		return "", fmt.Errorf("setup: account: %w", err)
	}
	id, theirs := "", ""
	for _, attribute := range user.UserAttributes {
		switch aws.ToString(attribute.Name) {
		case "sub":
			id = aws.ToString(attribute.Value)
		case "custom:tenant":
			theirs = aws.ToString(attribute.Value)
		}
	}
	if theirs != string(tenant) {
		return "", chat.Errorf(chat.Conflict, "email_taken", "This e-mail address has an account of another team.")
	}
	if password != "" {
		_, err = o.Users.AdminSetUserPassword(ctx, &cognitoidentityprovider.AdminSetUserPasswordInput{UserPoolId: &o.Pool, Username: &email, Password: &password, Permanent: true})
		if err != nil {
			return "", fmt.Errorf("setup: password: %w", err)
		}
	}
	_, err = o.Users.AdminAddUserToGroup(ctx, &cognitoidentityprovider.AdminAddUserToGroupInput{UserPoolId: &o.Pool, Username: &email, GroupName: aws.String(string(role))})
	if err != nil {
		return "", fmt.Errorf("setup: role: %w", err)
	}
	return chat.AgentID(id), nil
}

// WhatsApp binds a number of a Meta app to a bot.
func (o *Office) WhatsApp(ctx context.Context, n chat.Number, secret, verify, token string) error {
	app := chat.App{Key: n.App, Tenant: n.Tenant}
	var err error
	if app.Secret, err = o.Sealer.Seal(ctx, n.Tenant, seal.AppSecret, n.App, []byte(secret)); err != nil {
		return err
	}
	if app.Verify, err = o.Sealer.Seal(ctx, n.Tenant, seal.VerifyToken, n.App, []byte(verify)); err != nil {
		return err
	}
	if n.Token, err = o.Sealer.Seal(ctx, n.Tenant, seal.GraphToken, n.ID, []byte(token)); err != nil {
		return err
	}
	if err := o.Store.PutApp(ctx, app); err != nil {
		return err
	}
	return o.Store.PutNumber(ctx, n)
}

// starter is the script that a new bot begins with.
var starter = json.RawMessage(`{
  "greeting": {"say": ["Hello! How can I help?"]},
  "steps": {},
  "faq": [],
  "fallback": {"say": ["I do not know that yet. Shall I get a person?"], "handoverAfter": 2},
  "person": {"words": ["human", "person", "agent"], "say": ["I am getting a colleague. They will answer here."]}
}`)

// Starter is the script that a new bot begins with.
func Starter() json.RawMessage { return starter }
