package chat_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

func TestAWebhookThreeTimesIsOneAnswer(t *testing.T) {
	w := chattest.New(t)
	var k chat.ConversationKey
	for range 3 {
		k = w.Writes(chattest.Bruno, "wamid.1", "hello")
	}
	w.Delivers()
	for range 3 {
		w.Relayed = 0
		w.Streams()
		w.Delivers()
	}
	if n := len(w.Sent); n != 1 || w.Sent[0].To != chattest.Bruno.WaID || w.Sent[0].Body.Text != "you said hello" {
		t.Errorf("sent was %+v", w.Sent)
	}
	if d := w.Delivery(k, "you said hello"); d.Status != chat.Sent || d.Wamid == "" {
		t.Errorf("the delivery is %+v", d)
	}
	if h := w.Head(k); !h.Window.Equal(w.Now().Truncate(time.Second).Add(chat.ServiceWindow)) {
		t.Errorf("the window closes at %s", h.Window)
	}
	live := w.AllVisits(true)
	if len(live) != 1 || live[0].Source != chat.WhatsApp || live[0].Place != (chat.Place{Country: "BR", Inferred: true}) {
		t.Errorf("live are %+v", live)
	}
}

// Statuses only move forward, in any order of arrival, also before the answer to the send, and with or without
// the callback that the send carried.
func TestStatusesOnlyMoveForward(t *testing.T) {
	for name, carries := range map[string]bool{"with the callback": true, "by Meta's id": false} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			w.Meta = func(out chat.Outgoing) (string, error) {
				carried := out.Callback
				if !carries {
					carried = ""
				}
				for _, s := range []chat.Status{chat.Read, chat.Sent, chat.Delivered, chat.Read} { // before we know the id
					w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.out", carried, chat.Contact{},
						chat.Delivery{Status: s, At: w.Now(), Category: "service"}))
				}
				return "wamid.out", nil
			}
			k := w.Writes(chattest.Bruno, "wamid.1", "hello")
			w.Delivers()
			w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.out", "", chat.Contact{},
				chat.Delivery{Status: chat.Delivered, At: w.Now()}))
			if d := w.Delivery(k, "you said hello"); d.Status != chat.Read || d.Wamid != "wamid.out" || d.Category != "service" {
				t.Errorf("the delivery is %+v", d)
			}
		})
	}
	w := chattest.New(t)
	w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.nobody", "c_x|01ARZ3NDEKTSV4RRFFQ69G5FAV|0", chat.Contact{},
		chat.Delivery{Status: chat.Read}))
	w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.nobody", "junk", chat.Contact{},
		chat.Delivery{Status: chat.Read}))
}

// A death between claiming and sending shows as unknown, never as a second send.
func TestADeathAfterTheClaim(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	died := false
	w.Meta = func(chat.Outgoing) (string, error) { died = true; panic("killed") }
	func() {
		defer func() { _ = recover() }()
		_ = w.Deliver(t.Context(), w.Sends[0])
	}()
	w.Meta = func(chat.Outgoing) (string, error) { t.Error("a second send"); return "", nil }
	w.Delivers()
	if d := w.Delivery(k, "you said hello"); !died || d.Status != chat.Unknown || d.Reason == "" {
		t.Errorf("the delivery is %+v", d)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    *chat.SendError
		want   chat.Status
		resent bool
	}{
		{"it may pass", &chat.SendError{Code: 131000, Retry: time.Second}, chat.Sent, true},
		{"it will not", &chat.SendError{Code: 131026, Reason: "unreachable"}, chat.NotSent, false},
		{"nobody knows", &chat.SendError{Lost: true, Reason: "silence"}, chat.Unknown, false},
	} {
		w := chattest.New(t)
		tries := 0
		w.Meta = func(chat.Outgoing) (string, error) {
			if tries++; tries == 1 {
				return "", c.err
			}
			return "wamid.2", nil
		}
		k := w.Writes(chattest.Bruno, "wamid.1", "hello")
		w.Delivers()
		if d := w.Delivery(k, "you said hello"); d.Status != c.want || (tries > 1) != c.resent {
			t.Errorf("%s: %+v after %d tries", c.name, d, tries)
		}
	}
}

// Messages of a conversation leave in order, also when the first has to wait.
func TestMessagesLeaveInOrder(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Sends = nil
	_, err := w.TakeOver(t.Context(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	for _, text := range []string{"first", "second"} {
		w.Pass(time.Second)
		_, _, err := w.Reply(t.Context(), chattest.Ana, k, w.ID(), chat.Text(text))
		w.Must(err)
	}
	w.Streams()
	w.Sends[0], w.Sends[1] = w.Sends[1], w.Sends[0]
	refused := false
	w.Meta = func(out chat.Outgoing) (string, error) {
		if !refused && out.Body.Text == "first" {
			refused = true
			return "", &chat.SendError{Code: 131056, Retry: 6 * time.Second}
		}
		return "wamid." + out.Body.Text, nil
	}
	w.Must(w.GiveUp(t.Context(), chat.Task{
		Tenant: chattest.Tenant, Conversation: k.ID,
		Message: chat.ReplyTo(chat.MessageOf("wamid.1", w.Head(k).VisitorAt.Truncate(time.Second))),
	}))
	w.Delivers()
	var left []string
	for _, out := range w.Sent {
		left = append(left, out.Body.Text)
	}
	if diff := cmp.Diff([]string{"first", "first", "second"}, left); diff != "" {
		t.Error(diff)
	}
}

// A message that is given up after its case was closed counts no more as one that somebody saw.
func TestWhatIsGivenUpAfterItsCaseIsCountedAnew(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	_, err := w.Store.Commit(t.Context(), k, func(h *chat.Head) ([]chat.Message, error) {
		h.Status = chat.Closed
		return nil, nil
	})
	w.Must(err)
	recounted := []chat.MessageID{}
	w.Recount = func(_ context.Context, _ chat.Head, m chat.MessageID) error {
		recounted = append(recounted, m)
		return nil
	}
	reply := chat.ReplyTo(chat.MessageOf("wamid.1", w.Head(k).VisitorAt.Truncate(time.Second)))
	w.Must(w.GiveUp(t.Context(), chat.Task{Tenant: chattest.Tenant, Conversation: k.ID, Message: reply}))
	d := w.Delivery(k, "you said hello")
	if d.Status != chat.NotSent || !slices.Equal(recounted, []chat.MessageID{reply}) {
		t.Errorf("it is %s, and %v are counted anew", d.Status, recounted)
	}
}

func TestABotsWordsAfterATakeoverStay(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	_, err := w.TakeOver(t.Context(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	w.Delivers()
	if d := w.Delivery(k, "you said hello"); len(w.Sent) != 0 || d.Status != chat.NotSent {
		t.Errorf("sent was %+v, the delivery is %+v", w.Sent, d)
	}
}

func TestTheServiceWindow(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Pass(chat.ServiceWindow + time.Second)
	if _, _, err := w.Reply(t.Context(), chattest.Ana, k, w.ID(),
		chat.Text("too late")); chattest.Code(err) != "window_closed" {
		t.Errorf("after the window: %v", err)
	}
}

// A person is one visitor by any of their ids, and two people are never merged.
func TestIdentities(t *testing.T) {
	w := chattest.New(t)
	byID := w.Writes(chat.Contact{BSUID: "BR.1"}, "wamid.1", "by my id")
	w.Pass(time.Minute)
	w.Must(w.ReceiveWhatsApp(t.Context(), chattest.Number, chat.Contact{BSUID: "BR.1", WaID: "551"},
		chat.Text("now with my number"), chat.Origin{Wamid: "wamid.2", Sent: w.Now()}))
	w.Pass(time.Minute)
	w.Must(w.ReceiveWhatsApp(t.Context(), chattest.Number, chat.Contact{WaID: "551"}, chat.Text("my number alone"),
		chat.Origin{Wamid: "wamid.3", Sent: w.Now()}))
	w.Streams()
	if n := len(w.Log(byID)); n != 6 {
		t.Errorf("the conversation has %d rows: %q", n, w.Log(byID))
	}
	other := w.Writes(chat.Contact{WaID: "552"}, "wamid.4", "somebody else")
	w.Must(w.ReceiveWhatsApp(t.Context(), chattest.Number, chat.Contact{WaID: "552", BSUID: "BR.1"},
		chat.Text("a conflict"), chat.Origin{Wamid: "wamid.5", Sent: w.Now()}))
	w.Streams()
	if len(w.Log(byID)) != 8 || len(w.Log(other)) != 2 {
		t.Errorf("a conflict merged two people, or the number counted for more than the person: %q and %q",
			w.Log(byID), w.Log(other))
	}
}

// A number that was given up and given away is a new person's; a customer whose number or Meta id changes
// without a pause stays the same visitor.
func TestANumberIsGivenAway(t *testing.T) {
	w := chattest.New(t)
	ana := w.Writes(chat.Contact{WaID: "551", BSUID: "BR.1", Name: "Ana"}, "wamid.1", "I am Ana")
	next := 1
	says := func(who chat.Contact, words string) {
		next++
		w.Gets(who, fmt.Sprint("wamid.", next), chat.Text(words), chat.Origin{})
	}
	w.Pass(time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.2"}, "Ana with another id")
	w.Pass(60 * 24 * time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.2"}, "Ana after two months")
	w.Pass(44 * 24 * time.Hour)
	says(chat.Contact{WaID: "551"}, "Ana, by number alone")
	w.Pass(46 * 24 * time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.3", Name: "Carla"}, "I am Carla, with Ana's old number")
	says(chat.Contact{WaID: "551", BSUID: "BR.3", Name: "Carla"}, "Carla again")
	says(chat.Contact{WaID: "558", BSUID: "BR.2"}, "Ana, who has moved")
	w.Pass(time.Minute)
	says(chat.Contact{WaID: "558", BSUID: "BR.4"}, "Ana with a fourth id")
	log := strings.Join(w.Log(ana), "\n")
	if strings.Contains(log, "Carla") || strings.Count(log, "Ana") != 12 {
		t.Errorf("Ana's conversation is\n%s", log)
	}
	if h := w.Head(ana); h.Reached != "558" {
		t.Errorf("Ana is reached at %s", h.Reached)
	}

	gita := w.Writes(chat.Contact{WaID: "491701234567", BSUID: "DE.1"}, "wamid.g", "I am Gita")
	w.Pass(time.Minute)
	card := chat.Body{
		Kind: chat.KindContacts, People: []chat.VCard{{Name: "Gita", Own: true, Phones: []string{"+49 170 1234-567"}}},
	}
	w.Gets(chat.Contact{BSUID: "DE.1"}, "wamid.card", card, chat.Origin{})
	w.Pass(time.Minute)
	says(chat.Contact{WaID: "491701234567", BSUID: "DE.2"}, "Gita, whose number is written in another way")
	if log := strings.Join(w.Log(gita), "\n"); !strings.Contains(log, "another way") {
		t.Errorf("Gita's conversation is\n%s", log)
	}

	dora := w.Writes(chat.Contact{WaID: "600", BSUID: "BR.6"}, "wamid.d", "I am Dora")
	w.Pass(time.Minute)
	w.Must(w.ChangeIdentity(t.Context(), chattest.Number, chat.Contact{WaID: "600"},
		chat.Contact{WaID: "601", BSUID: "BR.7"},
		chat.NumberChanged, chat.Origin{Wamid: "wamid.r", Sent: w.Now()}))
	w.Pass(time.Minute)
	says(chat.Contact{WaID: "600", BSUID: "BR.8"}, "I am Elsa, and have Dora's number")
	says(chat.Contact{WaID: "601", BSUID: "BR.7"}, "Dora still")
	if log := strings.Join(w.Log(dora), "\n"); strings.Contains(log, "Elsa") || !strings.Contains(log, "Dora still") {
		t.Errorf("Dora's conversation is\n%s", log)
	}
}
