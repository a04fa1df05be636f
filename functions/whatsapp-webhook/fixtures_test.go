package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/google/go-cmp/cmp"
)

// queues accepts relay's tasks, and does nothing with them.
type queues struct{}

func (queues) Ask(context.Context, chat.Task) error { return nil }

func (queues) Send(context.Context, chat.Task) error { return nil }

func (queues) Fetch(context.Context, chat.Task) error { return nil }

func (queues) End(context.Context, chat.VisitTask) error { return nil }

func (queues) Tell(context.Context, chat.Notice) error { return nil }

// silent is a bot that says nothing.
type silent struct{}

func (silent) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) { return nil, nil }

func (silent) Respond(context.Context, chat.Question) (chat.Answer, error) {
	return chat.Answer{Bubbles: []chat.Body{chat.Text("ok")}}, nil
}

// fixtureNames is every webhook that Meta is known to send, but the first, which a world
// begins with.
func fixtureNames(t *testing.T) []string {
	t.Helper()
	names := []string{}
	for _, pattern := range []string{"in_*", "st_*", "field_*", "batch_*", "value_*", "bad_*"} {
		files, _ := filepath.Glob("../../shared/whatsapp/testdata/" + pattern + ".json")
		for _, file := range files {
			if name := filepath.Base(file); name != "in_text.json" && name != "bad_raw_bodies.json" &&
				name != "bad_wrong_object.json" {
				names = append(names, name)
			}
		}
	}
	if len(names) < 50 {
		t.Fatalf("only %d fixtures", len(names))
	}
	slices.Sort(names)
	return names
}

// outbound is a message that we sent before: statuses, reactions and taps are about it.
const outbound = "wamid.Zml4dHVyZS1vdXRib3VuZC0wMDAx"

// world is a webhook with its table, whose stream is relayed too.
type world struct {
	t     *testing.T
	h     handler
	store *memory.Store
	read  int
	calls atomic.Int64
}

// newWorld begins with a customer who is known by both ids, and a message of ours to them.
func newWorld(t *testing.T) *world {
	h, store := newHandler(t)
	w := &world{t: t, h: h, store: store}
	now := time.Date(2026, 9, 22, 12, 0, 0, 0, time.UTC)
	h.courier.Now = func() time.Time { return now }
	h.courier.Queues, h.courier.Responder = queues{}, silent{}
	w.deliver("in_text.json")
	w.streams()
	head := w.head("wa_id", "15550101001")
	m := chat.Message{
		ID: "01M36RDPJ80000000000000000", At: now, Author: chat.Author{Kind: chat.ByAgent, ID: "a_1"},
		Bubbles: []chat.Bubble{{
			Body:     chat.Body{Kind: chat.KindButtons, Text: "What is it about?"},
			Delivery: &chat.Delivery{Status: chat.Sent, Wamid: outbound},
		}},
	}
	if _, err := store.Append(t.Context(), head.Key(), m); err != nil {
		t.Fatal(err)
	}
	if err := store.PutWamid(t.Context(), "t_1", outbound,
		chat.BubbleRef{Conversation: head.ID, Message: m.ID}); err != nil {
		t.Fatal(err)
	}
	if err := store.PutTemplates(t.Context(), "t_1", "200000000000001", []chat.Template{
		{WABA: "200000000000001", Name: "order_update", Language: "en_US", Status: "pending"},
	}); err != nil {
		t.Fatal(err)
	}
	w.calls.Store(0)
	return w
}

// deliver posts a webhook until it is taken, as Meta does.
func (w *world) deliver(name string) {
	w.t.Helper()
	for range 8 {
		if post(w.t, w.h, "app", fixture(w.t, name), "new") == 200 {
			return
		}
	}
	w.t.Fatalf("%s is never taken", name)
}

// streams relays all changes, each until it works.
func (w *world) streams() {
	w.t.Helper()
	for ; w.read < len(w.store.Changes); w.read++ {
		var err error
		for range 8 {
			if err = w.h.courier.Relay(w.t.Context(), w.store.Changes[w.read]); err == nil {
				break
			}
		}
		if err != nil {
			w.t.Fatalf("relay: %v", err)
		}
	}
}

func (w *world) head(kind, value string) chat.Head {
	w.t.Helper()
	key, _ := plain{}.TenantKey(w.t.Context(), chat.Tenant{})
	lead, err := w.store.Identify(w.t.Context(), "t_1", key.Identity(kind, value))
	if err != nil {
		w.t.Fatalf("%s %s: %v", kind, value, err)
	}
	head, err := w.store.Head(w.t.Context(),
		chat.ConversationKey{Tenant: "t_1", ID: chat.ConversationOf(lead.Visitor, "b_1")})
	if err != nil {
		w.t.Fatal(err)
	}
	return head
}

// state is everything that the webhooks left behind, with people by their ids. The bot's words are left
// out: they depend on the moment at which a person took over.
func (w *world) state() []string {
	w.t.Helper()
	ctx := w.t.Context()
	var lines []string
	for _, id := range [][2]string{
		{"wa_id", "15550101001"},
		{"bsuid", "US.10000000000000000001"},
		{"wa_id", "15550101099"},
		{"bsuid", "US.10000000000000000099"},
		{"parent_bsuid", "US.ENT.20000000000000000099"},
		{"wa_id", "15550101002"},
		{"bsuid", "BR.10000000000000000002"},
	} {
		key, _ := plain{}.TenantKey(ctx, chat.Tenant{})
		lead, err := w.store.Identify(ctx, "t_1", key.Identity(id[0], id[1]))
		if err != nil {
			lines = append(lines, fmt.Sprint(id, " leads nowhere"))
			continue
		}
		v, err := w.store.Visitor(ctx, chat.VisitorKey{Tenant: "t_1", ID: lead.Visitor})
		if err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%v is %s, %s, %d ids, marketing %v", id, v.Profile["name"].Value,
			v.Profile["phone"].Value, len(v.Identities), v.Marketing))
		conversation := chat.ConversationKey{Tenant: "t_1", ID: chat.ConversationOf(lead.Visitor, "b_1")}
		lines = append(lines, w.log(conversation)...)
	}
	flows, _, _ := w.store.FlowRows(ctx, "t_1", chat.UnknownFlow, time.Time{}, time.Time{}, "", 100)
	lines = append(lines, fmt.Sprintf("%d replies to Flows", len(flows)))
	news, _, _ := w.store.Notifications(ctx, "t_1", "", 100)
	for _, n := range news {
		lines = append(lines, "news "+n.Field+" "+n.What+" "+n.ID)
	}
	templates, _ := w.store.Templates(ctx, "t_1", "200000000000001")
	for _, template := range templates {
		lines = append(lines, "template "+template.Name+" "+template.Status)
	}
	// ids of sends that we know nothing of
	for _, last := range strings.Fields("DEw DEx DEy DEz DE0 DE2 DE3 DE4 DE5 DIw DIz") {
		parked, _ := w.store.Parked(ctx, "t_1", "wamid.Zml4dHVyZS1vdXRib3VuZC0wM"+last)
		for _, d := range parked {
			lines = append(lines, fmt.Sprint("parked ", last, " ", d.Status, " ", d.Code))
		}
	}
	return lines
}

func (w *world) log(k chat.ConversationKey) []string {
	w.t.Helper()
	messages, err := w.store.Since(w.t.Context(), k, "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	head, err := w.store.Head(w.t.Context(), k)
	if err != nil {
		w.t.Fatal(err)
	}
	lines := []string{
		fmt.Sprintf("  answers go to %s, the window closes %s, owned by %s %s", head.Reached,
			head.Window.Format(time.RFC3339), head.Owner, head.Assignee),
	}
	for _, m := range messages {
		if m.Author.Kind == chat.ByBot {
			continue
		}
		m.Hash, m.Epoch, m.Entry, m.Visit, m.Author.ID = "", 0, nil, "", ""
		for i := range m.Bubbles {
			if d := m.Bubbles[i].Delivery; d != nil {
				d.At = time.Time{}
			}
		}
		raw, err := json.Marshal(m)
		if err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, "  "+string(raw))
	}
	return lines
}

// play delivers webhooks in an order, each so often, with the stream read now and then.
func play(t *testing.T, names []string, luck *rand.Rand, fault func(call int64) memory.Fault) *world {
	t.Helper()
	w := newWorld(t)
	if fault != nil {
		w.store.Inject = func(string) memory.Fault { return fault(w.calls.Add(1)) }
	} else {
		w.store.Inject = func(string) memory.Fault { w.calls.Add(1); return memory.None }
	}
	for _, name := range names {
		w.deliver(name)
		if luck == nil || luck.IntN(3) == 0 {
			w.streams()
		}
	}
	w.streams()
	w.store.Inject = nil
	return w
}

// Every webhook that Meta is known to send, twice and in any order, ends in the same state.
func TestAnyOrderEndsTheSame(t *testing.T) {
	names := fixtureNames(t)
	want := play(t, names, nil, nil).state()
	if len(want) < 60 {
		t.Fatalf("the state is only\n%s", strings.Join(want, "\n"))
	}
	for seed := range uint64(30) {
		luck := rand.New(rand.NewPCG(seed, 7))
		twice := append(slices.Clone(names), names...)
		luck.Shuffle(len(twice), func(i, j int) { twice[i], twice[j] = twice[j], twice[i] })
		if diff := cmp.Diff(want, play(t, twice, luck, nil).state()); diff != "" {
			t.Fatalf("order %d (-want +got):\n%s", seed, diff)
		}
	}
}

// The state is also the same after any single write failed, whether it was done or not.
func TestAnyFaultEndsTheSame(t *testing.T) {
	names := fixtureNames(t)
	undisturbed := play(t, names, nil, nil)
	want, writes := undisturbed.state(), undisturbed.calls.Load()
	if writes < 100 {
		t.Fatalf("only %d writes", writes)
	}
	step := int64(1)
	if testing.Short() {
		step = 7
	}
	for _, fault := range []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict} {
		for at := int64(1); at <= writes; at += step {
			w := play(t, names, nil, func(call int64) memory.Fault {
				if call == at {
					return fault
				}
				return memory.None
			})
			if diff := cmp.Diff(want, w.state()); diff != "" {
				t.Fatalf("fault %d at write %d of %d (-want +got):\n%s", fault, at, writes, diff)
			}
		}
	}
}
