package team_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/team"
	"pgregory.net/rapid"
)

// Random schedules of a visitor who asks and fills in a form, a stream and timers that repeat and come late, people who
// give hints, send, change, drop and take over, and calls that are cut off after any write: each question ends with one
// reply, none is said that waited when a person took over, and what the bot remembers is that of its last reply.
func TestHeldAnswersInAnyOrderAndWithAnyFault(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 300
	}
	log := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the failures are intended
	defer slog.SetDefault(log)
	checks := flag.Lookup("rapid.checks")
	was := checks.Value.String()
	if err := checks.Value.Set(fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Value.Set(was) }()
	rapid.Check(t, func(rt *rapid.T) {
		seed := sha256.Sum256(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "seed"))
		s := newWaiting(rt, t, rand.New(rand.NewChaCha8(seed)))
		for range 25 {
			s.act()
		}
		s.settle()
		s.judge()
	})
}

// waiting is one schedule.
type waiting struct {
	*chattest.World
	rt    *rapid.T
	room  *team.Team
	dice  *rand.Rand
	guest *chattest.Guest
	asked []chat.MessageID
	won   map[chat.MessageID]chat.AgentID
}

func newWaiting(rt *rapid.T, t *testing.T, dice *rand.Rand) *waiting {
	s := &waiting{rt: rt, dice: dice, won: map[chat.MessageID]chat.AgentID{}}
	then := []chat.Hold{chat.HoldSends, chat.HoldHandOver}[dice.IntN(2)]
	s.World, s.room = holding(t, then, "a1", "a2")
	s.Responder, s.Rules.Merge = s.room.Holding(phoned{bot.Scripted(script{}, bot.NoKnowledge{})}), bot.Merge
	s.guest = s.Guest()
	s.guest.Opens("/")
	s.Memory.Inject = func(method string) memory.Fault {
		if method != "Commit" && method != "Hold" && method != "UpdateAlert" || dice.IntN(5) > 0 {
			return memory.None
		}
		return []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict}[dice.IntN(3)]
	}
	return s
}

func (s *waiting) key() chat.ConversationKey { return s.guest.Key() }

func (s *waiting) act() {
	s.Pass(time.Duration(1+s.dice.IntN(8_000)) * time.Millisecond)
	who := chat.Agent{
		Tenant: chattest.Tenant, ID: []chat.AgentID{"a1", "a2"}[s.dice.IntN(2)], Name: "A", Role: chat.RoleAgent,
	}
	switch s.dice.IntN(9) {
	case 0, 1:
		s.asks()
	case 2:
		s.streams()
	case 3, 4:
		if len(s.asked) > 0 {
			_, _ = s.room.Expire(s.Ctx(), s.key(), s.asked[s.dice.IntN(len(s.asked))])
		}
	case 5:
		s.decides(who)
	case 6:
		if h, err := s.Store.Head(s.Ctx(), s.key()); err == nil && s.dice.IntN(2) == 0 {
			_, _ = s.TakeOver(s.Ctx(), who, s.key(), chat.Seen{Epoch: h.Epoch, From: h.Assignee})
		}
	case 7:
		if h, err := s.Store.Head(s.Ctx(), s.key()); err == nil {
			_, _ = s.HandBack(s.Ctx(), who, s.key(), chat.Seen{Epoch: h.Epoch, From: h.Assignee})
		}
	case 8:
		_, _ = chat.GiveHint(s.Ctx(), s.Desk, who, s.key(), s.ID(), "", chat.Hint{Entry: "e", Title: "Parcels"})
	}
}

// words are what the visitor says: two questions without an answer, and a form with its fields.
var words = []string{
	"do you ship to the moon?", "and to the planet mars?", "An offer", "An offer", "Dana Smith", "dana@shop.example",
}

func (s *waiting) asks() {
	in := s.guest.Incoming(s.ID(), words[s.dice.IntN(len(words))])
	for range 1 + s.dice.IntN(2) { // a client repeats what is not acknowledged
		if r, err := s.Receive(s.Ctx(), in); err == nil {
			s.asked = append(s.asked, r.Message.ID)
			return
		}
	}
}

func (s *waiting) decides(who chat.Agent) {
	if len(s.asked) == 0 {
		return
	}
	id := s.asked[s.dice.IntN(len(s.asked))]
	act := []team.Act{team.Send, team.Change, team.Drop}[s.dice.IntN(3)]
	stood := s.stands(id)
	_, err := s.room.Decide(s.Ctx(), who, s.key(), id, act, "changed")
	if chat.CodeOf(err) == "released" && !stood && s.stands(id) {
		s.rt.Fatalf("%s decided, and reads %v", who.ID, err)
	}
	if err != nil {
		return
	}
	if had, is := s.won[id]; is && had != who.ID {
		s.rt.Fatalf("%s and %s both decided about %s", had, who.ID, id)
	}
	s.won[id] = who.ID
}

// stands tells whether a question has a reply that no takeover dropped, and that no loop of two bots took the place of.
func (s *waiting) stands(question chat.MessageID) bool {
	reply, err := s.Store.Message(s.Ctx(), s.key(), chat.ReplyTo(question))
	return err == nil && reply.Outcome != chat.Failed && (reply.Outcome != chat.Dropped || reply.Part != "")
}

// streams relays everything that was stored, again too, in any order.
func (s *waiting) streams() {
	for _, i := range s.dice.Perm(len(s.Memory.Changes)) {
		_ = s.Desk.Relay(s.Ctx(), s.Memory.Changes[i])
	}
	for _, h := range s.Memory.Holds {
		_ = s.room.Relay(s.Ctx(), chattest.Tenant, h)
	}
}

// settle ends the faults: the stream and the timers come to an end.
func (s *waiting) settle() {
	s.Memory.Inject = nil
	for range 2 {
		s.streams()
		s.Pass(30 * time.Second)
		for _, id := range s.asked {
			_, err := s.room.Expire(s.Ctx(), s.key(), id)
			s.Must(err)
		}
	}
}

func (s *waiting) judge() {
	log, err := s.Store.Since(s.Ctx(), s.key(), "", 1000)
	s.Must(err)
	replies, taken := map[chat.MessageID]chat.Message{}, []time.Time{}
	for _, m := range log {
		if m.Answers != "" {
			replies[m.Answers] = m
		}
		if len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == chat.EventTookOver {
			taken = append(taken, m.At)
		}
	}
	for _, m := range log {
		if m.Author.Kind != chat.ByVisitor {
			continue
		}
		reply, is := replies[m.ID]
		if had := s.owned(m.At, log); !is && !had {
			s.rt.Fatalf("the question of %s has no reply: %v", m.At, s.Log(s.key()))
		}
		for _, at := range taken {
			if is && reply.Outcome == chat.Answered && at.After(m.At) && at.Before(reply.At) {
				s.rt.Fatalf("a reply of %s was said after the takeover of %s", reply.At, at)
			}
		}
		if who := s.won[m.ID]; who != "" && reply.Part != who {
			s.rt.Fatalf("%s decided, and the part is of %q", who, reply.Part)
		}
	}
	s.remembers()
	s.keeps(replies)
}

// owned tells whether a person, or the team, had the conversation at a time: then a person answers.
func (s *waiting) owned(at time.Time, log []chat.Message) bool {
	had := false
	for _, m := range log {
		if m.At.After(at) {
			continue
		}
		if m.Effects != nil && m.Effects.HandOver != "" && m.Outcome != chat.Dropped {
			had = true
		}
		if len(m.Bubbles) > 0 && m.Body().Event != nil {
			switch m.Body().Event.Name {
			case chat.EventTookOver:
				had = true
			case chat.EventHandedBack:
				had = false
			}
		}
	}
	return had
}
