package chat_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

var number = chat.Number{App: "app", ID: "1000", Tenant: tenant, Bot: fast}

func (o *office) writes(from chat.Contact, wamid, text string) chat.ConversationKey {
	o.t.Helper()
	o.must(o.ReceiveWhatsApp(o.ctx(), number, from, chat.Text(text), chat.Origin{Wamid: wamid, Sent: o.Now().Truncate(time.Second)}))
	o.streams()
	page, err := o.Inbox(o.ctx(), ana, chat.InboxQuery{Queue: "bot"})
	o.must(err)
	for _, h := range page.Rows {
		if h.Reached == from.WaID || h.Reached == from.BSUID {
			return h.Key()
		}
	}
	o.t.Fatal("the message is not in the inbox")
	return chat.ConversationKey{}
}

// delivers runs the send queue until nothing waits.
func (o *office) delivers() {
	o.t.Helper()
	for tries := 0; len(o.sends) > 0 && tries < 50; tries++ {
		task := o.sends[0]
		o.sends = o.sends[1:]
		err := o.Deliver(o.ctx(), task)
		if busy, ok := errors.AsType[chat.Busy](err); ok {
			o.pass(busy.After)
			o.sends = append(o.sends, task)
		} else {
			o.must(err)
		}
	}
}

func (o *office) delivery(k chat.ConversationKey, text string) chat.Delivery {
	o.t.Helper()
	messages, err := o.Store.Since(o.ctx(), k, "", 1000)
	o.must(err)
	for _, m := range messages {
		for _, b := range m.Bubbles {
			if b.Text == text && b.Delivery != nil {
				return *b.Delivery
			}
		}
	}
	return chat.Delivery{}
}

var bruno = chat.Contact{WaID: "5511987654321", Name: "Bruno", Country: "BR"}

func TestAWebhookThreeTimesIsOneAnswer(t *testing.T) {
	o := newOffice(t)
	var k chat.ConversationKey
	for range 3 {
		k = o.writes(bruno, "wamid.1", "hello")
	}
	o.delivers()
	for range 3 {
		o.relay = 0
		o.streams()
		o.delivers()
	}
	if n := len(o.sent); n != 1 || o.sent[0].To != bruno.WaID || o.sent[0].Body.Text != "you said hello" {
		t.Errorf("sent was %+v", o.sent)
	}
	if d := o.delivery(k, "you said hello"); d.Status != chat.Sent || d.Wamid == "" {
		t.Errorf("the delivery is %+v", d)
	}
	if h := o.head(k); !h.Window.Equal(o.Now().Truncate(time.Second).Add(chat.ServiceWindow)) {
		t.Errorf("the window closes at %s", h.Window)
	}
	live := o.visits(true)
	if len(live) != 1 || live[0].Source != chat.WhatsApp || live[0].Place != (chat.Place{Country: "BR", Inferred: true}) {
		t.Errorf("live are %+v", live)
	}
}

// Statuses only move forward, in whatever order they come, also before the answer to
// the send, with or without what the send carried.
func TestStatusesOnlyMoveForward(t *testing.T) {
	for name, carries := range map[string]bool{"with the callback": true, "by Meta's id": false} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.meta = func(out chat.Outgoing) (string, error) {
				carried := out.Callback
				if !carries {
					carried = ""
				}
				for _, s := range []chat.Status{chat.Read, chat.Sent, chat.Delivered, chat.Read} { // before we know the id
					o.must(o.Status(t.Context(), tenant, "wamid.out", carried, chat.Contact{}, chat.Delivery{Status: s, At: o.Now(), Category: "service"}))
				}
				return "wamid.out", nil
			}
			k := o.writes(bruno, "wamid.1", "hello")
			o.delivers()
			o.must(o.Status(t.Context(), tenant, "wamid.out", "", chat.Contact{}, chat.Delivery{Status: chat.Delivered, At: o.Now()}))
			if d := o.delivery(k, "you said hello"); d.Status != chat.Read || d.Wamid != "wamid.out" || d.Category != "service" {
				t.Errorf("the delivery is %+v", d)
			}
		})
	}
	o := newOffice(t)
	o.must(o.Status(t.Context(), tenant, "wamid.nobody", "c_x|01ARZ3NDEKTSV4RRFFQ69G5FAV|0", chat.Contact{}, chat.Delivery{Status: chat.Read}))
	o.must(o.Status(t.Context(), tenant, "wamid.nobody", "junk", chat.Contact{}, chat.Delivery{Status: chat.Read}))
}

// A death between claiming and sending shows as unknown, never as a second send.
func TestADeathAfterTheClaim(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	died := false
	o.meta = func(chat.Outgoing) (string, error) { died = true; panic("killed") }
	func() {
		defer func() { _ = recover() }()
		_ = o.Deliver(t.Context(), o.sends[0])
	}()
	o.meta = func(chat.Outgoing) (string, error) { t.Error("a second send"); return "", nil }
	o.delivers()
	if d := o.delivery(k, "you said hello"); !died || d.Status != chat.Unknown || d.Reason == "" {
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
		o := newOffice(t)
		tries := 0
		o.meta = func(chat.Outgoing) (string, error) {
			if tries++; tries == 1 {
				return "", c.err
			}
			return "wamid.2", nil
		}
		k := o.writes(bruno, "wamid.1", "hello")
		o.delivers()
		if d := o.delivery(k, "you said hello"); d.Status != c.want || (tries > 1) != c.resent {
			t.Errorf("%s: %+v after %d tries", c.name, d, tries)
		}
	}
}

// Messages of a conversation leave in order, also when the first has to wait.
func TestMessagesLeaveInOrder(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.sends = nil
	_, err := o.TakeOver(t.Context(), ana, k, o.sees(k))
	o.must(err)
	for _, text := range []string{"first", "second"} {
		o.pass(time.Second)
		_, _, err := o.Reply(t.Context(), ana, k, o.id(), chat.Text(text))
		o.must(err)
	}
	o.streams()
	o.sends[0], o.sends[1] = o.sends[1], o.sends[0]
	refused := false
	o.meta = func(out chat.Outgoing) (string, error) {
		if !refused && out.Body.Text == "first" {
			refused = true
			return "", &chat.SendError{Code: 131056, Retry: 6 * time.Second}
		}
		return "wamid." + out.Body.Text, nil
	}
	o.must(o.GiveUp(t.Context(), chat.Task{Tenant: tenant, Conversation: k.ID, Message: chat.ReplyTo(chat.MessageOf("wamid.1", o.head(k).VisitorAt.Truncate(time.Second)))}))
	o.delivers()
	var left []string
	for _, out := range o.sent {
		left = append(left, out.Body.Text)
	}
	if diff := cmp.Diff([]string{"first", "first", "second"}, left); diff != "" {
		t.Error(diff)
	}
}

func TestABotsWordsAfterATakeoverStay(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	_, err := o.TakeOver(t.Context(), ana, k, o.sees(k))
	o.must(err)
	o.delivers()
	if d := o.delivery(k, "you said hello"); len(o.sent) != 0 || d.Status != chat.NotSent {
		t.Errorf("sent was %+v, the delivery is %+v", o.sent, d)
	}
}

func TestTheServiceWindow(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.pass(chat.ServiceWindow + time.Second)
	if _, _, err := o.Reply(t.Context(), ana, k, o.id(), chat.Text("too late")); code(err) != "window_closed" {
		t.Errorf("after the window: %v", err)
	}
}

// Somebody is one visitor by any of their ids, and two people are never merged.
func TestIdentities(t *testing.T) {
	o := newOffice(t)
	byID := o.writes(chat.Contact{BSUID: "BR.1"}, "wamid.1", "by my id")
	o.pass(time.Minute)
	o.must(o.ReceiveWhatsApp(t.Context(), number, chat.Contact{BSUID: "BR.1", WaID: "551"}, chat.Text("now with my number"), chat.Origin{Wamid: "wamid.2", Sent: o.Now()}))
	o.pass(time.Minute)
	o.must(o.ReceiveWhatsApp(t.Context(), number, chat.Contact{WaID: "551"}, chat.Text("my number alone"), chat.Origin{Wamid: "wamid.3", Sent: o.Now()}))
	o.streams()
	if n := len(o.log(byID)); n != 6 {
		t.Errorf("the conversation has %d rows: %q", n, o.log(byID))
	}
	other := o.writes(chat.Contact{WaID: "552"}, "wamid.4", "somebody else")
	o.must(o.ReceiveWhatsApp(t.Context(), number, chat.Contact{WaID: "552", BSUID: "BR.1"}, chat.Text("a conflict"), chat.Origin{Wamid: "wamid.5", Sent: o.Now()}))
	o.streams()
	if len(o.log(byID)) != 8 || len(o.log(other)) != 2 {
		t.Errorf("a conflict merged two people, or the number counted for more than the person: %q and %q", o.log(byID), o.log(other))
	}
}

// A number that was given up and given away is a new person's; who changes number or Meta's
// id without a pause stays who they are.
func TestANumberIsGivenAway(t *testing.T) {
	o := newOffice(t)
	ana := o.writes(chat.Contact{WaID: "551", BSUID: "BR.1", Name: "Ana"}, "wamid.1", "I am Ana")
	next := 1
	says := func(who chat.Contact, words string) {
		next++
		o.gets(who, fmt.Sprint("wamid.", next), chat.Text(words), chat.Origin{})
	}
	o.pass(time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.2"}, "Ana with another id")
	o.pass(60 * 24 * time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.2"}, "Ana after two months")
	o.pass(44 * 24 * time.Hour)
	says(chat.Contact{WaID: "551"}, "Ana, by number alone")
	o.pass(46 * 24 * time.Hour)
	says(chat.Contact{WaID: "551", BSUID: "BR.3", Name: "Carla"}, "I am Carla, with Ana's old number")
	says(chat.Contact{WaID: "551", BSUID: "BR.3", Name: "Carla"}, "Carla again")
	says(chat.Contact{WaID: "558", BSUID: "BR.2"}, "Ana, who has moved")
	o.pass(time.Minute)
	says(chat.Contact{WaID: "558", BSUID: "BR.4"}, "Ana with a fourth id")
	log := strings.Join(o.log(ana), "\n")
	if strings.Contains(log, "Carla") || strings.Count(log, "Ana") != 12 {
		t.Errorf("Ana's conversation is\n%s", log)
	}
	if h := o.head(ana); h.Reached != "558" {
		t.Errorf("Ana is reached at %s", h.Reached)
	}

	gita := o.writes(chat.Contact{WaID: "491701234567", BSUID: "DE.1"}, "wamid.g", "I am Gita")
	o.pass(time.Minute)
	card := chat.Body{Kind: chat.KindContacts, People: []chat.VCard{{Name: "Gita", Own: true, Phones: []string{"+49 170 1234-567"}}}}
	o.gets(chat.Contact{BSUID: "DE.1"}, "wamid.card", card, chat.Origin{})
	o.pass(time.Minute)
	says(chat.Contact{WaID: "491701234567", BSUID: "DE.2"}, "Gita, whose number is written in another way")
	if log := strings.Join(o.log(gita), "\n"); !strings.Contains(log, "another way") {
		t.Errorf("Gita's conversation is\n%s", log)
	}

	dora := o.writes(chat.Contact{WaID: "600", BSUID: "BR.6"}, "wamid.d", "I am Dora")
	o.pass(time.Minute)
	o.must(o.Rename(t.Context(), number, chat.Contact{WaID: "600"}, chat.Contact{WaID: "601", BSUID: "BR.7"}, chat.NumberChanged, chat.Origin{Wamid: "wamid.r", Sent: o.Now()}))
	o.pass(time.Minute)
	says(chat.Contact{WaID: "600", BSUID: "BR.8"}, "I am Elsa, and have Dora's number")
	says(chat.Contact{WaID: "601", BSUID: "BR.7"}, "Dora still")
	if log := strings.Join(o.log(dora), "\n"); strings.Contains(log, "Elsa") || !strings.Contains(log, "Dora still") {
		t.Errorf("Dora's conversation is\n%s", log)
	}
}
