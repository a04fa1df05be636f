package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
)

func call(
	t *testing.T, guard edge.Guard, handler http.Handler, change func(*events.APIGatewayV2HTTPRequest),
) events.APIGatewayV2HTTPResponse {
	t.Helper()
	event := events.APIGatewayV2HTTPRequest{
		RawPath: "/v1/bots", Headers: map[string]string{"origin": "https://admin.test"},
	}
	event.RequestContext.HTTP.Method = "GET"
	jwt := &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: map[string]string{
		"token_use": "id", "custom:tenant": "t_1", "cognito:groups": "[agent]", "sub": "a1", "email": "ana@mail.test",
		"exp": "1.79e9", "iat": "1.78e9",
	}}
	event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{JWT: jwt}
	change(&event)
	answer, err := Serve(guard, office{}, handler)(context.Background(), event)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// office lets everybody in, but for a.out.
type office struct{}

func (office) Known(_ context.Context, a chat.Agent, _ time.Time) (chat.Agent, error) {
	if a.ID == "a.out" {
		return a, chat.Errorf(chat.Forbidden, "signed_out", "Sign in again.")
	}
	return a, nil
}

func (office) ByKey(_ context.Context, key string) (chat.Agent, error) {
	if key != "bk_good" {
		return chat.Agent{}, chat.Errorf(chat.Forbidden, "bad_key", "This key is not known.")
	}
	return chat.Agent{Tenant: "t_1", ID: "key:1", Role: chat.RoleServer}, nil
}

func claims(e *events.APIGatewayV2HTTPRequest) map[string]string {
	return e.RequestContext.Authorizer.JWT.Claims
}

func TestOnlyMembersAndProvenGuestsAreLetIn(t *testing.T) {
	var who chat.Agent
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { who, _ = Caller(r.Context()) })
	for _, c := range []struct {
		name   string
		change func(*events.APIGatewayV2HTTPRequest)
		want   int
		role   chat.Role
	}{
		{"an agent", func(*events.APIGatewayV2HTTPRequest) {}, 200, chat.RoleAgent},
		{
			"two groups", func(e *events.APIGatewayV2HTTPRequest) { claims(e)["cognito:groups"] = "[viewer owner]" }, 200,
			chat.RoleOwner,
		},
		{"an access token", func(e *events.APIGatewayV2HTTPRequest) { claims(e)["token_use"] = "access" }, 403, ""},
		{"a guest", func(e *events.APIGatewayV2HTTPRequest) {
			delete(claims(e), "custom:tenant")
			delete(claims(e), "cognito:groups")
			claims(e)["email_verified"] = "true"
		}, 200, chat.RoleGuest},
		{"a guest whose address is not proven", func(e *events.APIGatewayV2HTTPRequest) {
			delete(claims(e), "custom:tenant")
			delete(claims(e), "cognito:groups")
		}, 403, ""},
		{"no tenant", func(e *events.APIGatewayV2HTTPRequest) { delete(claims(e), "custom:tenant") }, 403, ""},
		{"a malformed tenant", func(e *events.APIGatewayV2HTTPRequest) { claims(e)["custom:tenant"] = "t_1#C#x" }, 403, ""},
		{"no group", func(e *events.APIGatewayV2HTTPRequest) { delete(claims(e), "cognito:groups") }, 403, ""},
		{
			"a group that only looks like a role",
			func(e *events.APIGatewayV2HTTPRequest) { claims(e)["cognito:groups"] = "[owners Owner agent2]" }, 403, "",
		},
		{"without a time of issue", func(e *events.APIGatewayV2HTTPRequest) { delete(claims(e), "iat") }, 403, ""},
		{"who was removed since", func(e *events.APIGatewayV2HTTPRequest) { claims(e)["sub"] = "a.out" }, 403, ""},
		{"no authorizer", func(e *events.APIGatewayV2HTTPRequest) { e.RequestContext.Authorizer = nil }, 403, ""},
	} {
		who = chat.Agent{}
		answer := call(t, edge.NewGuard("local", "-"), handler, c.change)
		if answer.StatusCode != c.want || who.Role != c.role {
			t.Errorf("%s: %d as %q", c.name, answer.StatusCode, who.Role)
		}
	}
	if who := call(t, edge.NewGuard("prod", "secret"), handler,
		func(*events.APIGatewayV2HTTPRequest) {}); who.StatusCode != 403 {
		t.Errorf("past the edge: %d", who.StatusCode)
	}
}

func TestInternalErrorsStayInside(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		has    string
	}{
		{errors.New("the table t_1 is on fire"), 500, "Something went wrong"},
		{chat.Errorf(chat.NotFound, "no_conversation", "There is no such conversation."), 404, "no_conversation"},
		{chat.ErrCursor, 400, "bad_cursor"},
	} {
		answer := call(t, edge.NewGuard("local", "-"),
			http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Fail(r.Context(), w, c.err) }),
			func(*events.APIGatewayV2HTTPRequest) {})
		if answer.StatusCode != c.status || !strings.Contains(answer.Body, c.has) || strings.Contains(answer.Body, "fire") {
			t.Errorf("%v: %d %s", c.err, answer.StatusCode, answer.Body)
		}
		if answer.Headers["cache-control"] != "no-store" || answer.Headers["x-content-type-options"] != "nosniff" {
			t.Errorf("the headers are %v", answer.Headers)
		}
	}
}

func TestALargeBodyIsRefused(t *testing.T) {
	answer := call(t, edge.NewGuard("local", "-"), http.NotFoundHandler(),
		func(e *events.APIGatewayV2HTTPRequest) { e.Body = strings.Repeat("x", maxBody+1) })
	if answer.StatusCode != 400 || !strings.Contains(answer.Body, "body_too_large") {
		t.Errorf("%d %s", answer.StatusCode, answer.Body)
	}
}

// No request, however odd, gets past the checks as an internal error.
func FuzzServe(f *testing.F) {
	f.Add("GET", "/v1/bots", "", []byte(""), "t_1", "[agent]", "1.79e9", false)
	f.Add("POST", "/v1/conversations/c_x/messages", "limit=-1", []byte(`{"id":7}`), "t_1", "[owner]", "1", true)
	f.Fuzz(func(t *testing.T, method, path, query string, body []byte, tenant, groups, expires string, encoded bool) {
		mux := http.NewServeMux()
		mux.Handle("GET /v1/bots", Check(http.NotFoundHandler()))
		mux.Handle("POST /v1/conversations/{conversation}/messages", Check(http.NotFoundHandler()))
		answer := call(t, edge.NewGuard("local", "-"), mux, func(e *events.APIGatewayV2HTTPRequest) {
			e.RequestContext.HTTP.Method, e.RawPath, e.RawQueryString, e.Body, e.IsBase64Encoded = method, path, query,
				string(body), encoded
			claims(e)["custom:tenant"], claims(e)["cognito:groups"], claims(e)["exp"] = tenant, groups, expires
		})
		if answer.StatusCode >= 500 {
			t.Errorf("%s %s?%s: %d %s", method, path, query, answer.StatusCode, answer.Body)
		}
	})
}

// A path or method that is no operation is refused as an error in JSON, whichever function its route leads to.
func TestAnUnknownPathIsRefusedInWords(t *testing.T) {
	mux := Mux()
	mux.Handle("GET /v1/bots", Check(http.NotFoundHandler()))
	for _, c := range []struct{ method, path string }{{"GET", "/v1/bots/b_1/none"}, {"DELETE", "/v1/bots"}} {
		answer := call(t, edge.NewGuard("local", "-"), mux, func(e *events.APIGatewayV2HTTPRequest) {
			e.RawPath, e.RequestContext.HTTP.Method = c.path, c.method
		})
		if answer.StatusCode != 404 || !strings.Contains(answer.Body, `"code":"no_operation"`) {
			t.Errorf("%s %s: %d %s", c.method, c.path, answer.StatusCode, answer.Body)
		}
	}
}
