package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// What Meta tells of templates counts at once, and a look a while later brings what it does
// not tell: one look for all that changes together, and another for what changes after.
func TestTemplatesFollowMeta(t *testing.T) {
	o := newOffice(t)
	atMeta := []chat.Template{{Name: "sale", Language: "en", Status: chat.Approved, Body: "Sale"}}
	looked := 0
	o.templates = func(n chat.Number, at time.Time) []chat.Template {
		looked++
		for i := range atMeta {
			atMeta[i].At = at
		}
		return atMeta
	}
	own, err := o.Store.NumberByID(o.ctx(), tenant, number.ID)
	o.must(err)
	changed := func(name, status string) {
		o.must(o.TemplateChanged(o.ctx(), own, chat.TemplateNews{Name: name, Language: "en", Status: status}))
	}
	k := o.writes(bruno, "wamid.1", "hello")
	offered := func() string {
		all, err := o.SendableTemplates(o.ctx(), k)
		o.must(err)
		names := ""
		for _, template := range all {
			names += template.Name + ":" + template.Body + " "
		}
		return names
	}
	o.sends = nil // the bot answered
	changed("sale", "approved")
	changed("winter", "approved")
	looks := o.sends
	if len(looks) != 2 || looks[0].Act != chat.ActTemplates || looks[0].After < time.Second {
		t.Fatalf("the queue has %+v", looks)
	}
	atMeta = append(atMeta, chat.Template{Name: "winter", Language: "en", Status: chat.Approved, Body: "Winter"})
	o.pass(looks[0].After)
	for _, look := range append(looks, looks...) {
		o.must(o.FetchChanged(o.ctx(), look))
	}
	if got := offered(); got != "sale:Sale winter:Winter " || looked != 1 {
		t.Errorf("on offer are %q after %d looks", got, looked)
	}
	changed("winter", "paused")
	if got := offered(); got != "sale:Sale " || len(o.sends) != 3 {
		t.Errorf("while one is paused %q are on offer, and the queue has %+v", got, o.sends)
	}
	o.templates = nil
	if err := o.FetchChanged(o.ctx(), o.sends[2]); code(err) != "templates_not_read" {
		t.Errorf("while Meta cannot be reached: %v", err)
	}
	if got := offered(); got != "sale:Sale " {
		t.Errorf("then %q are on offer", got)
	}
	o.must(o.FetchChanged(o.ctx(), chat.Task{Tenant: tenant, Number: "gone", Act: chat.ActTemplates}))
}
