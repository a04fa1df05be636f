package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A STOP that was heard wrongly is taken back by a lead with a reason, for all profiles of the person. The same words
// that arrive once more do not bring it back, a new STOP does.
func TestALeadTakesBackAStopThatWasHeardWrongly(t *testing.T) {
	w, k := reaching(t)
	g := guest(w, chat.Full)
	links := chat.NewLinks(w.Desk, w.Store)
	w.Must(links.LinkByHand(w.Ctx(), chattest.Ana, g.Socket.Visitor, w.Head(k).Visitor, "She said so"))
	w.Must(permits(w, k, optIn(w), nil))
	w.Pass(time.Minute)
	stop := chat.Origin{Wamid: "wamid.stop", Sent: w.Now().Truncate(time.Second)}
	w.Gets(bruno, stop.Wamid, chat.Text("Stop please"), stop)
	lead := chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}
	unhear := func(a chat.Agent, why string) error {
		_, err := chat.Permissions{Desk: w.Desk}.Unhear(w.Ctx(), a, w.Head(k).Visitor, why)
		return err
	}
	quiet := func() bool {
		v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
		w.Must(err)
		linked, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
		w.Must(err)
		if v.WantsQuiet() != linked.WantsQuiet() || v.WantsQuiet() != (v.ForAgent().Quiet != nil) {
			t.Errorf("the profiles differ: %+v, %+v", v.Quiet, linked.Quiet)
		}
		return v.WantsQuiet()
	}
	if !quiet() {
		t.Fatal("STOP was not heard")
	}
	if err := unhear(chattest.Ana, "She meant the bus"); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("an agent: %v", err)
	}
	if err := unhear(lead, "  "); chat.CodeOf(err) != "no_reason" {
		t.Errorf("without a reason: %v", err)
	}
	w.Pass(time.Minute)
	w.Must(unhear(lead, "She meant the bus"))
	if err := unhear(lead, "Once more"); quiet() || chat.CodeOf(err) != "no_stop" {
		t.Errorf("twice: %v", err)
	}
	w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	entries, _, err := w.Store.Audits(w.Ctx(), chattest.Tenant, "", 50)
	w.Must(err)
	told := false
	for _, e := range entries {
		told = told || e.Action == "visitor.stop_lifted" && e.Details == "She meant the bus" && e.By == lead.ID
	}
	if !told {
		t.Errorf("the audit has %+v", entries)
	}
	w.Gets(bruno, stop.Wamid, chat.Text("Stop please"), stop)
	if quiet() {
		t.Error("the same words brought it back")
	}
	w.Pass(time.Minute)
	w.Gets(bruno, "wamid.stop.2", chat.Text("STOP"), chat.Origin{})
	if !quiet() {
		t.Error("a new STOP is not heard")
	}
}
