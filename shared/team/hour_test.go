package team_test

import (
	"flag"
	"strconv"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"pgregory.net/rapid"
)

// hour is an hour of a desk: a case a minute, and four agents of whom one leaves, one crashes, one is at her limit.
type hour struct {
	*office
	rt    *rapid.T
	talks []*chattest.Guest
	here  map[string]bool // those who work
	pace  int             // an agent does one in so many of the acts possible in a minute
}

const mostCases = 5 // of an agent

// Whatever customers and agents do in an hour, and in whatever order: at its end each case has an owner, a timer or is
// closed; nobody waited past the time that they were promised without a new one, and no agent was given too many.
func TestAnHourOfTheDesk(t *testing.T) {
	few(t, 20)
	all := fates{}
	rapid.Check(t, func(rt *rapid.T) {
		rules := chat.AssignRules{Auto: true, Limit: mostCases, Answer: rapid.IntRange(2, 10).Draw(rt, "answer within")}
		h := &hour{office: newOffice(t, rules, "Ana", "Sam", "Olu", "Mia"), rt: rt, here: map[string]bool{}}
		h.pace = rapid.IntRange(1, 6).Draw(rt, "pace")
		h.returns()
		h.groups("s_es", "Ana", "Sam") // who are both gone after a while
		for _, name := range []string{"Ana", "Sam", "Olu", "Mia"} {
			h.here[name] = true
		}
		leaves, crashes := h.minute("leaves"), h.minute("crashes")
		for minute := range 60 {
			h.asksForOne()
			if minute == leaves {
				h.here["Ana"] = false
				h.Must(h.room.SetAway(h.Ctx(), who("Ana"), true))
			}
			if minute == crashes {
				h.here["Sam"] = false // the socket stays as it was
			}
			if minute == crashes+3 {
				h.Must(h.Store.CloseSocket(h.Ctx(), "a.Sam", h.Now()))
			}
			h.works()
			h.passes()
			h.holds()
		}
		for range 25 { // nobody comes any more, and those who are there go on
			h.works()
			h.passes()
			h.holds()
		}
		all.add(h.ends())
	})
	if !testing.Short() && (all.closed == 0 || all.owned == 0 || all.waits == 0 || all.bots == 0) {
		t.Errorf("some fate never came: %+v", all)
	}
}

// few has rapid check so many times, and less in the fast loop: an hour takes a second.
func few(t *testing.T, n int) {
	checks := flag.Lookup("rapid.checks")
	was := checks.Value.String()
	if testing.Short() {
		n = 10 // of which rapid makes a fifth in the fast loop
	}
	if err := checks.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = checks.Value.Set(was) }) // it was set to this before
}

func (h *hour) draw(n int, label string) int { return rapid.IntRange(0, n-1).Draw(h.rt, label) }

func (h *hour) minute(label string) int { return 5 + h.draw(45, label) }

// returns has the bot get the conversations whose customers have been silent: nobody else would get those that an agent
// leaves behind.
func (h *hour) returns() {
	t, err := h.Store.Tenant(h.Ctx(), chattest.Tenant)
	h.Must(err)
	t.Silence.Back = 10
	h.Must(h.Store.PutTenant(h.Ctx(), t))
	h.Pass(chat.SettingsLife)
}

// asksForOne has a new customer ask for a person.
func (h *hour) asksForOne() {
	g := h.Guest()
	if h.draw(2, "of the group") == 1 {
		g.Site = "s_es"
	}
	g.Opens("/")
	g.Says("a person, please")
	h.Streams()
	h.talks = append(h.talks, g)
}

// works has some customers write again, and the agents who are here answer and close some of their cases. Olu closes
// none, so that she is at her limit soon.
func (h *hour) works() {
	for _, g := range h.talks {
		k := g.Key()
		name, head := h.owner(k), h.Head(k)
		switch {
		case head.Status == chat.Closed && h.draw(15, "comes back") == 0:
			g.Says("it is about that again")
		case head.Status == chat.Closed:
		case !head.Waits().IsZero() && h.here[name] && h.draw(h.pace, "answers") == 0:
			_, _, err := h.Reply(h.Ctx(), who(name), k, h.ID(), chat.Text("I look at it"))
			h.Must(err)
		case head.Waits().IsZero() && h.draw(6, "writes again") == 0:
			g.Says("and then?")
		case head.Waits().IsZero() && h.here[name] && name != "Olu" && h.draw(h.pace, "closes") == 0:
			_, err := h.Close(h.Ctx(), who(name), k, h.Sees(k))
			h.Must(err)
		}
		h.Streams()
	}
}

// passes lets a minute go by, with the timers that are due in it.
func (h *hour) passes() {
	h.Pass(time.Minute)
	h.rings()
	h.Sweeps()
}

// holds tells of an agent who was given too many, and of customers whose promised time has passed.
func (h *hour) holds() {
	for name := range h.here {
		n, _, err := h.Memory.CountWork(h.Ctx(), chattest.Tenant, who(name).ID)
		if h.Must(err); n > mostCases {
			h.rt.Fatalf("%s has %d cases", name, n)
		}
	}
	for _, g := range h.talks {
		head := h.Head(g.Key())
		if by := head.PromisedBy(); !by.IsZero() && !by.After(h.Now()) {
			h.rt.Fatalf("%s was promised an answer by %s, and it is %s", g.Key().ID, by, h.Now())
		}
	}
}

// fates are how many cases were closed at the end, had an agent, waited for one, or were the bot's again.
type fates struct{ closed, owned, waits, bots int }

func (f *fates) add(more fates) {
	f.closed, f.owned = f.closed+more.closed, f.owned+more.owned
	f.waits, f.bots = f.waits+more.waits, f.bots+more.bots
}

// ends tells of a case that nobody has and nothing looks at.
func (h *hour) ends() (all fates) {
	waiting, _, err := h.Memory.ListWaiting(h.Ctx(), chattest.Tenant, []chat.AgentID{""}, "", 100)
	h.Must(err)
	inQueue := map[chat.ConversationID]bool{}
	for _, head := range waiting {
		inQueue[head.ID] = true
	}
	for _, g := range h.talks {
		head := h.Head(g.Key())
		switch {
		case head.Status == chat.Closed:
			all.closed++
		case head.Owner == chat.OwnerAgent && h.here[head.AssigneeName]:
			all.owned++
		case head.Owner == chat.OwnerTeam && inQueue[head.ID] && !head.Waits().IsZero():
			all.waits++
		case head.Owner == chat.OwnerBot && !head.Wake().IsZero():
			all.bots++
		default:
			h.rt.Fatalf("nobody has %+v", head)
		}
	}
	return all
}
