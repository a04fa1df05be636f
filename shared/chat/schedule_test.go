package chat_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/oklog/ulid/v2"
	"pgregory.net/rapid"
)

// Random schedules of a visitor on the web, a customer on WhatsApp, two agents, the bot,
// the stream, the queues, the sweep and faults keep what the product promises.
func TestSchedulesInMemory(t *testing.T) {
	schedules(t, 10_000, func(t *rapid.T) (chat.Store, func() []chat.Change) {
		store := memory.New()
		return store, func() []chat.Change { return store.Changes }
	})
}

// The same on a real engine.
func TestSchedulesOnDynoxide(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..", dynamotest.Silent)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	schedules(t, 200, func(t *rapid.T) (chat.Store, func() []chat.Change) {
		table := ulid.Make().String() // each schedule starts in an empty one
		if err := engine.Create(context.Background(), table); err != nil {
			t.Fatal(err)
		}
		store := &recorded{Store: dynamo.New(engine.DB, table)}
		return store, func() []chat.Change { return store.changes }
	})
}

func schedules(t *testing.T, n int, newStore func(*rapid.T) (chat.Store, func() []chat.Change)) {
	log := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what went wrong was meant to
	defer slog.SetDefault(log)
	if testing.Short() { // the fast loop; make test runs them all
		n /= 20
	}
	checks := flag.Lookup("rapid.checks")
	was := checks.Value.String()
	if err := checks.Value.Set(fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	defer checks.Value.Set(was)
	rapid.Check(t, func(rt *rapid.T) {
		store, changes := newStore(rt)
		s := newSchedule(rt, t, store, changes)
		s.run()
		s.settle()
		s.judge()
	})
}

// schedule is one run: an office in a bad world, and what happened in it.
type schedule struct {
	*office
	rt      *rapid.T
	dice    *rand.Rand
	world   *disturbed
	changes func() []chat.Change
	depth   int

	amara   *guest
	key     chat.ConversationKey // of Amara's conversation
	phone   chat.ConversationKey // of Bruno's
	said    []said
	wamids  []string
	tries   map[string]int // sends that may have gone out, by bubble
	relayed map[int]bool
	sends   []chat.Task
	waiting []chat.Task
}

var customer = chat.Contact{WaID: "5511999990000", Name: "Bruno", Country: "BR"}

// said is a message of a client, and whether it was acknowledged.
type said struct {
	incoming chat.Incoming
	acked    bool
}

func newSchedule(rt *rapid.T, t *testing.T, store chat.Store, changes func() []chat.Change) *schedule {
	o := newOfficeOn(t, store)
	seed := sha256.Sum256(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "seed"))
	s := &schedule{office: o, dice: rand.New(rand.NewChaCha8(seed)), rt: rt, changes: changes, tries: map[string]int{}, relayed: map[int]bool{}}
	s.world = &disturbed{Store: store, calm: true, interrupt: s.interrupt, draw: s.draw, forward: s.forward}
	o.Desk.Store = s.world
	o.meta = s.send
	o.think = s.thinks
	s.amara = o.guest()
	if s.draw(2) == 1 {
		s.amara.bot = slow
	}
	s.amara.opens("/")
	s.key = s.amara.key()
	return s
}

// draw is a number below n, each as likely: what rapid draws leans to small ones.
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

// act is one thing that happens. Every error is one that its caller would meet.
func (s *schedule) act() {
	s.depth++
	defer func() { s.depth-- }()
	ctx := context.Background()
	s.pass(time.Duration(1+s.draw(1500)) * time.Millisecond)
	switch s.draw(14) {
	case 0, 1, 2:
		s.says(s.amara.incoming(s.id(), "a question"))
	case 3:
		if len(s.said) > 0 { // not answered: again
			s.says(s.said[s.draw(len(s.said))].incoming)
			s.forges(s.said[s.draw(len(s.said))].incoming)
		}
	case 4:
		_, _ = s.TakeOver(ctx, s.agent(), s.conversation())
	case 5:
		_, _ = s.HandBack(ctx, s.agent(), s.conversation())
	case 6:
		_, _, _ = s.Reply(ctx, s.agent(), s.conversation(), s.id(), chat.Text("a person here"))
	case 7:
		_, _ = s.Desk.Close(ctx, s.agent(), s.conversation())
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
		_ = s.ReceiveWhatsApp(ctx, number, customer, chat.Text("from the phone "+wamid), chat.Origin{Wamid: wamid, Sent: s.Now().Truncate(time.Second)})
	case 12:
		s.status(ctx)
	case 13:
		s.pass(time.Duration(s.draw(40)) * time.Minute)
		_, _ = s.Sweep(ctx, 100)
	}
}

func (s *schedule) agent() chat.Agent {
	if s.draw(2) == 0 {
		return ana
	}
	return sam
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

// thinks is the bot's mind: it remembers how often it was asked, and sometimes wants a person.
func (s *schedule) thinks(q chat.Question) (chat.Answer, error) {
	if !s.world.calm {
		s.interrupt()
	}
	state := []byte(`1`)
	if len(q.State) > 0 {
		state = append([]byte{}, q.State...)
		state = append(state, '1')
	}
	a := chat.Answer{Bubbles: []chat.Body{chat.Text("an answer")}, Effects: chat.Effects{State: state}}
	if len(state)%5 == 0 {
		a.Effects.HandOver = "asked"
	}
	if len(state)%3 == 0 {
		a.Effects.Goals = []chat.GoalReached{{Name: "Lead Captured"}}
		a.Effects.Gap = &chat.Gap{Question: "why?", Cause: chat.NoMatch}
	}
	return a, nil
}

// send is WhatsApp: it takes the message, refuses it, or says nothing.
func (s *schedule) send(out chat.Outgoing) (string, error) {
	if s.world.calm {
		s.tries[out.Callback]++
		return "out-" + out.Callback, nil
	}
	s.interrupt()
	switch s.draw(6) {
	case 0:
		return "", &chat.SendError{Reason: "busy", Code: 130429, Retry: time.Second}
	case 1:
		s.tries[out.Callback]++
		return "", &chat.SendError{Reason: "silence", Lost: true}
	case 2:
		return "", &chat.SendError{Reason: "never", Code: 131026}
	}
	s.tries[out.Callback]++
	return "out-" + out.Callback, nil
}

// collect takes what was queued.
func (s *schedule) collect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, s.asked...)
	s.sends = append(s.sends, s.office.sends...)
	s.asked, s.office.sends = nil, nil
}

// work does one task of a queue. It stays there: queues may give it again.
func (s *schedule) work(ctx context.Context) {
	s.collect()
	if n := len(s.waiting) + len(s.sends); n > 0 {
		if i := s.draw(n); i < len(s.waiting) {
			_ = s.Answer(ctx, s.waiting[i], s.draw(3) == 0)
		} else {
			_ = s.Deliver(ctx, s.sends[i-len(s.waiting)])
		}
	}
}

// status is what Meta says about a send, in any order, with and without what it carried.
func (s *schedule) status(ctx context.Context) {
	s.mu.Lock()
	outs := append([]chat.Outgoing(nil), s.sent...)
	s.mu.Unlock()
	if len(outs) == 0 {
		return
	}
	out := outs[s.draw(len(outs))]
	carried := out.Callback
	if s.draw(2) == 0 {
		carried = ""
	}
	status := []chat.Status{chat.Sent, chat.Delivered, chat.Read, chat.NotSent}[s.draw(4)]
	_ = s.Status(ctx, tenant, "out-"+out.Callback, carried, chat.Delivery{Status: status, At: s.Now()})
}

// settle ends the bad times: clients repeat what was not acknowledged, the stream is read
// to its end, the queues are emptied.
func (s *schedule) settle() {
	ctx := context.Background()
	s.world.calm = true
	for _, one := range s.said {
		if !one.acked {
			s.says(one.incoming)
		}
	}
	for _, wamid := range s.wamids {
		if err := s.ReceiveWhatsApp(ctx, number, customer, chat.Text("from the phone "+wamid), chat.Origin{Wamid: wamid, Sent: s.Now().Truncate(time.Second)}); err != nil && chat.CodeOf(err) != "id_conflict" {
			s.rt.Fatalf("Meta's repeat: %v", err)
		}
	}
	for done := 0; ; {
		for i, all := 0, s.changes(); i < len(all); i++ {
			if !s.relayed[i] {
				if err := s.Relay(ctx, all[i]); err != nil {
					s.rt.Fatalf("relay: %v", err)
				}
				s.relayed[i] = true
			}
		}
		s.collect()
		for _, task := range s.waiting {
			if err := s.Answer(ctx, task, true); err != nil {
				s.rt.Fatalf("answer: %v", err)
			}
		}
		var busy []chat.Task
		for _, task := range s.sends {
			var wait chat.Busy
			if err := s.Deliver(ctx, task); errors.As(err, &wait) {
				busy = append(busy, task)
			} else if err != nil {
				s.rt.Fatalf("deliver: %v", err)
			}
		}
		s.waiting, s.sends = nil, busy
		s.pass(chat.SendingTimeout)
		if n := len(s.changes()); n == done && len(busy) == 0 {
			break
		} else {
			done = n
		}
	}
	for range 3 * len(s.sent) { // Meta tells in its own order, and again
		s.status(ctx)
	}
}
