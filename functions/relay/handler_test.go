package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/unanswered"
)

type nobody struct{}

func (nobody) Push(context.Context, chat.ConnectionID, chat.Push) error     { return nil }
func (nobody) Ask(context.Context, chat.Task) error                         { return nil }
func (nobody) Send(context.Context, chat.Task) error                        { return nil }
func (nobody) Fetch(context.Context, chat.Task) error                       { return nil }
func (nobody) Tell(context.Context, chat.Notice) error                      { return nil }
func (nobody) End(context.Context, chat.VisitTask) error                    { return nil }
func (nobody) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) { return nil, nil }
func (nobody) Respond(context.Context, chat.Question) (chat.Answer, error) {
	return chat.Answer{Bubbles: []chat.Body{chat.Text("hello")}}, nil
}

// event.json is a batch as the stream gives it: a message, a visit, a socket that was closed, and an
// unreadable row.
func batch(t *testing.T) events.DynamoDBEvent {
	t.Helper()
	raw, err := os.ReadFile("testdata/event.json")
	if err != nil {
		t.Fatal(err)
	}
	var e events.DynamoDBEvent
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func newHandler(t *testing.T) (handler, *memory.Store) {
	store := memory.New()
	if err := store.PutBot(t.Context(), chat.Bot{Tenant: "t_1", ID: "b_1", Kind: chat.ScriptBot}); err != nil {
		t.Fatal(err)
	}
	desk := chat.New(store)
	desk.Pusher, desk.Queues, desk.Responder = nobody{}, nobody{}, nobody{}
	trains := func(context.Context, chat.Task) error { return nil }
	index := func(context.Context, chat.TenantID, any) error { return nil }
	note := ledger.NewJournal(desk, store).Note
	see, post := unanswered.NewWitness(desk, store).See, mail.New(desk, store, "")
	people := team.New(desk, store)
	desk.Colleagues = people
	tell := notices.New(desk, store).Relayed
	ring := notify.New(desk, store).Answered
	return handler{desk, trains, index, note, see, people.Relay, tell, ring, post, metrics.New("test")}, store
}

// Poison is parked, and its neighbours are relayed.
func TestPoisonIsParkedAndItsNeighboursAreRelayed(t *testing.T) {
	h, store := newHandler(t)
	for range 2 { // the stream may repeat
		failed, err := h.relay(t.Context(), batch(t))
		if err != nil || len(failed.BatchItemFailures) != 0 {
			t.Fatalf("%+v, %v", failed, err)
		}
	}
	key := chat.ConversationKey{Tenant: "t_1", ID: chat.ConversationOf("v_1", "b_1")}
	reply, err := store.Message(t.Context(), key, "01KAN7B1M0000000000000000A#r")
	if err != nil || reply.Outcome != chat.Answered {
		t.Errorf("the question was not answered: %+v, %v", reply, err)
	}
	parked, err := store.Poisoned(t.Context(), 10)
	if err != nil || len(parked) == 0 || parked[0].Sort != "M#poison" {
		t.Errorf("parked is %+v, %v", parked, err)
	}
}

// A record that failed is named by its sequence number, and is retried.
func TestAFailureIsNamed(t *testing.T) {
	h, store := newHandler(t)
	store.Inject = func(method string) memory.Fault {
		if method == "Commit" {
			return memory.Fail
		}
		return memory.None
	}
	failed, err := h.relay(t.Context(), batch(t))
	if err != nil || len(failed.BatchItemFailures) != 1 || failed.BatchItemFailures[0].ItemIdentifier != "1" {
		t.Errorf("%+v, %v", failed, err)
	}
}

// A message's lines in the log go on with the call that wrote it; any other record has the stream's id.
func TestRelayContinuesTheCall(t *testing.T) {
	records := batch(t).Records
	for i, want := range []string{"Q2xWbd/Q2xWcE", "2", "3"} {
		if got := trace.Request(continued(t.Context(), records[i])); got != want {
			t.Errorf("record %d continues %q, want %q", i, got, want)
		}
	}
}

// A message that is parked, because its bot is gone, is found by a search like any other.
func TestAParkedMessageIsTold(t *testing.T) {
	h, _ := newHandler(t)
	store := memory.New()
	desk := chat.New(store)
	desk.Pusher, desk.Queues, desk.Responder = nobody{}, nobody{}, nobody{}
	var told []search.Ref
	h.desk, h.index = desk, func(_ context.Context, _ chat.TenantID, batch any) error {
		told = append(told, batch.(search.Batch).Refs...)
		return nil
	}
	failed, err := h.relay(t.Context(), batch(t))
	if err != nil || len(failed.BatchItemFailures) > 0 {
		t.Fatalf("%+v, %v", failed, err)
	}
	parked, err := store.Poisoned(t.Context(), 10)
	isMessage := func(m chat.Poison) bool { return strings.HasPrefix(m.Sort, "M#01KAN") }
	is := len(told) == 1 && told[0].Message == "01KAN7B1M0000000000000000A"
	if err != nil || !is || !slices.ContainsFunc(parked, isMessage) {
		t.Errorf("parked is %+v, told are %v: %v", parked, told, err)
	}
}

// A batch tells all its messages that have words at once; if that fails, their records come again and no others.
func TestMessagesAreToldTogether(t *testing.T) {
	h, _ := newHandler(t)
	var told []search.Ref
	h.index = func(_ context.Context, _ chat.TenantID, batch any) error {
		told = append(told, batch.(search.Batch).Refs...)
		return errors.New("no queue")
	}
	failed, err := h.relay(t.Context(), batch(t))
	if err != nil || len(told) != 1 || len(failed.BatchItemFailures) != 1 ||
		failed.BatchItemFailures[0].ItemIdentifier != "1" {
		t.Errorf("it told %v, and %+v come again: %v", told, failed, err)
	}
}
