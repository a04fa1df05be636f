package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

// opened is a guest who opened the chat and said nothing.
func opened(o *office) *guest {
	amara := o.guest()
	amara.opens("/")
	_, err := o.Open(o.ctx(), amara.socket, o.id())
	o.must(err)
	o.streams()
	return amara
}

func TestAChatThatWasOnlyOpenedIsOneRow(t *testing.T) {
	o := newOffice(t)
	amara := opened(o)
	if _, err := o.Store.Head(t.Context(), amara.key()); err != chat.ErrNotFound {
		t.Errorf("a silent chat has a head: %v", err)
	}
	again, err := o.Open(t.Context(), amara.socket, o.id()) // after a reload, in another tab
	o.must(err)
	if log := o.log(amara.key()); len(log) != 1 || again == nil {
		t.Errorf("greeted again: %v", log)
	}
	done, err := o.Rebuild(t.Context(), tenant)
	o.must(err)
	if done.MendedHeads != 0 {
		t.Error("a rebuild lists a chat in which nobody spoke")
	}
}

func TestAnAgentWatchesAndWritesIntoAChatThatWasOnlyOpened(t *testing.T) {
	o := newOffice(t)
	amara := opened(o)
	p, err := o.Person(t.Context(), ana, amara.socket.Visitor)
	o.must(err)
	if len(p.Conversations) != 1 || p.Conversations[0].ID != amara.key().ID {
		t.Fatalf("the profile leads to %+v", p.Conversations)
	}
	head, err := o.Conversation(t.Context(), amara.key())
	o.must(err)
	if head.Visitor != amara.socket.Visitor || head.Owner != chat.OwnerBot || head.Preview == "" {
		t.Errorf("the agent reads %+v", head)
	}
	looks := chat.Socket{ID: "a.1", Tenant: tenant, Agent: &ana, Opened: o.Now(), Expires: o.Now().Add(time.Hour)}
	o.must(o.Store.OpenSocket(t.Context(), looks))
	o.must(o.View(t.Context(), looks, amara.key().ID))
	o.pass(time.Second)
	_, _, err = o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Text("May I help?"))
	o.must(err)
	want := []string{"bot welcome", "system took_over", "agent May I help?"}
	if diff := cmp.Diff(want, o.log(amara.key())); diff != "" {
		t.Error(diff)
	}
	amara.says("yes")
	o.streams()
	if h := o.head(amara.key()); h.Owner != chat.OwnerAgent || h.WaitingFrom.IsZero() {
		t.Errorf("the head is %+v", h)
	}
	other := o.guest()
	other.opens("/")
	if _, _, err := o.Reply(t.Context(), ana, other.key(), o.id(), chat.Text("x")); code(err) != "no_conversation" {
		t.Errorf("a chat that nobody opened: %v", err)
	}
}

func TestATapOnALinkIsKeptAndAsksNobody(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.think = func(q chat.Question) (chat.Answer, error) {
		link := chat.Body{Kind: chat.KindButtons, Text: "See", Options: []chat.Option{{ID: "page", Title: "Our page", URL: "https://shop.test/x"}}}
		return chat.Answer{Bubbles: []chat.Body{link}}, nil
	}
	offer := amara.says("where?")
	_, err := o.TakeOver(t.Context(), ana, amara.key(), o.sees(amara.key()))
	o.must(err)
	_, err = o.Close(t.Context(), ana, amara.key(), o.sees(amara.key()))
	o.must(err)
	before := o.head(amara.key())
	in := amara.incoming(o.id(), "")
	in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: offer.Reply.ID, Option: "page"}}
	r, err := o.Receive(t.Context(), in)
	o.must(err)
	o.streams()
	if r.Reply != nil || len(o.asked) != 0 {
		t.Error("the bot was asked about a link")
	}
	if c := r.Message.Body().Click; c.URL != "https://shop.test/x" || c.Title != "Our page" {
		t.Errorf("kept %+v", c)
	}
	if h := o.head(amara.key()); h != before {
		t.Errorf("a tap on a link moved the head: %+v", h)
	}
}

func TestWhoIsBlockedHearsItAtOnce(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	yes := true
	_, err := o.ChangeVisitor(t.Context(), ana, amara.socket.Visitor, nil, &yes)
	o.must(err)
	pushes := o.pushes[amara.socket.ID]
	if len(pushes) == 0 || pushes[len(pushes)-1].Action != "blocked" {
		t.Errorf("the socket was told %+v", pushes)
	}
	if _, err := o.Store.Socket(t.Context(), amara.socket.ID); err != chat.ErrNotFound {
		t.Errorf("the socket is still there: %v", err)
	}
}
