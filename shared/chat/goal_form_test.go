package chat_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A form that is asked in words reaches its goal by the answer to its last field, and not before.
func TestAFormInWordsReachesItsGoal(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
	w.Must(err)
	place := chat.FormPlace{Form: "lead", State: chat.FormAsked}
	w.Think = func(chat.Question) (chat.Answer, error) {
		at := place
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Go on.")}, Effects: chat.Effects{Form: &at}}, nil
	}
	g := w.Guest()
	g.Opens("/")
	for _, state := range []chat.FormState{chat.FormAsked, chat.FormLeft, chat.FormSent} {
		place.State = state
		g.Says("Dana")
		w.Streams()
		s, err := w.Store.Visit(w.Ctx(), g.Socket.VisitKey())
		w.Must(err)
		if reached := len(s.Goals) == 1 && s.Goals[0].Value == 50; reached != (state == chat.FormSent) {
			t.Errorf("a form that was %s: goals %+v", state, s.Goals)
		}
	}
}

// A form that was sent reaches its goal once, under any owner of the conversation, and with or without the
// bot's answer to it.
func TestAFormReachesItsGoalWhoeverHasTheConversation(t *testing.T) {
	takes := func(w *chattest.World, g *chattest.Guest) {
		_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
		w.Must(err)
	}
	for name, c := range map[string]struct {
		bot    chat.BotID
		before func(w *chattest.World, g *chattest.Guest)
		think  func(w *chattest.World, g *chattest.Guest) (chat.Answer, error)
		by     chat.HelpedBy
	}{
		"the bot answers": {chattest.Fast, nil, nil, chat.HelpedByBot},
		"a person has it": {chattest.Fast, takes, nil, chat.HelpedByBoth},
		"a person takes over while the bot thinks": {
			chattest.Fast, nil,
			func(w *chattest.World, g *chattest.Guest) (chat.Answer, error) {
				w.Pass(time.Second)
				takes(w, g)
				return chat.Answer{Bubbles: []chat.Body{chat.Text("too late")}}, nil
			}, chat.HelpedByBot,
		}, // it was sent before
		"the bot fails": {chattest.Fast, nil, func(*chattest.World, *chattest.Guest) (chat.Answer, error) {
			return chat.Answer{}, chattest.ErrNetwork
		}, chat.HelpedByBot},
		"the bot is silent": {
			chattest.Fast, nil, func(*chattest.World, *chattest.Guest) (chat.Answer, error) { return chat.Answer{}, nil },
			chat.HelpedByBot,
		},
		"a slow bot has not answered": {chattest.Slow, nil, nil, chat.HelpedByBot},
		"a person has a slow bot's":   {chattest.Slow, takes, nil, chat.HelpedByBoth},
	} {
		w, _ := chattest.NewTeam(t)
		_, err := w.SaveGoals(w.Ctx(), chattest.Olu,
			[]chat.Goal{{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
		w.Must(err)
		g := w.Guest()
		g.Bot = c.bot
		g.Opens("/")
		w.Think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
		}
		g.Says("an offer")
		w.Streams()
		for _, task := range w.Asked {
			w.Must(w.Answer(w.Ctx(), task, true))
		}
		w.Pass(time.Second)
		if c.before != nil {
			c.before(w, g)
		}
		w.Think = func(chat.Question) (chat.Answer, error) {
			if c.think != nil {
				return c.think(w, g)
			}
			return chat.Answer{Bubbles: []chat.Body{chat.Text("Thank you.")}}, nil
		}
		w.Pass(time.Second)
		g.Fills("lead", map[string]string{"name": "Dana", "mail": "dana@mail.test"})
		for range 2 { // the stream may tell of it again
			w.Relayed = 0
			w.Streams()
		}
		goals := g.Visit().Goals
		if len(goals) != 1 || goals[0].By != c.by || goals[0].Value != 50 {
			t.Errorf("%s: the goals are %+v, want by %s", name, goals, c.by)
		}
		if v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey()); err != nil || v.Profile["name"].Value != "Dana" {
			t.Errorf("%s: the profile is %+v, %v", name, v.Profile, err)
		}
		w.Recounts()
	}
}

// A form that a person sends reaches its goal as well, on a website and on WhatsApp, in the
// visit in which it was filled in: also when all of it is told again after another visit.
func TestAFormFromAPersonReachesItsGoal(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{{Name: "Offer", Form: "contact"}}, 1)
	w.Must(err)
	form := chat.Form{
		ID: "contact", Flow: "600", Fields: []chat.Field{{Name: "who", Label: "Name", Type: "name", Required: true}},
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	for _, key := range []chat.ConversationKey{amara.Key(), k} {
		w.Pass(time.Second)
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, key, w.ID(),
			chat.Body{Kind: chat.KindForm, Text: "Who are you?", Form: &form})
		w.Must(err)
	}
	w.Streams()
	w.Delivers()
	w.Pass(time.Second)
	amara.Fills("contact", map[string]string{"who": "Zoë"})
	values := map[string]string{"flow_token": w.Sent[len(w.Sent)-1].Token, "who": "Zoë"}
	w.Gets(chattest.Bruno, "wamid.2",
		chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: values, Raw: "{}"}}, chat.Origin{})
	w.Pass(2 * time.Hour)
	w.Sweeps()
	w.Gets(chattest.Bruno, "wamid.3", chat.Text("hello again"), chat.Origin{})
	w.Relayed = 0
	w.Streams()
	visits, err := w.Store.VisitsOf(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor}, 10)
	w.Must(err)
	if len(visits) != 2 || len(visits[0].Goals) != 0 {
		t.Fatalf("the phone's visits are %+v", visits)
	}
	for _, s := range []chat.Visit{amara.Visit(), visits[1]} {
		if len(s.Goals) != 1 || s.Goals[0].Name != "Offer" || s.Goals[0].By != chat.HelpedByBoth || s.Goals[0].WithoutHuman {
			t.Errorf("%s: the goals are %+v", s.Source, s.Goals)
		}
	}
	w.Recounts()
}

// All faults of the goals are told at once, each at its field.
func TestGoalsAreCorrectedAtTheirFields(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{
		{Name: "Order", Page: true},
		{Name: " ", Value: 5, Page: true},
		{Name: "Order ", Currency: "EUR"},
		{Name: "Lead", Server: true, Value: -2, Currency: "EUR"},
	}, 1)
	wrong, _ := errors.AsType[*chat.Error](err)
	got := map[string]string{}
	for _, f := range wrong.Fields {
		got[f.Name] = f.Code
	}
	want := map[string]string{
		"goals.1.name": "goal_name_needed", "goals.1.currency": "goal_currency",
		"goals.2.name": "goal_twice", "goals.2.reached": "goal_unreachable", "goals.2.value": "goal_currency",
		"goals.3.value": "goal_value",
	}
	if !maps.Equal(got, want) {
		t.Errorf("faults %v, want %v", got, want)
	}
}
