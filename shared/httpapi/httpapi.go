// Package httpapi lets a net/http handler serve an API Gateway HTTP API, and does
// at its edge what every operation needs: proves the edge, finds the agent, checks
// the role, judges query and body, words errors.
package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/wire"
)

// maxBody is the largest body of an operation.
const maxBody = 256 * 1024

type signedIn struct {
	agent   chat.Agent
	email   string // "" unless it is proven
	issued  time.Time
	expires time.Time
}

// SignIns tells whether an agent's sign-in still counts, and gives the agent's name of now.
type SignIns interface {
	Known(ctx context.Context, a chat.Agent, signedIn time.Time) (chat.Agent, error)
}

// APIKeys finds the server that holds a key. Unproved if there is none.
type APIKeys interface {
	ByKey(ctx context.Context, key string) (chat.Agent, error)
}

type contextKey struct{}

// Caller is the agent who called, and when their sign-in expires.
func Caller(ctx context.Context) (chat.Agent, time.Time) {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.agent, s.expires
}

// Issued is when the caller's sign-in was.
func Issued(ctx context.Context) time.Time {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.issued
}

// Address is the e-mail address with which the caller signed in, "" if it is not proven.
func Address(ctx context.Context) string {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.email
}

type originKey struct{}

// Origin is the Origin header of the call.
func Origin(ctx context.Context) string {
	origin, _ := ctx.Value(originKey{}).(string)
	return origin
}

// Serve makes a Lambda function of a handler for agents who are signed in.
func Serve(guard edge.Guard, team SignIns, handler http.Handler) Function {
	return serve(guard, func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (signedIn, error) {
		in, err := caller(event)
		if err == nil {
			in.agent, err = team.Known(ctx, in.agent, in.issued)
		}
		return in, err
	}, handler)
}

// ServeKeys makes one for tenants' own servers, which prove themselves with an API key.
func ServeKeys(guard edge.Guard, keys APIKeys, handler http.Handler) Function {
	return serve(guard, func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (signedIn, error) {
		key, _ := strings.CutPrefix(event.Headers["authorization"], "Bearer ")
		agent, err := keys.ByKey(ctx, key)
		return signedIn{agent: agent}, err
	}, handler)
}

// Function is a Lambda function behind an HTTP API.
type Function = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

func serve(
	guard edge.Guard, who func(context.Context, events.APIGatewayV2HTTPRequest) (signedIn, error), handler http.Handler,
) Function {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		answer := &recorder{header: http.Header{}}
		if !guard.Passes(event.Headers[edge.Header]) {
			Fail(answer, chat.Errorf(chat.Forbidden, "not_from_edge", "Use the public address."))
			return response(answer), nil
		}
		caller, err := who(ctx, event)
		if err != nil {
			Fail(answer, err)
			return response(answer), nil
		}
		caller.agent.Network = privacy.Network(event.Headers[edge.Viewer])
		request, err := request(context.WithValue(ctx, contextKey{}, caller), event)
		if err != nil {
			Fail(answer, err)
			return response(answer), nil
		}
		handler.ServeHTTP(answer, request)
		return response(answer), nil
	}
}

func request(ctx context.Context, event events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body, err := edge.Body(event.Body, event.IsBase64Encoded)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_body", "The body could not be read.")
	}
	if len(body) > maxBody {
		return nil, chat.Errorf(chat.Invalid, "body_too_large", "A body has at most %s.", chat.Size(maxBody))
	}
	ctx = context.WithValue(ctx, originKey{}, event.Headers["origin"])
	address := url.URL{Path: event.RawPath, RawQuery: event.RawQueryString}
	if address.Path == "" {
		address.Path = event.RequestContext.HTTP.Path
	}
	r, err := http.NewRequestWithContext(ctx, event.RequestContext.HTTP.Method, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_input", "The request could not be read.")
	}
	return r, nil
}

// caller is the agent in a verified ID token. One with neither tenant nor role is a guest's,
// if its address is proven; one that has only one of both, or is of another kind, is refused.
func caller(event events.APIGatewayV2HTTPRequest) (signedIn, error) {
	refused := noAccess
	authorizer := event.RequestContext.Authorizer
	if authorizer == nil || authorizer.JWT == nil {
		return signedIn{}, refused
	}
	claims := authorizer.JWT.Claims
	tenant := claims["custom:tenant"]
	role := highest(claims["cognito:groups"])
	email := ""
	if claims["email_verified"] == "true" {
		email = claims["email"]
	}
	guest := tenant == "" && strings.Trim(claims["cognito:groups"], "[]") == "" && email != ""
	if guest {
		role = chat.RoleGuest
	}
	if claims["token_use"] != "id" || !guest && !isTenant(tenant) || role == "" || claims["sub"] == "" {
		return signedIn{}, refused
	}
	name := claims["name"]
	if name == "" {
		name, _, _ = strings.Cut(claims["email"], "@")
	}
	expires, err := strconv.ParseFloat(claims["exp"], 64)
	if err != nil {
		return signedIn{}, refused
	}
	issued, err := strconv.ParseFloat(claims["iat"], 64)
	if err != nil {
		return signedIn{}, refused
	}
	agent := chat.Agent{Tenant: chat.TenantID(tenant), ID: chat.AgentID(claims["sub"]), Name: name, Role: role}
	return signedIn{agent, email, time.Unix(int64(issued), 0), time.Unix(int64(expires), 0)}, nil
}

var noAccess = chat.Errorf(chat.Forbidden, "no_access", "This sign-in belongs to no team. Ask your owner.")

// isTenant tells whether a claim can be the name of a tenant, which is a part of keys.
func isTenant(claim string) bool {
	return strings.HasPrefix(claim, "t_") && len(claim) <= 40 && !strings.ContainsAny(claim, "#/ ")
}

// highest parses the groups claim, which API Gateway writes as "[a b]", and picks
// the highest role. Anything that is not exactly a role's name is none.
func highest(groups string) chat.Role {
	groups = strings.TrimSuffix(strings.TrimPrefix(groups, "["), "]")
	names := strings.FieldsFunc(groups, func(r rune) bool { return r == ' ' || r == ',' })
	for _, role := range chat.Roles {
		for _, name := range names {
			if strings.Trim(name, `"`) == string(role) {
				return role
			}
		}
	}
	return ""
}

// recorder keeps an answer until it can be given to API Gateway whole.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(raw []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(raw)
}

func response(answer *recorder) events.APIGatewayV2HTTPResponse {
	answer.WriteHeader(http.StatusOK)
	headers := map[string]string{"cache-control": "no-store"}
	edge.Safe(answer.header)
	for name := range answer.header {
		headers[strings.ToLower(name)] = answer.header.Get(name)
	}
	return events.APIGatewayV2HTTPResponse{StatusCode: answer.status, Headers: headers, Body: answer.body.String()}
}

// Check stands before every operation: role, query and body. It knows the
// operation by the pattern that matched.
func Check(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		op, known := schema.Operations()[r.Pattern]
		agent, _ := Caller(r.Context())
		if agent.Role == chat.RoleGuest && op.Role != chat.RoleGuest {
			Fail(w, noAccess)
			return
		}
		if !known || !agent.Role.Includes(op.Role) {
			Fail(w, chat.Errorf(chat.Forbidden, "role_needed", "This needs the role %s. Ask your owner.", op.Role))
			return
		}
		err := errors.Join(schema.CheckPath(r.Pattern, r.PathValue), schema.CheckRawQuery(r.Pattern, r.URL.RawQuery))
		if err != nil {
			Fail(w, err)
			return
		}
		raw, err := io.ReadAll(r.Body)
		if err == nil {
			err = schema.CheckBody(r.Pattern, raw)
		}
		if err != nil {
			Fail(w, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		next.ServeHTTP(w, r)
	})
}

var statuses = map[chat.ErrorKind]int{
	chat.Invalid: 400, chat.Unproved: 401, chat.Forbidden: 403, chat.NotFound: 404, chat.Conflict: 409, chat.Gone: 410,
	chat.TooMany: 429, chat.Unavailable: 503,
}

// Fail answers with an error. Only an Error's text leaves; anything else is logged
// and shown as one fixed sentence.
func Fail(w http.ResponseWriter, err error) {
	status, body := http.StatusInternalServerError,
		wire.Error{Code: "internal", Message: "Something went wrong on our side. Try again."}
	if e, ok := errors.AsType[*chat.Error](err); ok {
		status, body = statuses[e.Kind], wire.Error{Code: e.Code, Message: e.Text}
		body.Field, body.Fields = wire.Faults(e)
	} else {
		slog.Error("request failed", "error", err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// FailRequest is Fail in the form that generated servers call.
func FailRequest(w http.ResponseWriter, _ *http.Request, err error) {
	if chat.KindOf(err) == "" {
		err = chat.Errorf(chat.Invalid, "bad_input", "The request could not be read.")
	}
	Fail(w, err)
}

// FailResponse is Fail in the form that generated servers call.
func FailResponse(w http.ResponseWriter, _ *http.Request, err error) { Fail(w, err) }
