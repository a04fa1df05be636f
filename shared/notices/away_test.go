package notices_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/webpushtest"
)

var bo = chat.Agent{Tenant: chattest.Tenant, ID: "a_bo", Name: "Bo", Role: chat.RoleLead}

// browsers stand in for a push service: each endpoint shows what was pushed to it.
type browsers struct {
	w      *world
	shown  map[string][]note
	answer func(endpoint string) error
}

type note struct{ Title, Body, Tag, Link string }

func (b *browsers) Send(_ context.Context, from chat.Tenant, to chat.Subscription, m chat.WebPush) error {
	b.w.Mu.Lock()
	defer b.w.Mu.Unlock()
	if b.answer != nil {
		if err := b.answer(to.Endpoint); err != nil {
			return err
		}
	}
	var n note
	err := json.Unmarshal(m.Body, &n)
	if err != nil || m.Topic != n.Tag || from.Push.Public == "" || m.TTL <= 0 || !m.Urgent {
		b.w.T.Errorf("it is sent %s with %+v: %v", m.Body, m, err)
	}
	b.shown[to.Endpoint] = append(b.shown[to.Endpoint], n)
	return nil
}

// says are the words of the notices at an endpoint, of which it forgets them.
func (b *browsers) says(endpoint string) string {
	var all []string
	for _, n := range b.shown[endpoint] {
		all = append(all, n.Body)
	}
	delete(b.shown, endpoint)
	return strings.Join(all, "|")
}

// away is a world without channels, whose people have closed the app.
func away(t *testing.T) (*world, *browsers) {
	t.Helper()
	w := begin(t)
	w.enrols()
	w.has()
	_, err := w.PushKey(w.Ctx(), chattest.Tenant)
	w.Must(err)
	w.Pass(chat.SettingsLife)
	b := &browsers{w: w, shown: map[string][]note{}}
	w.room.Browsers, w.room.Local = b, true
	return w, b
}

// everything is what a device may want.
var everything = notices.Wishes{Mine: true, Team: true, Assigned: true, Mentions: true, Promises: true}

const endpoint = "http://127.0.0.1/push/"

// device is one that wants something, at the endpoint of its name.
func (w *world) device(name string, wishes notices.Wishes) notices.NewDevice {
	w.T.Helper()
	browser, err := webpushtest.NewBrowser()
	w.Must(err)
	return notices.NewDevice{Name: name, Subscription: browser.Subscribed(endpoint + name), Wishes: wishes}
}

// carries gives a person a device.
func (w *world) carries(a chat.Agent, name string, wishes notices.Wishes) notices.Device {
	w.T.Helper()
	d, err := w.room.KeepDevice(w.Ctx(), a, w.device(name, wishes))
	w.Must(err)
	return d
}

// opens has a person open the app, until what it returns is called.
func (w *world) opens(a chat.Agent) func() {
	w.T.Helper()
	id := chat.ConnectionID("a." + string(a.ID))
	s := chat.Socket{ID: id, Tenant: a.Tenant, Opened: w.Now(), Seen: w.Now(), Agent: &a}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, ""))
	return func() {
		w.Must(w.Store.CloseSocket(w.Ctx(), s.ID, w.Now()))
		w.Must(w.Store.UnbindSocket(w.Ctx(), s))
	}
}
