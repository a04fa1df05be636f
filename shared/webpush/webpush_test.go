package webpush_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/webpush"
	"github.com/botifire/livechat/shared/webpushtest"
)

// service is a push service at which a browser is subscribed.
func service(t *testing.T, does http.HandlerFunc) (webpush.Sender, chat.Tenant, *webpushtest.Browser, string) {
	t.Helper()
	public, private, err := chat.NewPushKeys()
	if err != nil {
		t.Fatal(err)
	}
	b, err := webpushtest.NewBrowser()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(does)
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	open := func(_ context.Context, of chat.TenantID, purpose, row string, sealed []byte) ([]byte, error) {
		if of != "t_1" || purpose != chat.PushKey || row != "t_1" {
			return nil, errors.New("it was sealed for something else")
		}
		return sealed, nil
	}
	from := chat.Tenant{ID: "t_1", Push: chat.PushKeys{Public: public, Sealed: []byte(private)}}
	return webpush.Sender{Client: client, Subject: "chat@stage.test", Open: open}, from, b, server.URL + "/push/secret"
}

// A browser reads what was sent, and its push service who sent it.
func TestABrowserReadsWhatWasSent(t *testing.T) {
	var got webpushtest.Push
	var wrong error
	var b *webpushtest.Browser
	s, from, b, at := service(t, func(_ http.ResponseWriter, r *http.Request) { got, wrong = b.Takes(r) })
	for _, n := range []int{0, 1, 40, chat.MaxWebPush} {
		body := strings.Repeat("é", n/2) + strings.Repeat("x", n%2)
		m := chat.WebPush{Body: []byte(body), Topic: "t1", Urgent: true, TTL: time.Hour}
		if err := s.Send(t.Context(), from, b.Subscribed(at), m); err != nil || wrong != nil {
			t.Fatalf("%v, %v", err, wrong)
		}
		want := webpushtest.Push{
			Body: body, Topic: "t1", Urgency: "high", TTL: "3600", Key: from.Push.Public, Subject: "mailto:chat@stage.test",
		}
		if got != want {
			t.Errorf("it arrives as %+v", got)
		}
	}
	long := chat.WebPush{Body: make([]byte, chat.MaxWebPush+1)}
	if err := s.Send(t.Context(), from, b.Subscribed(at), long); err == nil {
		t.Error("too long a message is sent")
	}
}

// What an answer means: which subscriptions are forgotten, and what is tried again. No error names the address.
func TestWhatAnAnswerMeans(t *testing.T) {
	refused := func(status int, after time.Duration) func(error) bool {
		return func(err error) bool {
			r, is := errors.AsType[*egress.Refused](err)
			return is && r.Status == status && r.After == after
		}
	}
	unsure := func(err error) bool { _, is := errors.AsType[*egress.Unsure](err); return is }
	gone := func(err error) bool { return errors.Is(err, egress.ErrGone) }
	taken := func(err error) bool { return err == nil }
	answers := func(status int, header ...string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
		}
	}
	for name, c := range map[string]struct {
		answers func(w http.ResponseWriter)
		means   func(error) bool
	}{
		"created":     {answers(201), taken},
		"not there":   {answers(404), gone},
		"gone":        {answers(410), gone},
		"too many":    {answers(429, "Retry-After", "7"), refused(429, 7*time.Second)},
		"a fault":     {answers(500), refused(500, 0)},
		"other keys":  {answers(403), refused(403, 0)},
		"a gateway":   {answers(502), unsure},
		"cut off":     {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, unsure},
		"leads on":    {answers(307, "Location", "/other"), refused(307, 0)},
		"much to say": {func(w http.ResponseWriter) { _, _ = w.Write(make([]byte, 1<<20)) }, taken},
	} {
		s, from, b, at := service(t, func(w http.ResponseWriter, _ *http.Request) { c.answers(w) })
		err := s.Send(t.Context(), from, b.Subscribed(at), chat.WebPush{Body: []byte("x")})
		if !c.means(err) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "/push/") {
			t.Errorf("%s: the error has the address: %v", name, err)
		}
	}
}

// Only public addresses are called, and a broken address or key, which the domain refuses, is told nowhere.
func TestNothingPrivateIsCalledAndNothingTold(t *testing.T) {
	s, from, b, at := service(t, func(http.ResponseWriter, *http.Request) { t.Error("it was called") })
	s.Client = egress.Client("prod")
	for _, to := range []chat.Subscription{
		b.Subscribed(at), b.Subscribed("https://127.0.0.1/push/secret"), b.Subscribed("https://\x7f/push/secret"),
		{Endpoint: at, P256DH: "AAAA", Auth: "push/secret"},
		{Endpoint: at, P256DH: "!/push/secret", Auth: "!"},
	} {
		err := s.Send(t.Context(), from, to, chat.WebPush{Body: []byte("x")})
		if err == nil || strings.Contains(err.Error(), "push/secret") {
			t.Errorf("%v", err)
		}
	}
}

// A service that is silent is left after a time; a call that we end is ours.
func TestASilentServiceIsLeft(t *testing.T) {
	over := make(chan struct{})
	reached := make(chan struct{}, 1)
	s, from, b, at := service(t, func(http.ResponseWriter, *http.Request) { reached <- struct{}{}; <-over })
	defer close(over)
	ctx, end := context.WithCancel(t.Context())
	go func() { <-reached; end() }()
	err := s.Send(ctx, from, b.Subscribed(at), chat.WebPush{Body: []byte("x")})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a call that we ended: %v", err)
	}
	s.Client.Timeout = 50 * time.Millisecond
	err = s.Send(t.Context(), from, b.Subscribed(at), chat.WebPush{Body: []byte("x")})
	if _, is := errors.AsType[*egress.Unsure](err); !is {
		t.Errorf("a silent service: %v", err)
	}
}
