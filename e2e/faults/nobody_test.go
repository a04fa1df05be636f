package faults

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/whatsapp"
	"github.com/botifire/livechat/shared/wire"
)

// An invalid or premature frame gets an error with a code. No process dies of it, and no other
// visitor's message is lost.
func TestNoFrameGetsIn(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "When do you open?")
	must(t, err)
	fresh := newID()
	status, err := h.Connect(ctx, fresh, map[string]string{"site": host.FastSite, "mode": "full"}, nil)
	if err != nil || status != 200 {
		t.Fatal(status, err)
	}
	other := h.Visitor(host.SlowSite)
	must(t, other.Arrive(ctx, "/"))
	message := `{"action":"message","id":"` + newID() + `","text":"x"}`
	for _, c := range []struct {
		name, conn, raw string
		binary          bool
		code            string
	}{
		{"a message before hello", fresh, message, false, "say_hello"},
		{"a token that nobody made", fresh, `{"action":"hello","token":"` + privacy.NewToken() + `"}`, false, "stale_token"},
		{"a token of another form", fresh, `{"action":"hello","token":"x"}`, false, "stale_token"},
		{"another bot's token", fresh, `{"action":"hello","token":"` + other.Token + `"}`, false, "stale_token"},
		{"a cursor of another form", fresh, `{"action":"hello","after":"x"}`, false, "bad_input"},
		{
			"a frame of 32 KB and a byte", v.Conn(), `{"action":"ping"` + strings.Repeat(" ", schema.MaxFrame-16) + `}` + " ",
			false, "frame_too_large",
		},
		{"a binary frame", v.Conn(), "\x00\xff", true, "bad_json"},
		{"what is not UTF-8", v.Conn(), base64.StdEncoding.EncodeToString([]byte(`{"action":"message","id":"` + newID() +
			"\",\"text\":\"\xff\xfe\"}")), true, "bad_json"},
		{"an oversize field", v.Conn(), `{"action":"message","id":"` + newID() + `","text":"` + strings.Repeat("x", 20_000) +
			`"}`, false, "bad_input"},
		{"a text over the limit", v.Conn(), `{"action":"message","id":"` + newID() + `","text":"` +
			strings.Repeat("é", 4_097) + `"}`, false, "text_too_long"},
		{"a tap on another's offer", v.Conn(), `{"action":"click","id":"` + newID() + `","click":{"message":"` + newID() +
			`","option":"offer"}}`, false, "not_offered"},
		{"attributes without end", v.Conn(), `{"action":"attributes","attributes":{"a":"` + strings.Repeat("x", 2_000) +
			`"}}`, false, "bad_input"},
		{"an unknown connection", "nobody", message, false, ""},
	} {
		if c.conn == v.Conn() {
			must(t, v.Rest(ctx))
		}
		event := events.APIGatewayWebsocketProxyRequest{Body: c.raw, IsBase64Encoded: c.binary}
		event.RequestContext.ConnectionID = c.conn
		if err := h.Invoke(ctx, "widget-message", event, nil); err != nil {
			t.Errorf("%s: the function ended: %v", c.name, err)
		}
		code := ""
		for _, raw := range h.Frames(c.conn) {
			var f struct{ Code string }
			must(t, json.Unmarshal(raw, &f))
			code = f.Code
		}
		if code != c.code {
			t.Errorf("%s is answered by %q, want %q", c.name, code, c.code)
		}
	}
	must(t, v.Rest(ctx))
	if _, err := v.Say(ctx, "Are you still there?"); err != nil {
		t.Error(err)
	}
	lines, err := h.Transcript(ctx, v.Key())
	must(t, err)
	if len(lines) != 4 {
		t.Errorf("the neighbour's conversation is %q", lines)
	}
}

// The webhook answers every invalid request with a code.
func TestNoWebhookGetsIn(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	good := host.Kettle.Delivery([]host.Object{meta.Message("551", "wamid.x", "hi", now())}, nil)
	unknown := []byte(strings.Replace(string(good), `"phone_number_id":"100"`, `"phone_number_id":"999"`, 1))
	call := func(method, app string, query map[string]string, body []byte, signature string) (int, string) {
		event := events.APIGatewayV2HTTPRequest{
			Body: string(body), PathParameters: map[string]string{"app": app}, QueryStringParameters: query,
			Headers: map[string]string{"x-hub-signature-256": signature},
		}
		event.RequestContext.HTTP.Method = method
		var answer events.APIGatewayV2HTTPResponse
		must(t, h.Invoke(ctx, "whatsapp-webhook", event, &answer))
		var failed wire.Error
		_ = json.Unmarshal([]byte(answer.Body), &failed)
		return answer.StatusCode, failed.Code
	}
	signed := func(body []byte) string { return whatsapp.Sign(body, []byte("app-secret")) }
	verify := func(token string) map[string]string {
		return map[string]string{"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": token}
	}
	large := []byte(strings.Repeat(" ", whatsapp.MaxBody+1))
	for _, c := range []struct {
		name        string
		method, app string
		query       map[string]string
		body        []byte
		signature   string
		status      int
		code        string
	}{
		{"signed", "POST", host.MetaApp, nil, good, signed(good), 200, ""},
		{"an app that nobody knows", "POST", "nobody", nil, good, signed(good), 404, "unknown_app"},
		{"a wrong signature", "POST", host.MetaApp, nil, good, whatsapp.Sign(good, []byte("guess")), 401, "bad_signature"},
		{"no signature", "POST", host.MetaApp, nil, good, "", 401, "bad_signature"},
		{"another body's signature", "POST", host.MetaApp, nil, unknown, signed(good), 401, "bad_signature"},
		{"a number that is not bound", "POST", host.MetaApp, nil, unknown, signed(unknown), 200, ""},
		{"3 MB and a byte", "POST", host.MetaApp, nil, large, signed(large), 413, "body_too_large"},
		{"no JSON", "POST", host.MetaApp, nil, []byte("hello"), signed([]byte("hello")), 400, "bad_json"},
		{
			"JSON of another shape", "POST", host.MetaApp, nil, []byte(`{"entry":"x"}`), signed([]byte(`{"entry":"x"}`)), 400,
			"bad_json",
		},
		{"the verify token", "GET", host.MetaApp, verify("verify-token"), nil, "", 200, ""},
		{"a wrong verify token", "GET", host.MetaApp, verify("guess"), nil, "", 403, "bad_verify_token"},
		{"an empty verify token", "GET", host.MetaApp, verify(""), nil, "", 403, "bad_verify_token"},
	} {
		if status, code := call(c.method, c.app, c.query, c.body, c.signature); status != c.status || code != c.code {
			t.Errorf("%s: %d %q, want %d %q", c.name, status, code, c.status, c.code)
		}
	}
	stored := 0
	for _, it := range dump(t, h) {
		if value(it["t"]) == "m" {
			stored++
		}
	}
	if stored != 1 {
		t.Errorf("%d messages are stored, want the one that was signed", stored)
	}
	must(t, h.Store.PutApp(ctx, chat.App{Key: "bare", Tenant: host.Tenant}))
	if status, code := call("GET", "bare", verify(""), nil, ""); status != http.StatusForbidden ||
		code != "bad_verify_token" {
		t.Errorf("an app without a verify token takes an empty one: %d %q", status, code)
	}
	if status, code := call("POST", "bare", nil, good, whatsapp.Sign(good, nil)); status != http.StatusUnauthorized ||
		code != "bad_signature" {
		t.Errorf("an app without a secret takes a signature with none: %d %q", status, code)
	}
}
