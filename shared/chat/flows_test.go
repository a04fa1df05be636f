package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A Flow's answer finds the form that it answers by its token, and nobody can make one up.
func TestFlows(t *testing.T) {
	o := newOffice(t)
	form := chat.Form{ID: "contact", Flow: "600", Fields: []chat.Field{
		{Name: "name", Label: "Name", Type: "name", Required: true, Screen: "WHO"}, {Name: "when", Label: "When", Type: "choice", Choices: []string{"am", "pm"}, Screen: "WHEN"},
	}}
	var asked chat.Question
	o.think = func(q chat.Question) (chat.Answer, error) {
		asked = q
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Text: "Book a visit", Form: &form}}}, nil
	}
	k := o.writes(bruno, "wamid.1", "hello")
	o.delivers()
	token := o.sent[0].Token
	exchange := func(x chat.FlowExchange) string {
		x.Token = token
		answer, err := o.Flow(t.Context(), number, x)
		o.must(err)
		return fmt.Sprint(answer.Screen, " ", answer.Data["error_message"])
	}
	for _, c := range []struct {
		x    chat.FlowExchange
		want string
	}{
		{chat.FlowExchange{Action: "INIT"}, "WHO <nil>"},
		{chat.FlowExchange{Action: "data_exchange", Screen: "WHO"}, "WHO Name: this is needed."},
		{chat.FlowExchange{Action: "data_exchange", Screen: "WHO", Values: map[string]string{"name": "Zoë"}}, "WHEN <nil>"},
		{chat.FlowExchange{Action: "BACK", Screen: "WHO"}, "WHO <nil>"},
		{chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"name": "Zoë", "when": "noon"}}, "WHEN When does not look right."},
		{chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"when": "am"}}, "WHO Name: this is needed."},
		{chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"name": "Zoë", "when": "am"}}, "SUCCESS <nil>"},
	} {
		if got := exchange(c.x); got != c.want {
			t.Errorf("%+v leads to %q, want %q", c.x, got, c.want)
		}
	}
	for _, forged := range []string{"", "unused", token + "x", strings.Replace(token, "|0|", "|1|", 1)} {
		if _, err := o.Flow(t.Context(), number, chat.FlowExchange{Action: "INIT", Token: forged}); code(err) != "flow_token_dead" {
			t.Errorf("the token %q: %v", forged, err)
		}
	}
	reply := func(wamid, token string) chat.Body {
		body := chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Zoë", "when": "am"}, Raw: "{}"}}
		o.gets(bruno, wamid, body, chat.Origin{})
		return body
	}
	reply("wamid.2", token)
	if s := asked.Message.Body().Submission; s == nil || s.Form != "contact" || s.Values["name"] != "Zoë" || s.Values["flow_token"] != "" {
		t.Errorf("the bot was asked %+v", asked.Message.Body())
	}
	reply("wamid.3", "unused")
	table, err := o.FlowReplies(t.Context(), ana, "600", "", 10)
	if err != nil || len(table.Rows) != 1 || table.Rows[0].Values["name"] != "Zoë" || table.Rows[0].Form != "contact" {
		t.Errorf("the table is %+v, %v", table, err)
	}
	foreign, err := o.FlowReplies(t.Context(), ana, chat.UnknownFlow, "", 10)
	if err != nil || len(foreign.Rows) != 1 || foreign.Rows[0].Problem != chat.FlowForeign {
		t.Errorf("the other table is %+v, %v", foreign, err)
	}
	sheet, n, err := o.FlowSheet(t.Context(), tenant, "600")
	if err != nil || n != 1 || !strings.Contains(string(sheet), "problem,name,when\r\n") {
		t.Errorf("the sheet is %q, %v", sheet, err)
	}
	_ = k
}
