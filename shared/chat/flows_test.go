package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// A Flow's answer finds the form that it answers by its token, and nobody can make one up.
func TestFlows(t *testing.T) {
	w := chattest.New(t)
	form := chat.Form{ID: "contact", Flow: "600", Fields: []chat.Field{
		{Name: "name", Label: "Name", Type: "name", Required: true, Screen: "WHO"},
		{Name: "when", Label: "When", Type: "choice", Choices: []string{"am", "pm"}, Screen: "WHEN"},
	}}
	var asked chat.Question
	w.Think = func(q chat.Question) (chat.Answer, error) {
		asked = q
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Text: "Book a visit", Form: &form}}}, nil
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	token := w.Sent[0].Token
	exchange := func(x chat.FlowExchange) string {
		x.Token = token
		answer, err := w.Flow(t.Context(), chattest.Number, x)
		w.Must(err)
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
		{
			chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"name": "Zoë", "when": "noon"}},
			"WHEN When does not look right.",
		},
		{
			chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"when": "am"}},
			"WHO Name: this is needed.",
		},
		{
			chat.FlowExchange{Action: "data_exchange", Screen: "WHEN", Values: map[string]string{"name": "Zoë", "when": "am"}},
			"SUCCESS <nil>",
		},
	} {
		if got := exchange(c.x); got != c.want {
			t.Errorf("%+v leads to %q, want %q", c.x, got, c.want)
		}
	}
	for _, forged := range []string{"", "unused", token + "x", strings.Replace(token, "|0|", "|1|", 1)} {
		if _, err := w.Flow(t.Context(), chattest.Number,
			chat.FlowExchange{Action: "INIT", Token: forged}); chattest.Code(err) != "flow_token_dead" {
			t.Errorf("the token %q: %v", forged, err)
		}
	}
	reply := func(wamid, token string) chat.Body {
		body := chat.Body{
			Kind:      chat.KindFlowReply,
			FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Zoë", "when": "am"}, Raw: "{}"},
		}
		w.Gets(chattest.Bruno, wamid, body, chat.Origin{})
		return body
	}
	reply("wamid.2", token)
	if s := asked.Message.Body().Submission; s == nil || s.Form != "contact" || s.Values["name"] != "Zoë" ||
		s.Values["flow_token"] != "" {
		t.Errorf("the bot was asked %+v", asked.Message.Body())
	}
	reply("wamid.3", "unused")
	table, err := w.FlowRows(t.Context(), chattest.Ana, views.FlowQuery{Flow: "600"})
	if err != nil || len(table.Rows) != 1 || table.Rows[0].Values["name"] != "Zoë" || table.Rows[0].Form != "contact" ||
		table.Rows[0].State != chat.FlowCompleted {
		t.Errorf("the table is %+v, %v", table, err)
	}
	foreign, err := w.FlowRows(t.Context(), chattest.Ana, views.FlowQuery{Flow: chat.UnknownFlow})
	if err != nil || len(foreign.Rows) != 1 || foreign.Rows[0].Problem != chat.FlowForeign {
		t.Errorf("the other table is %+v, %v", foreign, err)
	}
	sheet, err := w.FlowSheet(t.Context(), chattest.Ana, views.FlowQuery{Flow: "600"})
	if err != nil || strings.Count(string(sheet), "\n") != 2 || !strings.Contains(string(sheet), "problem,name,when\r\n") {
		t.Errorf("the sheet is %q, %v", sheet, err)
	}
	_ = k
}

// A form that a person sends is filled in like a bot's: it lands on the profile, and the bot
// is not asked.
func TestAFormFromAPerson(t *testing.T) {
	w := chattest.New(t)
	form := chat.Form{
		ID: "contact", Flow: "600",
		Fields: []chat.Field{
			{Name: "who", Label: "Name", Type: "name", Required: true}, {Name: "mail", Label: "Mail", Type: "email"},
		},
	}
	values := map[string]string{"who": "Zoë", "mail": "zoe@example.test"}
	sent := func(k chat.ConversationKey) chat.Message {
		m, _, err := w.Reply(t.Context(), chattest.Ana, k, w.ID(),
			chat.Body{Kind: chat.KindForm, Text: "Who are you?", Form: &form})
		w.Must(err)
		w.Streams()
		return m
	}
	look := func(name string, k chat.ConversationKey) {
		v, err := w.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
		if err != nil || v.Name() != "Zoë" || v.Profile["email"].Value != "zoe@example.test" ||
			v.Profile["email"].Source != "form:contact" {
			t.Errorf("%s: the profile is %+v, %v", name, v.Profile, err)
		}
	}
	for _, mind := range []chat.BotID{chattest.Fast, chattest.Slow} {
		amara := w.Guest()
		amara.Bot = mind
		amara.Opens("/")
		amara.Says("hello")
		w.Streams()
		m := sent(amara.Key())
		w.Think = func(chat.Question) (chat.Answer, error) {
			t.Errorf("the bot %s was asked", mind)
			return chat.Answer{}, nil
		}
		in := amara.Incoming(w.ID(), "")
		in.Message.Bubbles = []chat.Bubble{
			{
				Body: chat.Body{
					Kind:       chat.KindSubmission,
					Submission: &chat.Submission{Message: m.ID, Form: "contact", Values: map[string]string{"mail": "no"}},
				},
			},
		}
		if _, err := w.Receive(t.Context(), in); chat.KindOf(err) != chat.Invalid {
			t.Errorf("half filled in: %v", err)
		}
		in.Message.Bubbles[0].Submission.Values = values
		_, err := w.Receive(t.Context(), in)
		w.Must(err)
		w.Streams()
		look(string(mind), amara.Key())
		w.Think = func(q chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("ok")}}, nil
		}
	}

	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	sent(k)
	w.Delivers()
	token := w.Sent[len(w.Sent)-1].Token
	if token == "" {
		t.Fatal("a Flow was sent without a token")
	}
	w.Gets(chattest.Bruno, "wamid.2",
		chat.Body{
			Kind: chat.KindFlowReply,
			FlowReply: &chat.FlowReply{
				Values: map[string]string{"flow_token": token, "who": "Zoë", "mail": "zoe@example.test"}, Raw: "{}",
			},
		}, chat.Origin{})
	v, err := w.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
	if err != nil || v.Profile["email"].Value != "zoe@example.test" {
		t.Errorf("the phone's profile is %+v, %v", v.Profile, err)
	}
}
