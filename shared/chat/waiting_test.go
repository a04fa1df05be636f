package chat_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
	"github.com/google/go-cmp/cmp"
)

func TestTheInboxListsWhatWaitsLongestFirst(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("one moment")}}, nil
	}
	var want []chat.ConversationID
	for range 3 {
		g := w.Guest()
		g.Opens("/")
		g.Says("a person, please")
		want = append(want, g.Key().ID)
		w.Pass(time.Minute)
	}
	var got []chat.ConversationID
	cursor := ""
	for range 5 {
		page, err := w.Inbox(t.Context(), chattest.Ana, views.InboxQuery{Queue: "unassigned", Cursor: cursor, Limit: 2})
		w.Must(err)
		for _, h := range page.Rows {
			got = append(got, h.ID)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
		if _, err := w.Inbox(t.Context(), chattest.Ana,
			views.InboxQuery{Queue: "mine", Cursor: cursor}); chattest.Code(err) != "bad_cursor" {
			t.Errorf("a cursor of another list: %v", err)
		}
		stranger := chat.Agent{Tenant: "t_2", ID: "a"}
		w.Must(w.Memory.PutTenant(t.Context(), chat.Tenant{ID: "t_2"}))
		if _, err := w.Inbox(t.Context(), stranger,
			views.InboxQuery{Queue: "unassigned", Cursor: cursor}); chattest.Code(err) != "bad_cursor" {
			t.Errorf("a foreign cursor: %v", err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A waiting visitor is listed with their question, not with the bot's word that a colleague comes.
func TestAWaitingRowSaysWhatWasAsked(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("I am getting a colleague.")},
		}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("my kettle leaks, a person please")
	w.Streams()
	if h := w.Head(amara.Key()); h.Preview != "my kettle leaks, a person please" || h.LastAuthor != "visitor" ||
		h.Owner != chat.OwnerTeam {
		t.Errorf("the head is %+v", h)
	}
	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedHeads != 0 {
		t.Error("a recount says otherwise")
	}
}

// A timer of a conversation that is gone meanwhile is no failure: the sweep and the queue know this error.
func TestATimerOfAConversationThatIsGone(t *testing.T) {
	w := chattest.New(t)
	gone := chat.ConversationKey{Tenant: chattest.Tenant, ID: "c_gone"}
	if err := w.WakeConversation(w.Ctx(), gone); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("%v", err)
	}
}
