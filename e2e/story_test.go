package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// The first story: a visitor writes on the website, and an agent reads it.
func TestAWebMessageReachesTheInbox(t *testing.T) {
	amara := newVisitor(t, "lagos")
	tab := amara.opensTab("/")
	said := tab.says("When do you open?")
	if said.Action != "ack" || said.Reply == nil {
		t.Fatalf("the answer did not ride on the ack: %+v", said)
	}
	amara.sees("bot: We are open Monday to Saturday, from 9 to 18 o'clock.")

	ana := demo(t, chat.RoleAgent)
	conversation := amara.conversation
	ana.finds("bot", conversation)
	rows := ana.reads(conversation)
	if len(rows) != 2 || rows[0].Body().Text != "When do you open?" || rows[1].Outcome != chat.Answered {
		t.Errorf("the transcript is not the conversation: %+v", rows)
	}
}

// The main story, whole: a form and a goal, a gap, a lost socket, a takeover while
// the bot answers, and the way back to the bot.
func TestTheStoryOfAVisitor(t *testing.T) {
	amara := newVisitor(t, "lagos")
	tab := amara.opensTab("/")
	greeting := tab.asks(object{"action": "open", "id": newID()}).Message
	amara.sees("bot: Welcome to Kettle & Co. What can I do for you?")

	form := tab.taps(greeting, "offer").Reply
	if form == nil || form.Bubbles[len(form.Bubbles)-1].Form == nil {
		t.Fatalf("the button did not lead to a form: %+v", form)
	}
	if bad := tab.submits(form, "lead", object{"name": "Amara Okafor", "email": "nonsense"}); bad.Code != "field_email" {
		t.Errorf("a wrong e-mail address was answered by %+v", bad)
	}
	tab.submits(form, "lead", object{"name": "Amara Okafor", "email": "amara@mail.test"})
	amara.sees("bot: Thank you! You will have our offer within a day.")

	ana := demo(t, chat.RoleAgent)
	row := ana.finds("bot", amara.conversation)
	visitor := string(row.Conversation.Visitor)
	soon(t, "the form's name is on the profile and the goal is reached without a human", func() bool {
		var detail wire.VisitorDetail
		ana.does("GET", "/v1/visitors/"+visitor, nil, &detail)
		goals := detail.Sessions[0].Goals
		return detail.Visitor.Profile["name"].Value == "Amara Okafor" &&
			detail.Visitor.Profile["email"].Source == "form:lead" &&
			len(goals) == 1 && goals[0].Name == "Lead Captured" && goals[0].WithoutHuman
	})

	question := "Do you sell saddles for zebras " + newID() + "?"
	tab.says(question)
	soon(t, "the question is a gap", func() bool { return slices.Contains(ana.gaps("b_shop"), question) })

	tab.loses()
	amara.t.Log("the socket is gone without a word")
	sam := ana.watches(amara.conversation)
	head := ana.acts(amara.conversation, "take-over")
	if head.Owner != chat.OwnerAgent {
		t.Fatalf("after the takeover the owner is %s", head.Owner)
	}
	ana.replies(amara.conversation, "Hello Amara, a person here. No saddles, sorry.")
	back := amara.opensTab("/cart")
	amara.sees("agent: Hello Amara, a person here. No saddles, sorry.")
	if answered := back.says("Thank you! When do you open?"); answered.Reply != nil {
		t.Errorf("the bot spoke after a takeover: %+v", answered.Reply)
	}
	expect(t, sam, "the visitor's words at the watching agent", func(p chat.Push) bool {
		return p.Action == "message" && p.Message.Author.Kind == chat.ByVisitor
	})
	ana.acts(amara.conversation, "hand-back")
	if answered := back.says("When do you open?"); answered.Reply == nil {
		t.Error("after the hand-back the bot is silent")
	}
	ana.tells(amara.conversation)
	for id, times := range amara.got { // an answer, its push, a hello, and pushes of records that the stream repeats
		if times > 6 {
			t.Errorf("message %s came %d times", id, times)
		}
	}
	for _, m := range ana.reads(amara.conversation) {
		if seen, ok := m.ForVisitor(); ok {
			if _, has := amara.seen[seen.ID]; !has {
				t.Errorf("the visitor lost %s", m.ID)
			}
		}
	}
}

// A visitor on an IPv6 line has a network like everybody, cut to its /48.
func TestAVisitorOnIPv6HasANetwork(t *testing.T) {
	wanjiru := newVisitor(t, "nairobi")
	page := wanjiru.opensTab("/")
	ana := demo(t, chat.RoleViewer)
	soon(t, "a live visit from Nairobi with its network", func() bool {
		var list wire.SessionList
		ana.does("GET", "/v1/sessions?state=live&source=web&country=KE&limit=200", nil, &list)
		return slices.ContainsFunc(list.Rows, func(row wire.SessionRow) bool {
			return row.CookieId != nil && *row.CookieId == wanjiru.cookie && row.Session.Place.City == "Nairobi" &&
				row.Session.Network == "2001:db8:254::/48"
		})
	})
	page.closes()
}

// A visitor who browses without opening the chat is one live visit with a page trail.
func TestASilentVisitIsOneSession(t *testing.T) {
	hugo := newVisitor(t, "berlin")
	first := hugo.opensTab("/")
	first.visits("/kettles")
	second := hugo.opensTab("/teapots")
	second.visits("/delivery")
	first.visits("/kettles/copper")

	ana := demo(t, chat.RoleViewer)
	var visit chat.Visit
	soon(t, "one live session with five pages in Berlin", func() bool {
		var list wire.SessionList
		ana.does("GET", "/v1/sessions?state=live&source=web&country=DE&limit=200", nil, &list)
		found := 0
		for _, row := range list.Rows {
			if row.CookieId != nil && *row.CookieId == hugo.cookie {
				visit = row.Session
				found++
			}
		}
		return found == 1 && visit.Pages == 5
	})
	if visit.Place.City != "Berlin" || visit.Returning || visit.Network == "" ||
		!strings.HasSuffix(visit.Network, "/24") || visit.Device.Browser != "Chrome" {
		t.Errorf("the session is %+v", visit)
	}
	var timeline wire.Timeline
	ana.does("GET", "/v1/visitors/"+string(visit.Visitor)+"/timeline", nil, &timeline)
	if len(timeline.Rows) != 5 {
		t.Errorf("the trail has %d rows, want 5", len(timeline.Rows))
	}
	if status, failed := ana.call("GET", "/v1/conversations/"+hugo.conversation, nil, nil); status != 404 {
		t.Errorf("a silent visit has a conversation: %d %+v", status, failed)
	}
	first.closes()
	second.closes()
	soon(t, "the session closes", func() bool {
		var live wire.SessionList
		ana.does("GET", "/v1/sessions?state=live", nil, &live)
		return !slices.ContainsFunc(live.Rows, func(r wire.SessionRow) bool {
			return r.Session.ID == visit.ID && r.Presence.State != chat.StateLeft
		})
	})
}

// The same message a hundred times is one message.
func TestARepeatIsNoSecondMessage(t *testing.T) {
	v := newVisitor(t, "lyon")
	tab := v.opensTab("/")
	id := newID()
	for range 3 {
		if f := tab.asks(object{"action": "message", "id": id, "text": "hello"}); f.Action != "ack" {
			t.Fatalf("a repeat was answered by %+v", f)
		}
	}
	if f := tab.asks(object{"action": "message", "id": id, "text": "something else"}); f.Code != "id_conflict" {
		t.Errorf("another body under a stored id was answered by %+v", f)
	}
	ana := demo(t, chat.RoleAgent)
	ana.finds("bot", v.conversation)
	if rows := ana.reads(v.conversation); len(rows) != 2 {
		t.Errorf("there are %d rows, want the question and one reply", len(rows))
	}
}
