package host

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
)

// The company that the tests look at: a fast and a slow bot on the website, and one on
// WhatsApp.
const (
	Tenant                      = chat.TenantID("t_kettle")
	FastBot, SlowBot, PhoneBot  = chat.BotID("b_fast"), chat.BotID("b_slow"), chat.BotID("b_phone")
	ModelBot                    = chat.BotID("b_model") // has the script of the fast one, and a language model
	FastSite, SlowSite, MetaApp = "site-fast", "site-slow", "app-kettle"
	ModelSite                   = "site-model"
	Origin, MetaNumber          = "https://kettle.test", "100"
	appSecret, verifyToken      = "app-secret", "verify-token"
)

//go:embed script.json
var script json.RawMessage

// Ana is the agent of the tests.
var Ana = chat.Agent{Tenant: Tenant, ID: "a_ana", Name: "Ana", Role: chat.RoleAgent}

// employ takes the agents of the tests and stories into the team: the conversations of others are the team's again.
func (h *Host) employ(ctx context.Context) error {
	return h.Store.UpdateRoster(ctx, Tenant, func(r *chat.Roster) error {
		for _, a := range []chat.Agent{Ana, storyAgent} {
			if r.Find(a.ID) == nil {
				r.Members = append(r.Members, chat.Member{ID: a.ID, Name: a.Name, Email: a.Name + "@kettle.test", Role: a.Role})
			}
		}
		return nil
	})
}

// Furnish makes the company.
func (h *Host) Furnish(ctx context.Context) error {
	office := &setup.Provisioner{Store: h.Store, Sealer: h.Sealer()}
	if _, err := office.Tenant(ctx, Tenant, "Kettle & Co."); err != nil {
		return err
	}
	t, err := h.Store.Tenant(ctx, Tenant)
	if err != nil {
		return err
	}
	t.Mailbox = "team@kettle.test"
	if err := h.Store.PutTenant(ctx, t); err != nil {
		return err
	}
	if err := h.employ(ctx); err != nil {
		return err
	}
	// The retention run is put off: only the tests that want it make it due.
	walk, err := h.Store.Job(ctx, lifecycle.JobKey{Tenant: Tenant, ID: "retention"})
	if err != nil {
		return err
	}
	walk.Due = time.Now().Add(24 * time.Hour)
	if err := h.Store.PutJob(ctx, walk); err != nil {
		return err
	}
	for _, id := range []chat.BotID{FastBot, PhoneBot} {
		if err := office.Bot(ctx, chat.Bot{Tenant: Tenant, ID: id, Name: "Kettle"},
			chat.Script{Version: 1, At: time.Now(), Text: script}); err != nil {
			return err
		}
	}
	if _, err := office.WebhookBot(ctx, chat.Bot{Tenant: Tenant, ID: SlowBot, Name: "Slow"},
		h.Address()+"/bot"); err != nil {
		return err
	}
	if err := h.withModel(ctx, office); err != nil {
		return err
	}
	for site, bot := range map[string]chat.BotID{FastSite: FastBot, SlowSite: SlowBot, ModelSite: ModelBot} {
		made, err := h.withLogin(ctx, chat.Site{
			Key: site, Tenant: Tenant, Bot: bot, Name: "kettle.test", Origins: []string{Origin},
		})
		if err != nil {
			return err
		}
		if err := h.Store.PutSite(ctx, made); err != nil {
			return err
		}
	}
	number := chat.Number{
		App: MetaApp, ID: MetaNumber, WABA: Kettle.WABA, Display: Kettle.Display, Tenant: Tenant,
		Bot: PhoneBot,
	}
	return office.WhatsApp(ctx, number, appSecret, verifyToken, Kettle.Token)
}

// withModel makes the bot that asks a model.
func (h *Host) withModel(ctx context.Context, office *setup.Provisioner) error {
	return office.Bot(ctx, chat.Bot{
		Tenant: Tenant, ID: ModelBot, Name: "Kettle", Model: &chat.BotModel{
			ID: Model, Free: true, Powers: []string{chat.ModelHandsOver}, VisitorTokens: 100_000, DayCents: 1000,
		},
	}, chat.Script{Version: 1, At: time.Now(), Text: script})
}

// ForModel is a question of which the words alone are not sure.
const ForModel = "What does shipping cost for presents to my parents?"

// Sealer encrypts the company's secrets, as the commands that set up tenants do.
func (h *Host) Sealer() *seal.Sealer {
	at := h.Address() + "/setup"
	return seal.New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &at,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, "seal")
}

// Key is the company's secret key, decrypted.
func (h *Host) Key(ctx context.Context) (privacy.Key, error) {
	t, err := h.Store.Tenant(ctx, Tenant)
	if err != nil {
		return nil, err
	}
	return h.Sealer().TenantKey(ctx, t)
}

// Object is JSON in the making.
type Object = map[string]any

// Connect runs $connect of a visitor's socket and returns its status.
func (h *Host) Connect(
	ctx context.Context, conn string, query map[string]string, headers map[string]string) (int, error,
) {
	all := map[string]string{
		"Origin": Origin, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
		"CloudFront-Viewer-Address": "203.0.113.77:4711", "CloudFront-Viewer-Country": "NG",
		"CloudFront-Viewer-City": "Lagos", "Accept-Language": "en-NG,en;q=0.9,yo;q=0.8",
	}
	for name, value := range headers {
		all[name] = value
	}
	var answer events.APIGatewayProxyResponse
	event := events.APIGatewayWebsocketProxyRequest{Headers: all, QueryStringParameters: query}
	event.RequestContext.ConnectionID = conn
	err := h.Invoke(ctx, "widget-connect", event, &answer)
	if err == nil && answer.StatusCode == http.StatusOK {
		h.opens(conn)
	}
	return answer.StatusCode, err
}

// Frame delivers a frame of a socket to its function: widget-message or agent-message.
func (h *Host) Frame(ctx context.Context, function, conn string, raw []byte) error {
	event := events.APIGatewayWebsocketProxyRequest{Body: string(raw)}
	event.RequestContext.ConnectionID = conn
	return h.Invoke(ctx, function, event, nil)
}

// Disconnect runs $disconnect and closes the socket.
func (h *Host) Disconnect(ctx context.Context, conn string) error {
	h.closes(conn)
	event := events.APIGatewayWebsocketProxyRequest{}
	event.RequestContext.ConnectionID = conn
	return h.Invoke(ctx, "widget-disconnect", event, nil)
}

// Call runs an operation of the admin API as an agent.
func (h *Host) Call(ctx context.Context, a chat.Agent, method, path string, body, out any) (int, error) {
	event := call(method, path)
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{
			Claims: map[string]string{
				"token_use": "id", "custom:tenant": string(a.Tenant), "cognito:groups": "[" + string(a.Role) + "]",
				"sub":  string(a.ID),
				"name": a.Name, "iat": fmt.Sprint(time.Now().Unix()), "exp": fmt.Sprint(time.Now().Add(time.Hour).Unix()),
			},
		},
	}
	return h.call(ctx, event, body, out)
}

// CallAsGuest runs an operation as a signed-in person without a team.
func (h *Host) CallAsGuest(
	ctx context.Context, id chat.AgentID, email, method, path string, body, out any) (int, error,
) {
	event := call(method, path)
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{
			Claims: map[string]string{
				"token_use": "id", "sub": string(id), "email": email, "email_verified": "true",
				"iat": fmt.Sprint(time.Now().Unix()), "exp": fmt.Sprint(time.Now().Add(time.Hour).Unix()),
			},
		},
	}
	return h.call(ctx, event, body, out)
}

// CallWithKey runs an operation as a tenant's server does.
func (h *Host) CallWithKey(ctx context.Context, key, method, path string, body, out any) (int, error) {
	event := call(method, path)
	event.Headers["authorization"] = "Bearer " + key
	return h.call(ctx, event, body, out)
}

func call(method, path string) events.APIGatewayV2HTTPRequest {
	address, query, _ := strings.Cut(path, "?")
	event := events.APIGatewayV2HTTPRequest{RawPath: address, RawQueryString: query, Headers: map[string]string{
		"origin": "https://admin.test", edge.Viewer: "203.0.113.9",
	}}
	event.RequestContext.HTTP.Method, event.RequestContext.HTTP.Path = method, address
	event.RequestContext.RequestID = newID()
	return event
}

func (h *Host) call(ctx context.Context, event events.APIGatewayV2HTTPRequest, body, out any) (int, error) {
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		event.Body = string(raw)
	}
	var answer events.APIGatewayV2HTTPResponse
	if err := h.Invoke(ctx, functionOf(event.RequestContext.HTTP.Method, event.RawPath), event, &answer); err != nil {
		return 0, err
	}
	if text, ok := out.(*string); ok {
		*text = answer.Body
	} else if out != nil && answer.Body != "" {
		return answer.StatusCode, json.Unmarshal([]byte(answer.Body), out)
	}
	return answer.StatusCode, nil
}

// functionOf is the function that serves an address, as API Gateway would route it.
func functionOf(method, path string) string {
	// The path is decoded already.
	_, pattern := operations().Handler(&http.Request{Method: method, URL: &url.URL{Path: path}})
	if tag := schema.Operations()[pattern].Tag; tag != "server" {
		return "admin-" + tag
	}
	return "server-api"
}

// operations finds the pattern of an operation.
var operations = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern := range schema.Operations() {
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	return mux
})
