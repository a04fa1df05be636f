package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func send(t *testing.T, answer http.HandlerFunc, body chat.Body) (string, error) {
	t.Helper()
	graph := httptest.NewServer(answer)
	defer graph.Close()
	c := New(graph.URL, func(context.Context, chat.Number) ([]byte, error) { return []byte("token"), nil })
	return c.Send(t.Context(), chat.Number{ID: "1000"}, chat.Outgoing{To: "5511", Body: body, Callback: "c|m|0"})
}

func TestASendCarriesTokenRecipientAndCallbackData(t *testing.T) {
	wamid, err := send(t, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var got map[string]any
		_ = json.Unmarshal(raw, &got)
		if r.URL.Path != "/1000/messages" || r.Header.Get("Authorization") != "Bearer token" || got["to"] != "+5511" ||
			got["biz_opaque_callback_data"] != "c|m|0" {
			t.Errorf("%s %v", r.URL.Path, got)
		}
		_, _ = w.Write(fixture(t, "api_send_ok_phone.json"))
	}, chat.Text("hi"))
	if err != nil || !strings.HasPrefix(wamid, "wamid.") {
		t.Errorf("%q, %v", wamid, err)
	}
}

// Only an error code of Graph's means that nothing was sent; silence after the first byte may have
// been a success.
func TestOnlyAnErrorCodeOfGraphMeansNotSent(t *testing.T) {
	for _, c := range []struct {
		name        string
		answer      http.HandlerFunc
		lost, retry bool
		code        int
	}{
		{"a code that may pass", graphError(t, "api_error_130429.json"), false, true, 130429},
		{"too many to one recipient", graphError(t, "api_error_131056.json"), false, true, 131056},
		{"the window is closed", graphError(t, "api_error_131047.json"), false, false, 131047},
		{"the token is dead", graphError(t, "api_error_190.json"), false, false, 190},
		{"a 500 without a code", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, true, false, 0},
		{
			"a 200 that says nothing", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }, true,
			false, 0,
		},
		{"a page of HTML", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, true, false, 0},
		{"a cut connection", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, true, false, 0},
		{
			"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://evil.test", 302) }, true,
			false, 0,
		},
	} {
		_, err := send(t, c.answer, chat.Text("hi"))
		failed, ok := errors.AsType[*chat.SendError](err)
		if !ok || failed.Lost != c.lost || (failed.Retry > 0) != c.retry || failed.Code != c.code || failed.Reason == "" {
			t.Errorf("%s: %+v", c.name, err)
		}
	}
	c := New("http://127.0.0.1:1", func(context.Context, chat.Number) ([]byte, error) { return nil, nil })
	_, err := c.Send(t.Context(), chat.Number{}, chat.Outgoing{To: "1", Body: chat.Text("x")})
	if failed, ok := errors.AsType[*chat.SendError](err); !ok || failed.Lost || failed.Retry == 0 {
		t.Errorf("nobody there: %+v", err)
	}
}

func graphError(t *testing.T, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(400)
		_, _ = w.Write(fixture(t, name))
	}
}

// A message that Meta would refuse is refused before it is sent, and the error names the limit.
func TestAMessageThatMetaWouldRefuseIsNotSent(t *testing.T) {
	options := func(n int, title string) []chat.Option {
		var all []chat.Option
		for range n {
			all = append(all, chat.Option{ID: "o" + strings.Repeat("o", len(all)), Title: title})
		}
		return all
	}
	buttons := func(n int, title, text string) chat.Body {
		return chat.Body{Kind: chat.KindButtons, Text: text, Options: options(n, title)}
	}
	for _, c := range []struct {
		name  string
		body  chat.Body
		has   string // in the request
		fails string // in the error
	}{
		{"text", chat.Text("hi"), `"text":{"body":"hi"`, ""},
		{"a long text", chat.Text(strings.Repeat("x", 4097)), "", "4096"},
		{"a button", buttons(1, "Yes", "?"), `"type":"button"`, ""},
		{"four become a list", buttons(4, "Yes", "?"), `"type":"list"`, ""},
		{"a long title becomes a list", buttons(1, strings.Repeat("y", 25), "?"), `"description"`, ""},
		{"eleven", buttons(11, "Yes", "?"), "", "10 choices"},
		{"long words above buttons", buttons(1, "Yes", strings.Repeat("x", 1025)), "", "1024"},
		{
			"a link alone",
			chat.Body{
				Kind: chat.KindButtons, Text: "see", Options: []chat.Option{{ID: "a", Title: "Shop", URL: "https://a.test"}},
			},
			`"type":"cta_url"`, "",
		},
		{
			"a link beside answers is written out",
			chat.Body{
				Kind: chat.KindButtons, Text: "see",
				Options: append(options(1, "Yes"), chat.Option{ID: "a", Title: "Shop", URL: "https://a.test"}),
			},
			`see\nShop: https://a.test`, "",
		},
		{
			"cards",
			chat.Body{Kind: chat.KindCards, Cards: []chat.Card{{Title: "A", Text: "a", Options: options(1, "Buy")}}},
			`*A*\na`, "",
		},
		{"a form", chat.Body{Kind: chat.KindForm, Form: &chat.Form{}}, "", "form"},
	} {
		raw, err := Request(chat.Outgoing{To: "5511", Body: c.body}, "")
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: %v, want it to name %s", c.name, err, c.fails)
			}
		} else if err != nil || !strings.Contains(string(raw), c.has) {
			t.Errorf("%s: %s, %v", c.name, raw, err)
		}
	}
	raw, _ := Request(chat.Outgoing{To: "BR.123", Body: chat.Text("hi")}, "")
	if !strings.Contains(string(raw), `"recipient":"BR.123"`) || strings.Contains(string(raw), `"to"`) {
		t.Errorf("to a BSUID: %s", raw)
	}
}

// After any answer of Graph the message is sent with an id, refused with a code, or lost.
func FuzzOutcome(f *testing.F) {
	f.Add(200, []byte(`{"messages":[{"id":"wamid.x"}]}`))
	f.Add(400, []byte(`{"error":{"code":131047}}`))
	f.Add(502, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, raw []byte) {
		id, err := outcome(status, raw)
		var failed *chat.SendError
		if (id == "") != errors.As(err, &failed) {
			t.Errorf("id %q, error %v", id, err)
		}
		if failed != nil && failed.Reason == "" {
			t.Error("a failure without a sentence")
		}
	})
}
