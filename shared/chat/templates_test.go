package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Meta's news of a template counts at once, and a fetch a while later brings the rest: one fetch for all
// changes that come together, and another for those after it.
func TestTemplatesFollowMeta(t *testing.T) {
	w := chattest.New(t)
	atMeta := []chat.Template{{Name: "sale", Language: "en", Status: chat.Approved, Body: "Sale"}}
	looked := 0
	w.AtMeta = func(n chat.Number, at time.Time) []chat.Template {
		looked++
		for i := range atMeta {
			atMeta[i].At = at
		}
		return atMeta
	}
	own, err := w.Store.NumberByID(w.Ctx(), chattest.Tenant, chattest.Number.ID)
	w.Must(err)
	changed := func(name, status string) {
		w.Must(w.TemplateChanged(w.Ctx(), own, chat.TemplateNews{Name: name, Language: "en", Status: status}))
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	offered := func() string {
		all, err := w.SendableTemplates(w.Ctx(), k)
		w.Must(err)
		names := ""
		for _, template := range all {
			names += template.Name + ":" + template.Body + " "
		}
		return names
	}
	w.Sends = nil // the bot answered
	changed("sale", "approved")
	changed("winter", "approved")
	looks := w.Sends
	if len(looks) != 2 || looks[0].Act != chat.ActTemplates || looks[0].After < time.Second {
		t.Fatalf("the queue has %+v", looks)
	}
	atMeta = append(atMeta, chat.Template{Name: "winter", Language: "en", Status: chat.Approved, Body: "Winter"})
	w.Pass(looks[0].After)
	for _, look := range append(looks, looks...) {
		w.Must(w.FetchChanged(w.Ctx(), look))
	}
	if got := offered(); got != "sale:Sale winter:Winter " || looked != 1 {
		t.Errorf("on offer are %q after %d looks", got, looked)
	}
	changed("winter", "paused")
	if got := offered(); got != "sale:Sale " || len(w.Sends) != 3 {
		t.Errorf("while one is paused %q are on offer, and the queue has %+v", got, w.Sends)
	}
	w.AtMeta = nil
	if err := w.FetchChanged(w.Ctx(), w.Sends[2]); chattest.Code(err) != "templates_not_read" {
		t.Errorf("while Meta cannot be reached: %v", err)
	}
	if got := offered(); got != "sale:Sale " {
		t.Errorf("then %q are on offer", got)
	}
	w.Must(w.FetchChanged(w.Ctx(), chat.Task{Tenant: chattest.Tenant, Number: "gone", Act: chat.ActTemplates}))
}
