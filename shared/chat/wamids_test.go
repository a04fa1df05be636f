package chat_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// visitsOf are the visits of the customer of a conversation, newest first.
func visitsOf(w *chattest.World, k chat.ConversationKey) []chat.Visit {
	visits, err := w.Store.VisitsOf(w.Ctx(), chat.VisitorKey{Tenant: k.Tenant, ID: w.Head(k).Visitor}, 9)
	w.Must(err)
	return visits
}

// Words within a minute do not write the visit; it ends at the last of them all the same, and goes on until half an
// hour after it.
func TestAVisitEndsAtItsLastWord(t *testing.T) {
	w := chattest.New(t)
	bruno := chat.Contact{WaID: "551"}
	k := w.Writes(bruno, "wamid.1", "hello")
	began := visitsOf(w, k)[0].Version
	for i := range 3 {
		w.Pass(15 * time.Second)
		w.Writes(bruno, fmt.Sprint("wamid.more", i), "and more")
	}
	last := w.Head(k).VisitorAt
	if s := visitsOf(w, k)[0]; s.Version != began || !s.LastAt.Before(last) {
		t.Errorf("the visit was written %d times, and its last activity is %s of %s", s.Version-began, s.LastAt, last)
	}
	w.At(last.Add(chat.WhatsAppLive - time.Second))
	s := visitsOf(w, k)[0]
	task := chat.VisitTask{Tenant: s.Tenant, Visitor: s.Visitor, Visit: s.ID}
	if _, err := w.EndVisit(w.Ctx(), task); err != nil || !visitsOf(w, k)[0].Live() {
		t.Errorf("it ended too soon: %v", err)
	}
	w.At(last.Add(chat.WhatsAppLive))
	_, err := w.EndVisit(w.Ctx(), task)
	if s := visitsOf(w, k)[0]; err != nil || s.Live() || !s.EndedAt.Equal(last) {
		t.Errorf("it ended at %s, and the last word was at %s: %v", s.EndedAt, last, err)
	}
}

// A word belongs to the visit if the gap before it is short, also where the word before did not write the visit.
func TestTheGapIsCountedFromTheLastWord(t *testing.T) {
	for gap, visits := range map[time.Duration]int{chat.VisitGap - time.Second: 1, chat.VisitGap: 2} {
		w := chattest.New(t)
		bruno := chat.Contact{WaID: "551"}
		k := w.Writes(bruno, "wamid.1", "hello")
		w.Pass(40 * time.Second)
		w.Writes(bruno, "wamid.2", "and more")
		last := w.Head(k).VisitorAt
		w.At(last.Add(gap))
		w.Writes(bruno, "wamid.3", "I am back")
		all := visitsOf(w, k)
		if len(all) != visits || visits == 2 && !all[1].EndedAt.Equal(last) {
			t.Errorf("after %s there are %d visits: %+v", gap, len(all), all)
		}
	}
}

// counted counts the pages of logs that are read.
type counted struct {
	*memory.Store
	pages int
}

func (c *counted) History(
	ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int,
) ([]chat.Message, error) {
	c.pages++
	return c.Store.History(ctx, key, before, limit)
}

// Another tool sends a campaign through the same number, or a customer reacts to its words: Meta tells us of ids that
// we never knew. Such an id costs the same few pages, however long the conversation is.
func TestAnUnknownIDDoesNotReadTheWholeLog(t *testing.T) {
	store := &counted{Store: memory.New()}
	w := chattest.On(t, store)
	w.Memory = store.Store
	bruno := chat.Contact{WaID: "551"}
	k := w.Writes(bruno, "wamid.first", "hello")
	for i := range 20 * chat.MaxPageSize {
		w.Pass(time.Second)
		id, at := fmt.Sprint("wamid.more", i), w.Now()
		_, err := w.Store.Append(w.Ctx(), k, chat.Message{
			ID: chat.MessageOf(id, at), At: at, Author: chat.Author{Kind: chat.ByVisitor},
			Bubbles: []chat.Bubble{{Body: chat.Text("more")}}, Origin: &chat.Origin{Wamid: id},
		})
		w.Must(err)
	}
	w.Relayed = len(store.Changes) // these rows were relayed long ago
	costs := func(what string, most int, tell func()) {
		t.Helper()
		store.pages = 0
		if tell(); store.pages > most {
			t.Errorf("%s reads %d pages of the log", what, store.pages)
		}
	}
	costs("a status", 3, func() {
		w.Must(w.Status(w.Ctx(), k.Tenant, "wamid.other", "", bruno, chat.Delivery{Status: chat.Read, At: w.Now()}))
	})
	costs("a status about long ago", 2, func() {
		long := w.Now().AddDate(0, 3, 0)
		w.Must(w.Status(w.Ctx(), k.Tenant, "wamid.old", "", bruno, chat.Delivery{Status: chat.Read, At: long}))
	})
	costs("a reaction", 11, func() {
		thumb := chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: "👍"}}
		w.Gets(bruno, "wamid.react", thumb, chat.Origin{ReplyTo: "wamid.other"})
	})
}

// A reaction finds its message without a row for Meta's id, also when much was said since.
func TestAReactionFindsAnOldMessage(t *testing.T) {
	w := chattest.New(t)
	bruno := chat.Contact{WaID: "551"}
	k := w.Writes(bruno, "wamid.first", "hello")
	w.Delivers()
	m := w.Rows(k)
	answer := m[1].Bubbles[0].Delivery.Wamid
	for i := range chat.MaxPageSize {
		w.Pass(time.Second)
		w.Gets(bruno, fmt.Sprint("wamid.", i), chat.Text("more"), chat.Origin{})
	}
	for i, about := range []string{"wamid.first", answer} {
		thumb := chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: "👍"}}
		w.Gets(bruno, fmt.Sprint("wamid.react", i), thumb, chat.Origin{ReplyTo: about})
		got := w.Message(k, m[i].ID)
		if got.Marks == nil || got.Marks.Reactions[chat.ByVisitor].Emoji != "👍" {
			t.Errorf("%s has no reaction: %+v", about, got.Marks)
		}
	}
	if _, err := w.Store.Wamid(w.Ctx(), k.Tenant, answer); err == nil {
		t.Error("plain words have a row for Meta's id")
	}
}

// A status that comes without its callback finds plain words of ours by their recipient.
func TestAStatusWithoutItsCallbackFindsItsMessage(t *testing.T) {
	w := chattest.New(t)
	bruno := chat.Contact{WaID: "551"}
	k := w.Writes(bruno, "wamid.first", "hello")
	w.Delivers()
	answer := w.Rows(k)[1]
	w.Must(w.Status(w.Ctx(), k.Tenant, answer.Bubbles[0].Delivery.Wamid, "", bruno,
		chat.Delivery{Status: chat.Read, At: w.Now()}))
	if d := w.Message(k, answer.ID).Bubbles[0].Delivery; d.Status != chat.Read {
		t.Errorf("it is %s", d.Status)
	}
}
