package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/views"
)

func TestHowFarAFlowCame(t *testing.T) {
	w := chattest.New(t)
	k, token := w.Offers(chattest.Bruno, "wamid.1")
	is := func(name, want string) {
		t.Helper()
		if got := w.Table(views.FlowQuery{}); got != want {
			t.Errorf("%s the table is\n%s\nwant\n%s", name, got, want)
		}
	}
	is("sent,", "Bruno sent")
	w.Asks(token, "INIT", "")
	w.Asks(token, "data_exchange", "WHO")
	w.Asks(token, "data_exchange", "WHO", "name", " ")
	w.Asks(token, "data_exchange", "WHO", "name", "Secret Bruno")
	if screen := w.Asks(token, "data_exchange", "WHERE", "name", "Secret Bruno", "mail", "hidden@"); screen != "WHERE" {
		t.Errorf("a wrong address leads to %s", screen)
	}
	steps := ", opened WHO×1, refused WHO.name×2, screen WHERE×1, refused WHERE.mail×1"
	is("half filled in,", "Bruno begun"+steps)
	rows, err := w.Store.FlowRowsOf(t.Context(), k, 9)
	if kept := fmt.Sprintf("%+v", rows); err != nil || strings.Contains(kept, "Secret") ||
		strings.Contains(kept, "hidden") {
		t.Errorf("of what was not sent is kept: %s, %v", kept, err)
	}
	w.Asks(token, "data_exchange", "WHERE", "name", "Bruno", "mail", "bruno@example.test")
	filled := func(wamid, mail string) {
		w.Gets(chattest.Bruno, wamid,
			chat.Body{
				Kind:      chat.KindFlowReply,
				FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Bruno", "mail": mail}},
			}, chat.Origin{})
	}
	filled("wamid.2", "bruno@example.test")
	filled("wamid.2", "bruno@example.test") // Meta repeats
	is("filled in,", "Bruno completed"+steps)
	w.Pass(25 * time.Hour)
	is("a day later,", "Bruno completed"+steps)
	filled("wamid.3", "again@example.test")
	is("filled in again,", "Bruno completed\nBruno completed"+steps)
	flows, err := w.Flows(t.Context(), chattest.Ana)
	if err != nil || len(flows) != 1 || flows[0].Name != "Flow called 600" || !flows[0].Endpoint ||
		flows[0].Form != "contact" || w.Named != 1 {
		t.Errorf("the Flows are %+v after %d questions to Meta, %v", flows, w.Named, err)
	}
}

// A Flow that nobody completes within a day counts as left, whether it was opened or not; one
// that did not arrive does not; and one that Meta has not taken was never sent.
func TestFlowsThatAreNotCompleted(t *testing.T) {
	w := chattest.New(t)
	amara, dora := chat.Contact{WaID: "2348030000001", Name: "Amara"}, chat.Contact{WaID: "4915100000002", Name: "Dora"}
	_, token := w.Offers(chattest.Bruno, "wamid.1")
	w.Asks(token, "INIT", "")
	w.Pass(time.Minute)
	k, _ := w.Offers(amara, "wamid.2")
	sent := w.Sent[len(w.Sent)-1]
	w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.out", sent.Callback, amara,
		chat.Delivery{Status: chat.NotSent, At: w.Now(), Code: 131026}))
	w.Meta = func(out chat.Outgoing) (string, error) {
		if out.Token != "" {
			return "", &chat.SendError{Code: 131009, Reason: "WhatsApp does not take it."}
		}
		return "wamid.words", nil
	}
	w.Offers(dora, "wamid.3")
	if got := w.Table(views.FlowQuery{}); got != "Amara failed\nBruno begun, opened WHO×1" {
		t.Errorf("at first the table is\n%s", got)
	}
	w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.out", sent.Callback, amara,
		chat.Delivery{Status: chat.Delivered, At: w.Now()}))
	w.Pass(chat.FlowPatience)
	w.Pass(-time.Millisecond)
	if got := w.Table(views.FlowQuery{}); got != "Amara sent\nBruno left, opened WHO×1" {
		t.Errorf("just before a day is over the table is\n%s", got)
	}
	w.Pass(time.Millisecond)
	if got := w.Table(views.FlowQuery{}); got != "Amara left\nBruno left, opened WHO×1" {
		t.Errorf("after a day the table is\n%s", got)
	}
	timeline, err := w.Timeline(t.Context(), chattest.Ana, w.Head(k).Visitor)
	w.Must(err)
	if len(timeline) == 0 || timeline[0].Flow == nil || timeline[0].Flow.Step != nil || !timeline[0].At.Equal(w.Now()) {
		t.Errorf("the timeline begins with %+v", timeline[:1])
	}
}

// A customer who goes to and fro in a Flow for long does not fill its row: later steps are only counted.
func TestAFlowKeepsSoManySteps(t *testing.T) {
	w := chattest.New(t)
	k, token := w.Offers(chattest.Bruno, "wamid.1")
	for range chat.MaxFlowSteps {
		w.Asks(token, "INIT", strings.Repeat("x", 5000))
		w.Asks(token, "data_exchange", "WHO", "name", "Bruno")
	}
	rows, err := w.Store.FlowRowsOf(t.Context(), k, 9)
	w.Must(err)
	if len(rows) != 1 || len(rows[0].Steps) != chat.MaxFlowSteps || rows[0].Missed != chat.MaxFlowSteps ||
		rows[0].Steps[2].Screen != "WHO" {
		t.Errorf("the rows are %+v", rows)
	}
}

// A step that cannot be kept does not stop the customer who fills in the form.
func TestAFlowGoesOnWhereStepsAreNotKept(t *testing.T) {
	w := chattest.New(t)
	_, token := w.Offers(chattest.Bruno, "wamid.1")
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "UpdateFlowRow" {
			return memory.Fail
		}
		return memory.None
	}
	if screen := w.Asks(token, "INIT", ""); screen != "WHO" {
		t.Errorf("it opens with %s", screen)
	}
}
