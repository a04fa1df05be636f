package views_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// The table is filtered by day in the team's zone, visitor, field, text and state; so is the sheet.
// A cursor of one query fits no other.
func TestTheFlowTableIsFiltered(t *testing.T) {
	w := chattest.New(t)
	amara := chat.Contact{WaID: "2348030000001", Name: "Amara"}
	k, token := w.Offers(chattest.Bruno, "wamid.1")
	w.Gets(chattest.Bruno, "wamid.2",
		chat.Body{
			Kind:      chat.KindFlowReply,
			FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Brúno"}},
		}, chat.Origin{})
	w.Pass(14 * time.Hour) // 23:00 in UTC, the next day in Lagos
	w.Must(w.Store.PutTenant(t.Context(), func() chat.Tenant {
		team, err := w.Store.Tenant(t.Context(), chattest.Tenant)
		w.Must(err)
		team.Zone = "Africa/Lagos"
		return team
	}()))
	w.Pass(chat.SettingsLife) // settings are cached for this long
	w.Offers(amara, "wamid.3")
	for _, c := range []struct {
		q    views.FlowQuery
		want string
	}{
		{views.FlowQuery{}, "Amara sent\nBruno completed"},
		{views.FlowQuery{FromDay: "2026-11-23"}, "Amara sent"},
		{views.FlowQuery{ToDay: "2026-11-22"}, "Bruno completed"},
		{views.FlowQuery{FromDay: "2026-11-24"}, ""},
		{views.FlowQuery{Visitor: w.Head(k).Visitor}, "Bruno completed"},
		{views.FlowQuery{Field: "name"}, "Bruno completed"},
		{views.FlowQuery{Field: "name", Words: "BRUNO"}, "Bruno completed"},
		{views.FlowQuery{Field: "mail"}, ""},
		{views.FlowQuery{Words: "brun"}, "Bruno completed"},
		{views.FlowQuery{Words: "nobody"}, ""},
		{views.FlowQuery{State: chat.FlowSent}, "Amara sent"},
	} {
		if got := w.Table(c.q); got != c.want {
			t.Errorf("%+v finds\n%s\nwant\n%s", c.q, got, c.want)
		}
		c.q.Flow = "600"
		sheet, err := w.FlowSheet(t.Context(), chattest.Ana, c.q)
		if lines := strings.Count(c.want, "\n") + min(len(c.want), 1); err != nil ||
			strings.Count(string(sheet), "\n") != lines+1 {
			t.Errorf("%+v: the sheet is %q, %v", c.q, sheet, err)
		}
	}
	one, err := w.FlowRows(t.Context(), chattest.Ana, views.FlowQuery{Flow: "600", Limit: 1})
	if err != nil || one.Next == "" {
		t.Fatalf("a page is %+v, %v", one, err)
	}
	if _, err := w.FlowRows(t.Context(), chattest.Ana,
		views.FlowQuery{Flow: "600", Field: "name", Cursor: one.Next}); !errors.Is(err, chat.ErrCursor) {
		t.Errorf("another question's cursor: %v", err)
	}
}
