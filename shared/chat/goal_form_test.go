package chat_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// A form that is asked in words reaches its goal by the answer to its last field, and not before.
func TestAFormInWordsReachesItsGoal(t *testing.T) {
	o, _ := newTeam(t)
	_, err := o.SaveGoals(o.ctx(), olu, []chat.Goal{{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
	o.must(err)
	place := chat.FormPlace{Form: "lead", State: chat.FormAsked}
	o.think = func(chat.Question) (chat.Answer, error) {
		at := place
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Go on.")}, Effects: chat.Effects{Form: &at}}, nil
	}
	g := o.guest()
	g.opens("/")
	for _, state := range []chat.FormState{chat.FormAsked, chat.FormLeft, chat.FormSent} {
		place.State = state
		g.says("Dana")
		o.streams()
		s, err := o.Store.Session(o.ctx(), g.socket.SessionKey())
		o.must(err)
		if reached := len(s.Goals) == 1 && s.Goals[0].Value == 50; reached != (state == chat.FormSent) {
			t.Errorf("a form that was %s: goals %+v", state, s.Goals)
		}
	}
}

// A form that was sent reaches its goal whoever has the conversation, and whatever becomes of
// the bot's answer to it; once.
func TestAFormReachesItsGoalWhoeverHasTheConversation(t *testing.T) {
	takes := func(o *office, g *guest) {
		_, err := o.TakeOver(o.ctx(), ana, g.key(), o.sees(g.key()))
		o.must(err)
	}
	for name, c := range map[string]struct {
		bot    chat.BotID
		before func(o *office, g *guest)
		think  func(o *office, g *guest) (chat.Answer, error)
		by     chat.HelpedBy
	}{
		"the bot answers": {fast, nil, nil, chat.HelpedByBot},
		"a person has it": {fast, takes, nil, chat.HelpedByBoth},
		"a person takes over while the bot thinks": {fast, nil, func(o *office, g *guest) (chat.Answer, error) {
			o.pass(time.Second)
			takes(o, g)
			return chat.Answer{Bubbles: []chat.Body{chat.Text("too late")}}, nil
		}, chat.HelpedByBot}, // it was sent before
		"the bot fails": {fast, nil, func(*office, *guest) (chat.Answer, error) {
			return chat.Answer{}, errNetwork
		}, chat.HelpedByBot},
		"the bot is silent":           {fast, nil, func(*office, *guest) (chat.Answer, error) { return chat.Answer{}, nil }, chat.HelpedByBot},
		"a slow bot has not answered": {slow, nil, nil, chat.HelpedByBot},
		"a person has a slow bot's":   {slow, takes, nil, chat.HelpedByBoth},
	} {
		o, _ := newTeam(t)
		_, err := o.SaveGoals(o.ctx(), olu, []chat.Goal{{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
		o.must(err)
		g := o.guest()
		g.bot = c.bot
		g.opens("/")
		o.think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &lead}}}, nil
		}
		g.says("an offer")
		o.streams()
		for _, task := range o.asked {
			o.must(o.Answer(o.ctx(), task, true))
		}
		o.pass(time.Second)
		if c.before != nil {
			c.before(o, g)
		}
		o.think = func(chat.Question) (chat.Answer, error) {
			if c.think != nil {
				return c.think(o, g)
			}
			return chat.Answer{Bubbles: []chat.Body{chat.Text("Thank you.")}}, nil
		}
		o.pass(time.Second)
		g.fills("lead", map[string]string{"name": "Dana", "mail": "dana@mail.test"})
		for range 2 { // the stream may tell of it again
			o.relay = 0
			o.streams()
		}
		goals := g.session().Goals
		if len(goals) != 1 || goals[0].By != c.by || goals[0].Value != 50 {
			t.Errorf("%s: the goals are %+v, want by %s", name, goals, c.by)
		}
		if v, err := o.Store.Visitor(o.ctx(), g.socket.VisitorKey()); err != nil || v.Profile["name"].Value != "Dana" {
			t.Errorf("%s: the profile is %+v, %v", name, v.Profile, err)
		}
		o.recounts()
	}
}

// fills sends the form that the conversation shows.
func (g *guest) fills(form string, values map[string]string) {
	g.o.t.Helper()
	in := g.incoming(g.o.id(), "")
	shown, err := g.o.Store.History(g.o.ctx(), g.key(), "", 50)
	g.o.must(err)
	for _, m := range shown {
		if len(m.Bubbles) > 0 && m.Body().Form != nil && in.Message.Bubbles[0].Submission == nil {
			in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{Message: m.ID, Form: form, Values: values}}
		}
	}
	_, err = g.o.Receive(g.o.ctx(), in)
	g.o.must(err)
}

// A form that a person sends reaches its goal as well, on a website and on WhatsApp, in the
// visit in which it was filled in: also when all of it is told again after another visit.
func TestAFormFromAPersonReachesItsGoal(t *testing.T) {
	o, _ := newTeam(t)
	_, err := o.SaveGoals(o.ctx(), olu, []chat.Goal{{Name: "Offer", Form: "contact"}}, 1)
	o.must(err)
	form := chat.Form{ID: "contact", Flow: "600", Fields: []chat.Field{{Name: "who", Label: "Name", Type: "name", Required: true}}}
	k := o.writes(bruno, "wamid.1", "hello")
	o.delivers()
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	for _, key := range []chat.ConversationKey{amara.key(), k} {
		o.pass(time.Second)
		_, _, err := o.Reply(o.ctx(), ana, key, o.id(), chat.Body{Kind: chat.KindForm, Text: "Who are you?", Form: &form})
		o.must(err)
	}
	o.streams()
	o.delivers()
	o.pass(time.Second)
	amara.fills("contact", map[string]string{"who": "Zoë"})
	values := map[string]string{"flow_token": o.sent[len(o.sent)-1].Token, "who": "Zoë"}
	o.gets(bruno, "wamid.2", chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{Values: values, Raw: "{}"}}, chat.Origin{})
	o.pass(2 * time.Hour)
	o.sweeps()
	o.gets(bruno, "wamid.3", chat.Text("hello again"), chat.Origin{})
	o.relay = 0
	o.streams()
	visits, err := o.Store.SessionsOf(o.ctx(), chat.VisitorKey{Tenant: tenant, ID: o.head(k).Visitor}, 10)
	o.must(err)
	if len(visits) != 2 || len(visits[0].Goals) != 0 {
		t.Fatalf("the phone's visits are %+v", visits)
	}
	for _, s := range []chat.Session{amara.session(), visits[1]} {
		if len(s.Goals) != 1 || s.Goals[0].Name != "Offer" || s.Goals[0].By != chat.HelpedByBoth || s.Goals[0].WithoutHuman {
			t.Errorf("%s: the goals are %+v", s.Source, s.Goals)
		}
	}
	o.recounts()
}

// All that is wrong with the goals is said at once, each at its field.
func TestGoalsAreCorrectedAtTheirFields(t *testing.T) {
	o, _ := newTeam(t)
	_, err := o.SaveGoals(o.ctx(), olu, []chat.Goal{
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
