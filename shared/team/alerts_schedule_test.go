package team_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/team"
	"pgregory.net/rapid"
)

// Random schedules of talks that go wrong, of a stream that repeats and reorders, of calls that are cut off after any
// write, and of people who say that none is needed: nobody hears of the same twice or too often in an hour, no more
// than two hear of the same, and in the end somebody has heard of each.
func TestAlertsInAnyOrderAndWithAnyFault(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
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
		s := newAlarmed(rt, t, rand.New(rand.NewChaCha8(seed)))
		for range 30 {
			s.act()
			s.judge()
		}
		s.settle()
	})
}

// alarmed is one schedule.
type alarmed struct {
	*chattest.World
	rt      *rapid.T
	room    *team.Team
	dice    *rand.Rand
	people  []chat.AgentID
	records []record
	off     map[chat.ConversationID]int // how many grants a conversation had when nobody was needed
	granted map[string]time.Time        // by agent, conversation and cause
}

type record struct {
	key chat.ConversationKey
	m   chat.Message
}

func newAlarmed(rt *rapid.T, t *testing.T, dice *rand.Rand) *alarmed {
	s := &alarmed{
		rt: rt, dice: dice, people: []chat.AgentID{"a1", "a2", "a3"}, off: map[chat.ConversationID]int{},
		granted: map[string]time.Time{},
	}
	s.World, s.room = deck(t, s.people...)
	s.Memory.Inject = func(method string) memory.Fault {
		if method != "UpdateAlert" && method != "UpdateAlerted" || dice.IntN(4) > 0 {
			return memory.None
		}
		return []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict}[dice.IntN(3)]
	}
	return s
}

var causes = []course.Code{course.NoAnswer, course.AskedAgain, course.Displeased}

func (s *alarmed) act() {
	switch s.dice.IntN(6) {
	case 0, 1:
		s.needs()
	case 2, 3:
		if len(s.records) > 0 { // the stream repeats, in any order
			r := s.records[s.dice.IntN(len(s.records))]
			_ = s.room.Alert(s.Ctx(), r.key, r.m)
		}
	case 4:
		s.Pass(time.Duration(s.dice.IntN(600)) * time.Second)
	case 5:
		if len(s.records) > 0 && s.dice.IntN(3) == 0 {
			s.drops(s.records[s.dice.IntN(len(s.records))].key.ID)
		}
	}
}

// needs has a talk of one of ten visitors need a person once more.
func (s *alarmed) needs() {
	key := chat.ConversationKey{Tenant: chattest.Tenant, ID: chat.ConversationID(fmt.Sprint("c_", s.dice.IntN(10)))}
	_, err := s.Store.Commit(s.Ctx(), key, func(h *chat.Head) ([]chat.Message, error) {
		h.Visitor, h.Bot, h.Owner, h.Status, h.Source, h.Case = "v", chattest.Fast, chat.OwnerBot, chat.Open, chat.Web, 1
		return nil, nil
	})
	s.Must(err)
	m := chat.Message{ID: s.ID(), At: s.Now(), Need: &chat.Need{Score: 60, Cause: causes[s.dice.IntN(len(causes))]}}
	s.records = append(s.records, record{key, m})
	_ = s.room.Alert(s.Ctx(), key, m)
}

// drops has somebody say that none is needed.
func (s *alarmed) drops(id chat.ConversationID) {
	a := chat.Agent{Tenant: chattest.Tenant, ID: s.people[s.dice.IntN(len(s.people))]}
	if s.room.Judge(s.Ctx(), a, id, false) == nil {
		s.collect()
		if _, had := s.off[id]; !had {
			s.off[id] = s.heard(id)
		}
	}
}

// collect remembers every grant that a row has.
func (s *alarmed) collect() {
	for _, id := range s.people {
		row, err := s.Store.Alerted(s.Ctx(), chattest.Tenant, id)
		s.Must(err)
		for _, one := range row.All {
			at := fmt.Sprintf("%s/%s/%s", id, one.Conversation, one.Cause)
			if had, is := s.granted[at]; is && !had.Equal(one.At) && !one.Refused {
				s.rt.Fatalf("%s hears twice: %s and %s", at, had, one.At)
			}
			if !one.Refused {
				s.granted[at] = one.At
			}
		}
	}
}

func (s *alarmed) heard(id chat.ConversationID) (n int) {
	for at := range s.granted {
		if strings.Split(at, "/")[1] == string(id) {
			n++
		}
	}
	return n
}

func (s *alarmed) judge() {
	s.collect()
	same, times := map[string]int{}, map[string][]time.Time{}
	for at, when := range s.granted {
		p := strings.Split(at, "/")
		same[p[1]+p[2]]++
		times[p[0]] = append(times[p[0]], when)
	}
	for what, n := range same {
		if n > 2 {
			s.rt.Fatalf("%d people hear of %s", n, what)
		}
	}
	for who, all := range times {
		slices.SortFunc(all, time.Time.Compare)
		for i := chat.AlertsHourly; i < len(all); i++ {
			if all[i].Sub(all[i-chat.AlertsHourly]) < time.Hour {
				s.rt.Fatalf("%s hears too often: %v", who, all)
			}
		}
	}
	for id, had := range s.off {
		if n := s.heard(id); n > had {
			s.rt.Fatalf("%s: %d alerts, and %d when none was needed", id, n, had)
		}
	}
}

// settle ends the faults. Somebody hears of a talk that needs a person now, if they have room.
func (s *alarmed) settle() {
	s.Memory.Inject = nil
	s.Pass(61 * time.Minute)
	key := chat.ConversationKey{Tenant: chattest.Tenant, ID: "c_last"}
	_, err := s.Store.Commit(s.Ctx(), key, func(h *chat.Head) ([]chat.Message, error) {
		h.Visitor, h.Bot, h.Owner, h.Status, h.Source, h.Case = "v", chattest.Fast, chat.OwnerBot, chat.Open, chat.Web, 1
		return nil, nil
	})
	s.Must(err)
	s.Must(s.room.Alert(s.Ctx(), key, chat.Message{
		ID: s.ID(), At: s.Now(), Need: &chat.Need{Score: 60, Cause: course.NoAnswer},
	}))
	s.judge()
	if s.heard(key.ID) == 0 {
		s.rt.Fatal("nobody hears of the last talk")
	}
}
