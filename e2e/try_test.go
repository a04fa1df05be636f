package e2e

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// Trying a script shows a visitor's view of it: forms in text as on WhatsApp, each wrong field of
// a form by its name, and no gap for messages that are not questions.
func TestTryingAScriptShowsTheVisitorsView(t *testing.T) {
	olu := demo(t, chat.RoleOwner)
	var bots wire.BotList
	olu.does("GET", "/v1/bots", nil, &bots)
	path := "/v1/bots/" + bots.Rows[0].Id + "/try"
	text := `{"greeting":{"say":["Hi"]},"steps":{"ask":{"say":["Gladly."],"form":{"id":"lead","goto":"done","fields":[
	 {"name":"mail","label":"E-mail","type":"email","required":true},
	  {"name":"size","label":"Size","type":"choice","choices":["Small","Large"]}]}},"done":{"say":["Thank you, done."]}},
	 "fallback":{"say":["What?"],"buttons":[{"id":"go","title":"An offer","goto":"ask"}]}}`
	var got wire.TrialAnswer
	olu.does("POST", path, object{"text": text, "source": "whatsapp", "say": "an offer!"}, &got)
	for _, say := range []string{"nope", "dana@mail.test", "2"} {
		if got.State == nil {
			t.Fatalf("before %q the form is over: %+v", say, got)
		}
		state := got.State
		got = wire.TrialAnswer{}
		olu.does("POST", path, object{"text": text, "source": "whatsapp", "say": say, "state": state}, &got)
	}
	if len(got.Bubbles) != 1 || got.Bubbles[0].Text != "Thank you, done." || got.Effects.Form == nil ||
		got.Effects.Form.State != chat.FormSent {
		t.Errorf("at the end of the form: %+v", got)
	}
	status, refusal := olu.call("POST", path,
		object{"text": text, "form": "lead", "values": object{"mail": "a@localhost", "size": "Huge"}}, nil)
	if status != 400 || refusal.Code != "field_email" || refusal.Field == nil || *refusal.Field != "mail" ||
		refusal.Fields == nil || len(*refusal.Fields) != 2 {
		t.Errorf("a wrong form: %d %+v", status, refusal)
	}
	got = wire.TrialAnswer{}
	olu.does("POST", path, object{"text": text, "say": "thanks a lot 👍"}, &got)
	if got.Effects.Gap != nil || !strings.Contains(got.Bubbles[0].Text, "welcome") {
		t.Errorf("thanks: %+v", got)
	}
}
