package lifecycle_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A person's file says in which browsers they are notified, and has nothing by which anybody could reach these. They
// read themselves how many there are.
func TestTheBrowsersOfAPersonAreExportedWithoutTheirAddresses(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Vault = chattest.NewVault()
	all := &archives{}
	w.Archives = all
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	_, err := w.Store.UpdateVisitor(w.Ctx(), g.Socket.VisitorKey(), func(v *chat.Visitor) error {
		for i := range chat.MaxBrowsers + 1 {
			v.AddBrowser(chat.Browser{
				Subscription: chat.Subscription{Endpoint: fmt.Sprint("https://push.test/SECRET", i), Auth: "SECRET"},
				Site:         "kettle", Page: "https://shop.test/kettles", Since: w.Now(),
			})
		}
		return nil
	})
	w.Must(err)
	_, err = w.Runs(w.ExportVisitor(w.Ctx(), chattest.Olu, g.Socket.Visitor))
	w.Must(err)
	raw, err := json.Marshal(all.last)
	w.Must(err)
	if text := string(raw); strings.Contains(text, "SECRET") ||
		strings.Count(text, "https://shop.test/kettles\",\"since\"") != chat.MaxBrowsers {
		t.Errorf("the file has %s", text)
	}
	kept, err := w.VisitorData(w.Ctx(), g.Socket)
	w.Must(err)
	if got := kept.Profile["browsers to notify"]; got != "5" {
		t.Errorf("the visitor reads %q", got)
	}
}
