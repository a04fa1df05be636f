package office_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// shopWindow is the data of sites that widgets read.
type shopWindow map[string]bool

func (s shopWindow) Write(_ context.Context, site chat.Site) error {
	s[site.Key] = site.File().Paused
	return nil
}

// A suspension gives up after some conflicts with other writers, and says so.
func TestASuspensionEndsUnderConflicts(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	tries := 0
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "PutTenant" {
			tries++
			return memory.Conflict
		}
		return memory.None
	}
	_, err := w.Suspend(w.Ctx(), chattest.Olu, true)
	if !errors.Is(err, chat.ErrConflict) || tries != chat.AnswerTries {
		t.Errorf("after %d tries: %v", tries, err)
	}
}

// A tenant that is suspended is refused at every door, in words; its customers on WhatsApp are heard,
// and not answered. Resumed, it is as before.
func TestASuspendedTenantIsRefusedAtEveryDoor(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	olu := chattest.Olu
	files := shopWindow{}
	w.Office.SiteFiles = files
	w.Must(w.Store.PutSite(w.Ctx(), chat.Site{
		Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast, Origins: []string{"https://shop.test"},
	}))
	_, key, err := w.NewAPIKey(w.Ctx(), olu, "shop's server")
	w.Must(err)
	amara := w.Guest()
	amara.Opens("/")
	doors := map[string]func() error{
		"the widget": func() error {
			return w.Admit(w.Ctx(), chat.Handshake{
				Connection: chat.ConnectionID("v." + w.ID()), Site: "shop", Origin: "https://shop.test",
			})
		},
		"the team": func() error { _, err := w.Known(w.Ctx(), olu, w.Now()); return err },
		"a server": func() error { _, err := w.ByKey(w.Ctx(), key); return err },
	}
	check := func(want string, paused bool) {
		t.Helper()
		w.Pass(time.Minute) // warm functions remember for seconds
		for name, door := range doors {
			if got := chattest.Code(door()); got != want {
				t.Errorf("%s says %q, want %q", name, got, want)
			}
		}
		if files["shop"] != paused {
			t.Errorf("the widget's file says paused: %v", files["shop"])
		}
	}
	check("", false)
	for range 2 { // it may be repeated
		_, err = w.Suspend(w.Ctx(), olu, true)
		w.Must(err)
	}
	check("suspended", true)
	amara.Says("hello?")
	if h := w.Head(amara.Key()); h.Owner != chat.OwnerTeam {
		t.Errorf("the bot of a suspended tenant answers: the owner is %s", h.Owner)
	}
	_, err = w.Suspend(w.Ctx(), olu, false)
	w.Must(err)
	check("", false)
	site, err := w.Store.Site(w.Ctx(), "shop")
	w.Must(err)
	if site.Paused || site.Suspended {
		t.Errorf("it is not as before: %+v", site)
	}
}
