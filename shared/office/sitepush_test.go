package office_test

import (
	"context"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// workers are the origins that serve the file.
type workers map[string]bool

func (w workers) Look(_ context.Context, origin string) string {
	if w[origin] {
		return ""
	}
	return "The file is not there."
}

// A site notifies on those of its origins that serve the file; where none does any more, on none. An origin that is
// taken off the site is taken off this too.
func TestASiteNotifiesWhereItServesTheFile(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	serving := workers{"https://a.test": true, "https://b.test": true}
	w.Workers = serving
	site, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Key: "kettle", Bot: chattest.Fast, Name: "Kettle",
		Origins: []string{"https://a.test", "https://b.test", "https://c.test", "https://*.d.test"},
	})
	w.Must(err)
	on := func() []string {
		t.Helper()
		stored, err := w.Store.Site(w.Ctx(), "kettle")
		w.Must(err)
		if stored.Push == nil {
			return nil
		}
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		if stored.Push.Key != tenant.Push.Public || stored.File().Push == nil || stored.Push.Checked.IsZero() {
			t.Errorf("the site has %+v", stored.Push)
		}
		return stored.Push.Origins
	}
	_, found, err := w.NotifyOnSite(w.Ctx(), chattest.Olu, "kettle")
	w.Must(err)
	wrong := []string{}
	for _, f := range found {
		if f.Wrong != "" {
			wrong = append(wrong, f.Origin)
		}
	}
	if want := []string{"https://*.d.test", "https://c.test"}; !slices.Equal(wrong, want) {
		t.Errorf("wrong are %v", wrong)
	}
	if got := on(); !slices.Equal(got, []string{"https://a.test", "https://b.test"}) {
		t.Errorf("it notifies on %v", got)
	}
	if site, err = w.Store.Site(w.Ctx(), "kettle"); err != nil || !site.Notifies("https://a.test") ||
		site.Notifies("https://c.test") || site.Notifies("https://x.d.test") || site.Notifies("") {
		t.Errorf("it is asked about an origin: %v", err)
	}
	site.Origins = []string{"https://b.test"}
	_, err = w.SaveSite(w.Ctx(), chattest.Olu, site)
	w.Must(err)
	if got := on(); !slices.Equal(got, []string{"https://b.test"}) {
		t.Errorf("after a was taken off it notifies on %v", got)
	}
	delete(serving, "https://b.test")
	_, _, err = w.NotifyOnSite(w.Ctx(), chattest.Olu, "kettle")
	w.Must(err)
	if got := on(); got != nil {
		t.Errorf("without a file it notifies on %v", got)
	}
	serving["https://b.test"] = true
	_, _, err = w.NotifyOnSite(w.Ctx(), chattest.Olu, "kettle")
	w.Must(err)
	_, err = w.DropSitePush(w.Ctx(), chattest.Olu, "kettle")
	w.Must(err)
	if got := on(); got != nil {
		t.Errorf("turned off it notifies on %v", got)
	}
	if _, _, err := w.NotifyOnSite(w.Ctx(), chat.Agent{Tenant: "t_other", Role: chat.RoleOwner}, "kettle"); err == nil {
		t.Error("another team's site was checked")
	}
}
