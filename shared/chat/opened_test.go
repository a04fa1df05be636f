package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

// opened is a guest who opened the chat and said nothing.
func opened(w *chattest.World) *chattest.Guest {
	amara := w.Guest()
	amara.Opens("/")
	_, err := w.Open(w.Ctx(), amara.Socket, w.ID(), "")
	w.Must(err)
	w.Streams()
	return amara
}

func TestAChatThatWasOnlyOpenedIsOneRow(t *testing.T) {
	w := chattest.New(t)
	amara := opened(w)
	if _, err := w.Store.Head(t.Context(), amara.Key()); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a silent chat has a head: %v", err)
	}
	again, err := w.Open(t.Context(), amara.Socket, w.ID(), "") // after a reload, in another tab
	w.Must(err)
	if log := w.Log(amara.Key()); len(log) != 1 || again == nil {
		t.Errorf("greeted again: %v", log)
	}
	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedHeads != 0 {
		t.Error("a rebuild lists a chat in which nobody spoke")
	}
}

func TestAnAgentWatchesAndWritesIntoAChatThatWasOnlyOpened(t *testing.T) {
	w := chattest.New(t)
	w.Employs(chattest.Ana)
	amara := opened(w)
	p, err := w.Person(t.Context(), chattest.Ana, amara.Socket.Visitor)
	w.Must(err)
	if len(p.Conversations) != 1 || p.Conversations[0].ID != amara.Key().ID {
		t.Fatalf("the profile leads to %+v", p.Conversations)
	}
	head, err := w.Conversation(t.Context(), amara.Key())
	w.Must(err)
	if head.Visitor != amara.Socket.Visitor || head.Owner != chat.OwnerBot || head.Preview == "" {
		t.Errorf("the agent reads %+v", head)
	}
	looks := chat.Socket{
		ID: "a.1", Tenant: chattest.Tenant, Agent: &chattest.Ana, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
	}
	w.Must(w.Store.OpenSocket(t.Context(), looks))
	w.Must(w.View(t.Context(), looks, amara.Key().ID))
	w.Pass(time.Second)
	_, _, err = w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Text("May I help?"))
	w.Must(err)
	want := []string{"bot welcome", "system took_over", "agent May I help?"}
	if diff := cmp.Diff(want, w.Log(amara.Key())); diff != "" {
		t.Error(diff)
	}
	amara.Says("yes")
	w.Streams()
	if h := w.Head(amara.Key()); h.Owner != chat.OwnerAgent || h.WaitingFrom.IsZero() {
		t.Errorf("the head is %+v", h)
	}
	other := w.Guest()
	other.Opens("/")
	if _, _, err := w.Reply(t.Context(), chattest.Ana, other.Key(), w.ID(),
		chat.Text("x")); chattest.Code(err) != "no_conversation" {
		t.Errorf("a chat that nobody opened: %v", err)
	}
}

func TestATapOnALinkIsKeptAndAsksNobody(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) {
		link := chat.Body{
			Kind: chat.KindButtons, Text: "See",
			Options: []chat.Option{{ID: "page", Title: "Our page", URL: "https://shop.test/x"}},
		}
		return chat.Answer{Bubbles: []chat.Body{link}}, nil
	}
	offer := amara.Says("where?")
	_, err := w.TakeOver(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	_, err = w.Close(t.Context(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	before := w.Head(amara.Key())
	in := amara.Incoming(w.ID(), "")
	in.Message.Bubbles[0].Body = chat.Body{
		Kind: chat.KindClick, Click: &chat.Click{Message: offer.Reply.ID, Option: "page"},
	}
	r, err := w.Receive(t.Context(), in)
	w.Must(err)
	w.Streams()
	if r.Reply != nil || len(w.Asked) != 0 {
		t.Error("the bot was asked about a link")
	}
	if c := r.Message.Body().Click; c.URL != "https://shop.test/x" || c.Title != "Our page" {
		t.Errorf("kept %+v", c)
	}
	if h := w.Head(amara.Key()); h != before {
		t.Errorf("a tap on a link moved the head: %+v", h)
	}
}

func TestWhoIsBlockedHearsItAtOnce(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	yes := true
	_, err := w.ChangeVisitor(t.Context(), chattest.Ana, amara.Socket.Visitor, nil, &yes)
	w.Must(err)
	pushes := w.Pushes[amara.Socket.ID]
	if len(pushes) == 0 || pushes[len(pushes)-1].Action != chat.PushBlocked {
		t.Errorf("the socket was told %+v", pushes)
	}
	if _, err := w.Store.Socket(t.Context(), amara.Socket.ID); !errors.Is(err, chat.ErrGone) {
		t.Errorf("the socket is still there: %v", err)
	}
}
