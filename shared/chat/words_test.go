package chat_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/dialling"
)

// script is the store in which a scripted bot of a test finds its script.
type script string

func (s script) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	return chat.Script{Text: json.RawMessage(s)}, nil
}

// A customer on WhatsApp fills in a lead form in words: choices are offered, a question in between is answered,
// a person who joins ends it, and the form filled in anew reaches its goal.
func TestALeadFormOnWhatsApp(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{{Name: "Lead", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
	w.Must(err)
	w.Rules.ValidNumber = dialling.Known
	w.Responder = bot.Scripted(script(`{"greeting":{"say":["Hi"],"buttons":[{"id":"go","title":"An offer",
		"goto":"ask"}]},"steps":{"ask":{"say":["Gladly."],"form":{"id":"lead","goto":"done","fields":[
	 {"name":"who","label":"Your name","type":"name","required":true},{"name":"call","label":"Phone","type":"phone",
	 "required":true},{"name":"what","label":"What","type":"choice","choices":["Saddle","Bridle"]}]}},
	 "done":{"say":["Thank you."]}},"faq":[{"id":"h","question":"When do you open?","answer":{"say":["At nine."]}}],
	 "fallback":{"say":["What?"]},"person":{"words":["person"],"say":["Somebody comes."]}}`), bot.NoKnowledge{})
	k, n := chat.ConversationKey{}, 0
	says := func(text, want string) {
		t.Helper()
		n++
		w.Pass(2 * time.Minute)
		k = w.Writes(chattest.Bruno, "wamid."+string(rune('a'+n)), text)
		w.Streams()
		reply, err := w.Store.Message(w.Ctx(), k, w.Head(k).LastBotReply)
		if err != nil || len(reply.Bubbles) == 0 || reply.Bubbles[len(reply.Bubbles)-1].Text != want {
			t.Errorf("%q was answered by %+v, %v", text, reply.Bubbles, err)
		}
	}
	says("An offer!", "Your name")
	_, err = w.TakeOver(w.Ctx(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	w.Pass(time.Second)
	_, err = w.HandBack(w.Ctx(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	says("when do you open", "At nine.")
	says("an offer", "Your name")
	says("Bruno", "Phone")
	says("0000000", "Phone")
	says("(0)11 98765 4321", "What (optional, write “skip” to leave it out)")
	says("BRIDLE", "Thank you.")
	v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
	if err != nil || v.Name() != "Bruno" {
		t.Errorf("the profile is %+v, %v", v.Profile, err)
	}
	visits, err := w.Store.VisitsOf(w.Ctx(), v.Key(), 10)
	w.Must(err)
	if !slices.ContainsFunc(visits, func(s chat.Visit) bool { return len(s.Goals) == 1 && s.Goals[0].Name == "Lead" }) {
		t.Errorf("no visit reached the goal: %+v", visits)
	}
}
