package notices_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/notices"
)

// world is a world with a team that has a channel, and the service at which the channel is.
type world struct {
	*chattest.World
	room   *notices.Room
	tasks  []chat.Task
	heard  []string // the bodies that the service got
	answer func(w http.ResponseWriter)
	at     string // the address of the service's webhook
}

// service is the server of a webhook, as far as its name counts.
const service = "hooks.slack.com"

func (w *world) Mail(_ context.Context, t chat.Task) error {
	w.tasks = append(w.tasks, t)
	return nil
}

// dials sends calls of any server to the test's own, which hears the body.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == "nobody.test" {
		return nil, errors.New("no such host")
	}
	to := r.Clone(r.Context())
	at := strings.TrimPrefix(w.at, "http://")
	to.URL.Scheme, to.URL.Host = "http", at
	return http.DefaultTransport.RoundTrip(to)
}

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{World: chattest.New(t)}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("it is sent as %s: %v", r.Header.Get("Content-Type"), err)
		}
		w.heard = append(w.heard, string(body))
		if w.answer != nil {
			w.answer(answer)
		}
	}))
	t.Cleanup(server.Close)
	w.at = server.URL
	w.room = notices.New(w.Desk, w.Store)
	w.room.Queue, w.room.Door = w, "https://chat.test"
	w.room.Client = &http.Client{Transport: w, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	w.room.Open = func(
		_ context.Context, _ chat.TenantID, purpose, row string, sealed []byte,
	) ([]byte, error) {
		if purpose != chat.ChannelAddress || !strings.HasPrefix(row, "c") {
			return nil, errors.New("it was sealed for something else")
		}
		return sealed, nil
	}
	w.Think = func(chat.Question) (chat.Answer, error) {
		comes := []chat.Body{chat.Text("a colleague comes")}
		return chat.Answer{Bubbles: comes, Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	w.has(w.channel())
	return w
}

func (w *world) channel() chat.Channel {
	return chat.Channel{
		ID: "c1", Name: "Help", Sealed: []byte("https://" + service + "/services/T/B/x"), Host: service, Waits: true,
		Promises: true,
	}
}

// has gives the team these channels and no others.
func (w *world) has(all ...chat.Channel) {
	w.T.Helper()
	w.changes(func(t *chat.Tenant) { t.Channels = all })
}

func (w *world) changes(change func(*chat.Tenant)) {
	w.T.Helper()
	t, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	change(&t)
	w.Must(w.Store.PutTenant(w.Ctx(), t))
	w.Pass(chat.SettingsLife) // warm functions know of it
}

// asks is a visitor who asks for a person.
func (w *world) asks() *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/kettles")
	g.Writes("a person please, I am zebra@mail.test")
	return g
}

// relays shows the room all messages of a conversation, each twice.
func (w *world) relays(g *chattest.Guest) {
	w.T.Helper()
	all, err := w.Store.Since(w.Ctx(), g.Key(), "", 100)
	w.Must(err)
	for range 2 {
		for _, m := range all {
			w.Must(w.room.Relayed(w.Ctx(), g.Key(), m))
		}
	}
}

// works does all tasks, each twice, and returns how long those wait that come again.
func (w *world) works() (later []time.Duration) {
	w.T.Helper()
	tasks := w.tasks
	w.tasks = nil
	for _, t := range tasks {
		for range 2 {
			err := w.room.Send(w.Ctx(), t, 0)
			busy, is := errors.AsType[chat.Busy](err)
			if is {
				later = append(later, busy.After)
				w.tasks = append(w.tasks, t)
				break
			}
			w.Must(err)
		}
	}
	return later
}

// told has a visitor ask for a person, and returns what the service heard.
func (w *world) told() string {
	w.T.Helper()
	g := w.asks()
	w.relays(g)
	w.works()
	if len(w.heard) != 1 {
		w.T.Fatalf("the service heard %q", w.heard)
	}
	return w.heard[0]
}

// slack is the text of a message of Slack's.
func slack(t *testing.T, body string) string {
	t.Helper()
	var m map[string]string
	if err := json.Unmarshal([]byte(body), &m); err != nil || len(m) != 1 {
		t.Fatalf("it is no message of Slack's: %s, %v", body, err)
	}
	return m["text"]
}
