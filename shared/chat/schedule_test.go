package chat_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/storetest"
	"github.com/oklog/ulid/v2"
	"pgregory.net/rapid"
)

// Random schedules of a visitor on the web, a customer on WhatsApp, two agents, the bot, the stream, the
// queues, the sweep and faults keep the product's promises.
func TestSchedulesInMemory(t *testing.T) {
	schedules(t, 10_000, func(*rapid.T, func() time.Time) (storetest.Store, func() []chat.Change) {
		store := memory.New()
		return store, func() []chat.Change { return store.Changes }
	})
}

// The same schedules keep them on a real engine.
func TestSchedulesOnDynoxide(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..", dynamotest.Silent)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	schedules(t, 100, func(t *rapid.T, now func() time.Time) (storetest.Store, func() []chat.Change) {
		table := ulid.Make().String() // each schedule starts in an empty one
		if err := engine.Create(context.Background(), table); err != nil {
			t.Fatal(err)
		}
		rows := dynamo.New(engine.DB, table)
		rows.Now = now
		store := &recorded{Store: rows}
		return store, func() []chat.Change { return store.changes }
	})
}

// newStore makes an empty store and tells the changes that its stream would report. Its rows expire by the clock of
// the schedule.
type newStore func(rt *rapid.T, now func() time.Time) (storetest.Store, func() []chat.Change)

func schedules(t *testing.T, n int, newStore newStore) {
	log := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the failures are intended
	defer slog.SetDefault(log)
	if testing.Short() { // the fast loop; make test runs them all
		n /= 20
	}
	checks := flag.Lookup("rapid.checks")
	was := checks.Value.String()
	if err := checks.Value.Set(fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Value.Set(was) }() // it was set to this before
	rapid.Check(t, func(rt *rapid.T) {
		s := newSchedule(rt, t, newStore)
		s.run()
		s.settle()
		s.judge()
	})
}

// schedule is one run: an office in a bad world, and a record of its acts.
type schedule struct {
	*chattest.World
	rt      *rapid.T
	dice    *rand.Rand
	world   *disturbed
	changes func() []chat.Change
	depth   int
	acted   int // acts so far

	amara   *chattest.Guest
	key     chat.ConversationKey // of Amara's conversation
	phone   chat.ConversationKey // of Bruno's
	said    []said
	wamids  []string
	tries   map[string]int // sends that may have gone out, by bubble
	won     map[taken]chat.AgentID
	relayed map[int]bool
	sends   []chat.Task
	waiting []chat.Task
	tabs    []chat.ConnectionID // Amara's open ones
	lost    []chat.ConnectionID // open ones of which nothing is heard any more
	pages   []turned
	opened  map[chat.ConnectionID]time.Time // tabs, open ones and others
	telling map[chat.ConnectionID]int       // the page that a tab is telling of, in pages
}

var customer = chat.Contact{WaID: "5511999990000", Name: "Bruno", Country: "BR"}

// said is a message of a client, and whether it was acknowledged.
type said struct {
	incoming chat.Incoming
	acked    bool
}

func newSchedule(rt *rapid.T, t *testing.T, newStore newStore) *schedule {
	seed := sha256.Sum256(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "seed"))
	s := &schedule{
		dice: rand.New(rand.NewChaCha8(seed)), rt: rt, tries: map[string]int{},
		won: map[taken]chat.AgentID{}, relayed: map[int]bool{},
		opened: map[chat.ConnectionID]time.Time{}, telling: map[chat.ConnectionID]int{},
	}
	now := func() time.Time { return s.Now() } // of the world, which needs the store first
	store, changes := newStore(rt, now)
	s.changes = changes
	s.world = &disturbed{
		Store: store, calm: true, interrupt: s.interrupt, draw: s.draw, forward: s.forward, now: now,
	}
	w := chattest.On(t, s.world)
	s.World = w
	w.Meta = s.send
	w.Think = s.thinks
	s.staffs()
	s.amara = w.Guest()
	if s.draw(2) == 1 {
		s.amara.Bot = chattest.Slow
	}
	s.amara.Opens("/")
	s.key, s.tabs = s.amara.Key(), []chat.ConnectionID{s.amara.Socket.ID}
	s.opened[s.amara.Socket.ID] = s.Now()
	return s
}

// draw is a number below n, each as likely: rapid's own draws lean to small ones.
func (s *schedule) draw(n int) int { return s.dice.IntN(n) }

// interrupt lets somebody else act in the middle of a call, now and then.
func (s *schedule) interrupt() {
	if s.depth < 2 && s.draw(8) == 0 {
		s.act()
	}
}

func (s *schedule) run() {
	s.world.calm = false
	for range rapid.IntRange(5, 25).Draw(s.rt, "acts") {
		s.act()
	}
}

// act is one act of somebody. Every error is one that its caller would meet.
func (s *schedule) act() {
	s.depth++
	s.acted++
	defer func() { s.depth-- }()
	ctx := context.Background()
	s.Pass(time.Duration(1+s.draw(1500)) * time.Millisecond)
	switch s.draw(22) {
	case 0, 1, 2:
		s.says(s.amara.Incoming(s.ID(), "a question"))
	case 3:
		if len(s.said) > 0 { // not answered: again
			s.says(s.said[s.draw(len(s.said))].incoming)
			s.forges(s.said[s.draw(len(s.said))].incoming)
		}
	case 4:
		s.takes(ctx)
	case 5:
		key, seen := s.looks()
		_, _ = s.HandBack(ctx, s.agent(), key, seen)
	case 6:
		_, _, _ = s.Reply(ctx, s.agent(), s.conversation(), s.ID(), chat.Text("a person here"))
	case 7:
		key, seen := s.looks()
		_, _ = s.Desk.Close(ctx, s.agent(), key, seen)
	case 8, 9:
		if all := s.changes(); len(all) > 0 { // in any order, and more than once
			i := s.draw(len(all))
			s.relayed[i] = s.Relay(ctx, all[i]) == nil || s.relayed[i]
			s.collect()
		}
	case 10:
		s.work(ctx)
	case 11:
		wamid := "wamid." + ulid.Make().String()
		if len(s.wamids) > 0 && s.draw(3) == 0 {
			wamid = s.wamids[s.draw(len(s.wamids))]
		}
		s.wamids = append(s.wamids, wamid)
		_ = s.ReceiveWhatsApp(ctx, chattest.Number, customer, chat.Text("from the phone "+wamid),
			chat.Origin{Wamid: wamid, Sent: s.Now().Truncate(time.Second)})
	case 12:
		s.status(ctx)
	case 13:
		s.Pass(time.Duration(s.draw(40)) * time.Minute)
		_, _ = s.Sweep(ctx, 100)
		_, _ = s.EndSilent(ctx)
	case 14, 15, 16, 17, 18:
		s.browses(ctx)
	case 19:
		s.ends(ctx)
	case 20, 21:
		s.tends(ctx)
	}
}

// taken is one state of a conversation from which somebody took it over.
type taken struct {
	id    chat.ConversationID
	epoch int
}

// takes has an agent take over the conversation as they saw it: of all agents who saw the same, at most one
// gets it, and only an agent who names the colleague gets it from one.
func (s *schedule) takes(ctx context.Context) {
	agent := s.agent()
	key, seen := s.looks()
	before, _ := s.world.Store.Head(ctx, key)
	acted := s.acted
	h, err := s.TakeOver(ctx, agent, key, seen)
	if err != nil || h.Epoch != seen.Epoch+1 {
		return
	}
	at := taken{key.ID, seen.Epoch}
	if other, had := s.won[at]; had && other != agent.ID {
		s.rt.Fatalf("%s and %s both took over epoch %d", other, agent.ID, seen.Epoch)
	}
	s.won[at] = agent.ID
	if acted == s.acted && before.Epoch == seen.Epoch && before.Owner == chat.OwnerAgent && before.Assignee != agent.ID &&
		before.Assignee != seen.From {
		s.rt.Fatalf("%s took it from %s without saying so", agent.ID, before.Assignee)
	}
}

// looks is a conversation as somebody sees it: much may happen until they act.
func (s *schedule) looks() (chat.ConversationKey, chat.Seen) {
	key := s.conversation()
	h, _ := s.world.Store.Head(context.Background(), key)
	seen := chat.Seen{Epoch: h.Epoch}
	if s.draw(2) == 0 {
		seen.From = h.Assignee
	}
	s.interrupt()
	return key, seen
}

func (s *schedule) agent() chat.Agent {
	if s.draw(2) == 0 {
		return chattest.Ana
	}
	return chattest.Sam
}

func (s *schedule) conversation() chat.ConversationKey {
	if s.draw(3) == 0 && s.phoneKey() != "" {
		return s.phone
	}
	return s.key
}

func (s *schedule) phoneKey() chat.ConversationID {
	if s.phone.ID == "" {
		for _, c := range s.changes() {
			if c.Message != nil && c.Key != s.key {
				s.phone = c.Key
			}
		}
	}
	return s.phone.ID
}

func (s *schedule) says(in chat.Incoming) {
	_, err := s.Receive(context.Background(), in)
	at := slices.IndexFunc(s.said, func(had said) bool { return had.incoming.Message.ID == in.Message.ID })
	if at < 0 {
		s.said = append(s.said, said{in, err == nil})
	} else {
		s.said[at].acked = s.said[at].acked || err == nil
	}
}

// forges says other words under an id that may be stored.
func (s *schedule) forges(in chat.Incoming) {
	if _, err := s.Store.Message(context.Background(), s.key, in.Message.ID); err != nil {
		return
	}
	in.Message.Bubbles = []chat.Bubble{{Body: chat.Text("something else")}}
	if _, err := s.Receive(context.Background(), in); err == nil {
		s.rt.Fatal("other words under a stored id were acknowledged")
	}
}
