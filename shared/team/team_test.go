package team_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/team"
	"pgregory.net/rapid"
)

// office is a world with automatic assignment and agents who have the app open.
type office struct {
	*chattest.World
	room *team.Team
}

func newOffice(t *testing.T, rules chat.AssignRules, agents ...string) *office {
	t.Helper()
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}, Bubbles: []chat.Body{chat.Text("one moment")}}, nil
	}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Assign = rules
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	o := &office{w, team.New(w.Desk, w.Memory)}
	for _, name := range agents {
		o.comes(name)
	}
	return o
}

func who(name string) chat.Agent {
	return chat.Agent{Tenant: chattest.Tenant, ID: chat.AgentID("a_" + name), Name: name, Role: chat.RoleAgent}
}

func (o *office) comes(name string) {
	a := who(name)
	o.Employs(a)
	s := chat.Socket{ID: "a." + chat.ConnectionID(name), Tenant: a.Tenant, Agent: &a, Opened: o.Now()}
	o.Must(o.Store.OpenSocket(o.Ctx(), s))
	o.Must(o.View(o.Ctx(), s, ""))
	o.Streams()
}

func (o *office) asks() chat.ConversationKey {
	g := o.Guest()
	g.Opens("/")
	g.Says("a person, please")
	o.Streams()
	return g.Key()
}

// rings does the short timers that are due.
func (o *office) rings() {
	o.T.Helper()
	tasks := o.Ends
	o.Ends = nil
	for _, t := range tasks {
		if t.Agent != "" {
			o.Must(chat.TeamChanged(o.Ctx(), o.Desk, t.Tenant, t.Agent))
		} else if t.Conversation != "" {
			o.Must(o.WakeConversation(o.Ctx(), chat.ConversationKey{Tenant: t.Tenant, ID: t.Conversation}))
		}
	}
	o.Streams()
}

func (o *office) owner(k chat.ConversationKey) string {
	h := o.Head(k)
	if h.Owner != chat.OwnerAgent {
		return string(h.Owner)
	}
	return h.AssigneeName
}

// A visitor is told that somebody is here while somebody is available, inside the hours of their bot; also one whose
// page stays open.
func TestVisitorsSeeWhetherSomebodyIsHere(t *testing.T) {
	o := newOffice(t, chat.AssignRules{})
	g := o.Guest()
	told := func(what string, want bool) {
		t.Helper()
		o.Pass(chat.SettingsLife)
		welcome := g.Opens("/")
		if pong := o.Here(o.Ctx(), welcome.Socket); welcome.Here != want || pong != want {
			t.Errorf("%s: somebody is here: %v, to an open page: %v", what, welcome.Here, pong)
		}
	}
	told("an empty office", false)
	o.comes("Ana")
	told("Ana has come", true)
	o.Must(o.room.SetAway(o.Ctx(), who("Ana"), true))
	told("Ana is away", false)
	o.Must(o.room.SetAway(o.Ctx(), who("Ana"), false))
	told("Ana is back", true)
	tenant, err := o.Store.Tenant(o.Ctx(), chattest.Tenant)
	o.Must(err)
	later := strings.ToLower(o.Now().AddDate(0, 0, 3).Weekday().String()[:3])
	tenant.Hours = hours.Hours{Week: []hours.Span{{Day: later, From: "09:00", To: "17:00"}}}
	o.Must(o.Store.PutTenant(o.Ctx(), tenant))
	told("the team is closed", false)
}

// Of equals nobody has more than one conversation more than another, whatever was closed meanwhile, and nobody is
// filled beyond the limit.
func TestSharesDifferByAtMostOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, limit := rapid.IntRange(1, 6).Draw(rt, "agents"), rapid.IntRange(1, 5).Draw(rt, "limit")
		o := newOffice(t, chat.AssignRules{Auto: true, Limit: limit})
		for i := range n {
			o.comes(fmt.Sprint("agent", i))
		}
		for range rapid.IntRange(1, 20).Draw(rt, "cases") {
			o.Pass(time.Second)
			o.asks()
		}
		least, most, all := 1<<30, 0, 0
		for i := range n {
			work, _, err := o.Memory.CountWork(o.Ctx(), chattest.Tenant, who(fmt.Sprint("agent", i)).ID)
			o.Must(err)
			least, most, all = min(least, work), max(most, work), all+work
		}
		_, waiting, _ := o.Memory.CountWork(o.Ctx(), chattest.Tenant, "")
		if most-least > 1 || most > limit || (waiting > 0 && all < n*limit) {
			rt.Fatalf("from %d to %d of at most %d, %d wait", least, most, limit, waiting)
		}
	})
}

// late is a store whose lists are behind: it does not know the latest conversations of an agent yet.
type late struct{ *memory.Store }

func (late) WorkOf(context.Context, chat.TenantID, chat.AgentID, int) ([]chat.ConversationID, error) {
	return nil, nil
}

func (late) ListWork(context.Context, chat.TenantID, chat.AgentID, string, int) ([]chat.Head, string, error) {
	return nil, "", nil
}

func TestALateListDoesNotGiveOnePersonTwo(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam", "Olu")
	room := team.New(o.Desk, late{o.Memory})
	got := map[chat.AgentID]int{}
	for i := range 9 {
		key := chat.ConversationKey{Tenant: chattest.Tenant, ID: chat.ConversationID(fmt.Sprint("c_", i))}
		for range 2 { // the stream says everything twice
			turn, err := room.Next(o.Ctx(), key, "", nil, 5)
			if err != nil || turn.To.ID == "" {
				t.Fatal(turn, err)
			}
			got[turn.To.ID]++
		}
	}
	for id, n := range got {
		if n != 6 {
			t.Errorf("%s got %d of 9 conversations, each told twice", id, n)
		}
	}
}

func TestWhatIsNotAnsweredMovesOnTwiceAndThenToTheTop(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 9, Answer: 5}, "Ana", "Sam", "Olu")
	k := o.asks()
	asked, had := o.Now(), map[string]bool{}
	for range 3 {
		had[o.owner(k)] = true
		o.Pass(4 * time.Minute)
		o.rings()
		if len(had) == 1 { // while its agent types, it stays
			a := who(o.owner(k))
			o.Pass(50 * time.Second)
			o.Must(o.Typing(o.Ctx(), k, &a, true))
			before := o.owner(k)
			o.Pass(30 * time.Second)
			o.Sweeps()
			if o.owner(k) != before {
				t.Errorf("it moved on from %s, who typed", before)
			}
		}
		o.Pass(3 * time.Minute)
		o.rings()
		o.Sweeps()
	}
	h := o.Head(k)
	if len(had) < 2 || h.Owner != chat.OwnerTeam || !h.Raised() || !h.Waits().Equal(asked) {
		t.Errorf("after %v: %+v", had, h)
	}
	o.Pass(time.Second)
	o.asks()
	first, _, err := o.Memory.ListWaiting(o.Ctx(), chattest.Tenant, []chat.AgentID{""}, "", 1)
	o.Must(err)
	if len(first) != 1 || first[0].ID != k.ID {
		t.Errorf("the top of the queue is %+v", first)
	}
}

func TestALeadHearsOfWhatNobodyAnswered(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Answer: 1}, "Ana")
	lead := chat.Socket{ID: "a.lead", Tenant: chattest.Tenant, Agent: &chattest.Olu, Opened: o.Now()}
	o.Must(o.Store.OpenSocket(o.Ctx(), lead))
	o.Must(o.View(o.Ctx(), lead, ""))
	k := o.asks()
	_, err := o.Store.Commit(o.Ctx(), k, func(h *chat.Head) ([]chat.Message, error) {
		h.Moves = chat.MaxMoves
		return nil, nil
	})
	o.Must(err)
	o.Pass(2 * time.Minute)
	o.rings()
	for _, p := range o.Pushes["a.lead"] {
		if p.Action == chat.PushRaised && p.Conversation == k.ID {
			return
		}
	}
	t.Errorf("the lead was told %+v", o.Pushes["a.lead"])
}

func TestOfTwoWhoAssignAtOnceOneIsToldByWhom(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
	k := o.asks()
	seen := o.Sees(k)
	_, err := chat.Assign(o.Ctx(), o.Desk, chattest.Olu, k, chat.Giving{To: who("Sam").ID, Note: "about the refund"}, seen)
	o.Must(err)
	_, err = chat.Assign(o.Ctx(), o.Desk, who("Ana"), k, chat.Giving{To: who("Ana").ID}, seen)
	if chattest.Code(err) != "owner_changed" || err.Error() !=
		"owner_changed: Olu gave this conversation to Sam. Look at it again, and decide anew." {
		t.Errorf("%v", err)
	}
	if o.owner(k) != "Sam" {
		t.Errorf("%s has it", o.owner(k))
	}
	_, err = chat.Assign(o.Ctx(), o.Desk, chattest.Olu, k, chat.Giving{To: "a_nobody"}, o.Sees(k))
	if chattest.Code(err) != "no_such_colleague" {
		t.Errorf("nobody: %v", err)
	}
}

func TestColleaguesAreListedWithTheirPresence(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
	o.asks()
	o.comes("Sam")
	o.Must(o.room.SetAway(o.Ctx(), who("Sam"), true))
	o.Must(o.Enrol(o.Ctx(), chattest.Tenant, chat.Member{ID: "a_home", Name: "Home", Email: "h", Role: chat.RoleAgent}))
	rows, err := o.room.Colleagues(o.Ctx(), who("Ana"))
	o.Must(err)
	got := map[chat.AgentID]string{}
	for _, r := range rows {
		got[r.ID] = fmt.Sprint(r.Presence, " ", r.Cases)
	}
	if fmt.Sprint(got) != "map[a_Ana:available 1 a_Sam:away 0 a_home:offline 0]" {
		t.Errorf("%v", got)
	}
}
