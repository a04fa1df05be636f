package chat_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/google/go-cmp/cmp"
)

// book is a form with a Flow of two screens.
var book = chat.Form{ID: "contact", Flow: "600", Fields: []chat.Field{
	{Name: "name", Label: "Name", Type: "name", Required: true, Screen: "WHO"}, {Name: "mail", Label: "E-mail", Type: "email", Screen: "WHERE"},
}}

// offers has the bot send the form, after words of its own, and gives its token.
func (o *office) offers(from chat.Contact, wamid string) (chat.ConversationKey, string) {
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("With pleasure."), {Kind: chat.KindForm, Text: "Book a visit", Form: &book}}}, nil
	}
	k := o.writes(from, wamid, "hello")
	o.delivers()
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Thank you.")}}, nil
	}
	return k, o.sent[len(o.sent)-1].Token
}

// asks has the phone ask our endpoint.
func (o *office) asks(token, action, screen string, values ...string) string {
	o.t.Helper()
	x := chat.FlowExchange{Action: action, Screen: screen, Token: token, Values: map[string]string{}}
	for i := 0; i < len(values); i += 2 {
		x.Values[values[i]] = values[i+1]
	}
	answer, err := o.Flow(o.ctx(), number, x)
	o.must(err)
	return answer.Screen
}

// table is the rows that a question finds, each in a line.
func (o *office) table(q chat.FlowQuery) string {
	o.t.Helper()
	q.Flow = "600"
	found, err := o.FlowRows(o.ctx(), ana, q)
	o.must(err)
	lines := []string{}
	for _, r := range found.Rows {
		line := fmt.Sprint(r.Name, " ", r.State)
		for _, s := range r.Steps {
			line += fmt.Sprintf(", %s %s%s×%d", s.Kind, s.Screen, strings.TrimRight("."+s.Field, "."), s.Times)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestHowFarAFlowCame(t *testing.T) {
	o := newOffice(t)
	k, token := o.offers(bruno, "wamid.1")
	is := func(name, want string) {
		t.Helper()
		if got := o.table(chat.FlowQuery{}); got != want {
			t.Errorf("%s the table is\n%s\nwant\n%s", name, got, want)
		}
	}
	is("sent,", "Bruno sent")
	o.asks(token, "INIT", "")
	o.asks(token, "data_exchange", "WHO")
	o.asks(token, "data_exchange", "WHO", "name", " ")
	o.asks(token, "data_exchange", "WHO", "name", "Secret Bruno")
	if screen := o.asks(token, "data_exchange", "WHERE", "name", "Secret Bruno", "mail", "hidden@"); screen != "WHERE" {
		t.Errorf("a wrong address leads to %s", screen)
	}
	steps := ", opened WHO×1, refused WHO.name×2, screen WHERE×1, refused WHERE.mail×1"
	is("half filled in,", "Bruno begun"+steps)
	rows, err := o.Store.FlowRowsOf(t.Context(), k, 9)
	if kept := fmt.Sprintf("%+v", rows); err != nil || strings.Contains(kept, "Secret") || strings.Contains(kept, "hidden") {
		t.Errorf("of what was not sent is kept: %s, %v", kept, err)
	}
	o.asks(token, "data_exchange", "WHERE", "name", "Bruno", "mail", "bruno@example.test")
	filled := func(wamid, mail string) {
		o.gets(bruno, wamid, chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Bruno", "mail": mail}}}, chat.Origin{})
	}
	filled("wamid.2", "bruno@example.test")
	filled("wamid.2", "bruno@example.test") // Meta repeats
	is("filled in,", "Bruno completed"+steps)
	o.pass(25 * time.Hour)
	is("a day later,", "Bruno completed"+steps)
	filled("wamid.3", "again@example.test")
	is("filled in again,", "Bruno completed\nBruno completed"+steps)
	flows, err := o.Flows(t.Context(), ana)
	if err != nil || len(flows) != 1 || flows[0].Name != "Flow called 600" || !flows[0].Endpoint || flows[0].Form != "contact" || o.named != 1 {
		t.Errorf("the Flows are %+v after %d questions to Meta, %v", flows, o.named, err)
	}
}

// A Flow that nobody completes within a day counts as left, whether it was opened or not; one
// that did not arrive does not; and one that Meta has not taken was never sent.
func TestFlowsThatAreNotCompleted(t *testing.T) {
	o := newOffice(t)
	amara, dora := chat.Contact{WaID: "2348030000001", Name: "Amara"}, chat.Contact{WaID: "4915100000002", Name: "Dora"}
	_, token := o.offers(bruno, "wamid.1")
	o.asks(token, "INIT", "")
	o.pass(time.Minute)
	k, _ := o.offers(amara, "wamid.2")
	sent := o.sent[len(o.sent)-1]
	o.must(o.Status(t.Context(), tenant, "wamid.out", sent.Callback, amara, chat.Delivery{Status: chat.NotSent, At: o.Now(), Code: 131026}))
	o.meta = func(out chat.Outgoing) (string, error) {
		if out.Token != "" {
			return "", &chat.SendError{Code: 131009, Reason: "WhatsApp does not take it."}
		}
		return "wamid.words", nil
	}
	o.offers(dora, "wamid.3")
	if got := o.table(chat.FlowQuery{}); got != "Amara failed\nBruno begun, opened WHO×1" {
		t.Errorf("at first the table is\n%s", got)
	}
	o.must(o.Status(t.Context(), tenant, "wamid.out", sent.Callback, amara, chat.Delivery{Status: chat.Delivered, At: o.Now()}))
	o.pass(chat.FlowPatience)
	o.pass(-time.Millisecond)
	if got := o.table(chat.FlowQuery{}); got != "Amara sent\nBruno left, opened WHO×1" {
		t.Errorf("just before a day is over the table is\n%s", got)
	}
	o.pass(time.Millisecond)
	if got := o.table(chat.FlowQuery{}); got != "Amara left\nBruno left, opened WHO×1" {
		t.Errorf("after a day the table is\n%s", got)
	}
	timeline, err := o.Timeline(t.Context(), ana, o.head(k).Visitor)
	o.must(err)
	if len(timeline) == 0 || timeline[0].Flow == nil || timeline[0].Flow.Step != nil || !timeline[0].At.Equal(o.Now()) {
		t.Errorf("the timeline begins with %+v", timeline[:1])
	}
}

// Whoever plays with a Flow for long fills no row: what comes after the first steps is counted.
func TestAFlowKeepsSoManySteps(t *testing.T) {
	o := newOffice(t)
	k, token := o.offers(bruno, "wamid.1")
	for range chat.MaxFlowSteps {
		o.asks(token, "INIT", strings.Repeat("x", 5000))
		o.asks(token, "data_exchange", "WHO", "name", "Bruno")
	}
	rows, err := o.Store.FlowRowsOf(t.Context(), k, 9)
	o.must(err)
	if len(rows) != 1 || len(rows[0].Steps) != chat.MaxFlowSteps || rows[0].Missed != chat.MaxFlowSteps || rows[0].Steps[2].Screen != "WHO" {
		t.Errorf("the rows are %+v", rows)
	}
}

// A step that cannot be kept is no reason to stop whoever fills in the form.
func TestAFlowGoesOnWhereStepsAreNotKept(t *testing.T) {
	o := newOffice(t)
	_, token := o.offers(bruno, "wamid.1")
	o.store.Inject = func(method string) memory.Fault {
		if method == "UpdateFlowRow" {
			return memory.Fail
		}
		return memory.None
	}
	if screen := o.asks(token, "INIT", ""); screen != "WHO" {
		t.Errorf("it opens with %s", screen)
	}
}

// The table is narrowed by day in the team's zone, person, field, words and state; the sheet
// alike. A cursor of one question fits no other.
func TestTheFlowTableIsFiltered(t *testing.T) {
	o := newOffice(t)
	amara := chat.Contact{WaID: "2348030000001", Name: "Amara"}
	k, token := o.offers(bruno, "wamid.1")
	o.gets(bruno, "wamid.2", chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Brúno"}}}, chat.Origin{})
	o.pass(14 * time.Hour) // 23:00 in UTC, the day after in Lagos
	o.must(o.Store.PutTenant(t.Context(), func() chat.Tenant {
		team, err := o.Store.Tenant(t.Context(), tenant)
		o.must(err)
		team.Zone = "Africa/Lagos"
		return team
	}()))
	o.pass(time.Minute) // settings are remembered for seconds
	o.offers(amara, "wamid.3")
	for _, c := range []struct {
		q    chat.FlowQuery
		want string
	}{
		{chat.FlowQuery{}, "Amara sent\nBruno completed"},
		{chat.FlowQuery{FromDay: "2026-11-23"}, "Amara sent"},
		{chat.FlowQuery{ToDay: "2026-11-22"}, "Bruno completed"},
		{chat.FlowQuery{FromDay: "2026-11-24"}, ""},
		{chat.FlowQuery{Visitor: o.head(k).Visitor}, "Bruno completed"},
		{chat.FlowQuery{Field: "name"}, "Bruno completed"},
		{chat.FlowQuery{Field: "name", Words: "BRUNO"}, "Bruno completed"},
		{chat.FlowQuery{Field: "mail"}, ""},
		{chat.FlowQuery{Words: "brun"}, "Bruno completed"},
		{chat.FlowQuery{Words: "nobody"}, ""},
		{chat.FlowQuery{State: chat.FlowSent}, "Amara sent"},
	} {
		if got := o.table(c.q); got != c.want {
			t.Errorf("%+v finds\n%s\nwant\n%s", c.q, got, c.want)
		}
		c.q.Flow = "600"
		sheet, n, err := o.FlowSheet(t.Context(), tenant, c.q)
		if lines := strings.Count(c.want, "\n") + min(len(c.want), 1); err != nil || n != lines || strings.Count(string(sheet), "\n") != lines+1 {
			t.Errorf("%+v: the sheet has %d rows, %v", c.q, n, err)
		}
	}
	one, err := o.FlowRows(t.Context(), ana, chat.FlowQuery{Flow: "600", Limit: 1})
	if err != nil || one.Next == "" {
		t.Fatalf("a page is %+v, %v", one, err)
	}
	if _, err := o.FlowRows(t.Context(), ana, chat.FlowQuery{Flow: "600", Field: "name", Cursor: one.Next}); !errors.Is(err, chat.ErrCursor) {
		t.Errorf("another question's cursor: %v", err)
	}
}

// What was done in a Flow is in the tenant's export, outlives a rebuild, is put right by one,
// and goes when its messages do.
func TestFlowsAreExportedAndForgotten(t *testing.T) {
	o := newOffice(t)
	files := newVault()
	o.Vault = files
	k, token := o.offers(bruno, "wamid.1")
	o.asks(token, "INIT", "")
	o.gets(bruno, "wamid.2", chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Bruno"}}}, chat.Origin{})
	rows, err := o.Store.FlowRowsOf(t.Context(), k, 9)
	if err != nil || len(rows) != 1 {
		t.Fatalf("the rows are %+v, %v", rows, err)
	}
	o.must(o.Store.UpdateFlowRow(t.Context(), tenant, rows[0], func(r *chat.FlowRow) error {
		r.Done, r.Reply, r.Values, r.Failed = time.Time{}, "", nil, true
		return nil
	}))
	for range 2 {
		_, err = o.Rebuild(t.Context(), tenant)
		o.must(err)
		mended, err := o.Store.FlowRowsOf(t.Context(), k, 9)
		if diff := cmp.Diff(rows, mended); err != nil || diff != "" {
			t.Errorf("a rebuild leaves %s, %v", diff, err)
		}
	}
	j, err := o.ExportTenant(t.Context(), ana)
	o.must(err)
	o.walks()
	sheet := files.files["exports/"+string(tenant)+"/"+j.ID+"/flows.csv"]
	if !strings.Contains(sheet, ",opened,WHO,,1\r\n") || strings.Contains(sheet, "Bruno") {
		t.Errorf("the export has %q", sheet)
	}
	o.pass(time.Duration(chat.StandardRetention.Messages+2) * 24 * time.Hour)
	o.must(o.WalkSoon(t.Context(), tenant))
	o.pass(time.Second)
	o.walks()
	if left, err := o.Store.FlowRowsOf(t.Context(), k, 9); err != nil || len(left) > 0 {
		t.Errorf("when all is due %+v is left, %v", left, err)
	}
}
