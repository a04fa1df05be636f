package team_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	settings "github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/team"
)

func TestAwayOfflineAndRemovedGiveBackWhatWaits(t *testing.T) {
	for _, c := range []struct {
		name string
		goes func(o *office)
	}{
		{"away by choice", func(o *office) { o.Must(o.room.SetAway(o.Ctx(), who("Ana"), true)) }},
		{"offline", func(o *office) {
			o.Must(o.Store.CloseSocket(o.Ctx(), "a.Ana", o.Now()))
			o.Streams()
			o.Pass(3 * time.Minute)
			o.rings()
		}},
		{"offline, and the customer writes", func(o *office) {
			o.Must(o.Store.CloseSocket(o.Ctx(), "a.Ana", o.Now()))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
			g := o.Guest()
			g.Opens("/")
			g.Says("a person, please")
			o.Streams()
			if o.owner(g.Key()) != "Ana" {
				t.Fatalf("%s has it", o.owner(g.Key()))
			}
			c.goes(o)
			o.Pass(time.Second)
			g.Says("hello?")
			o.Streams()
			if o.owner(g.Key()) != "team" {
				t.Errorf("%s has it", o.owner(g.Key()))
			}
			o.comes("Sam")
			if o.owner(g.Key()) != "Sam" {
				t.Errorf("after Sam came %s has it", o.owner(g.Key()))
			}
		})
	}
}

func TestARemovedAgentLeavesNothingBehind(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana")
	var all []chat.ConversationKey
	for range 30 {
		k := o.asks()
		_, _, err := o.Reply(o.Ctx(), who("Ana"), k, o.ID(), chat.Text("hello"))
		o.Must(err)
		all = append(all, k)
	}
	o.Must(o.UpdateRoster(o.Ctx(), chattest.Tenant, func(r *chat.Roster) error { r.Members = nil; return nil }))
	o.Must(chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, who("Ana").ID))
	for _, k := range all {
		if o.owner(k) != "team" {
			t.Fatalf("%s has it", o.owner(k))
		}
	}
}

// quits has an agent leave the team: all that they have goes back to it, also what they snoozed.
func (o *office) quits(name string) {
	o.T.Helper()
	o.Must(o.UpdateRoster(o.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(m chat.Member) bool { return m.ID == who(name).ID })
		return nil
	}))
}

func (o *office) snoozes(name string, k chat.ConversationKey, d time.Duration) {
	o.T.Helper()
	_, err := o.Snooze(o.Ctx(), who(name), k, o.Now().Add(d), o.Sees(k))
	o.Must(err)
	o.Streams()
}

func TestARemovedAgentLeavesMoreThanAPageBehind(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana")
	var all []chat.ConversationKey
	for i := range 130 {
		k := o.talks("Ana").Key()
		if all = append(all, k); i%10 == 0 {
			o.snoozes("Ana", k, time.Hour)
		}
	}
	o.quits("Ana")
	o.Must(chat.AgentLeft(o.Ctx(), o.Desk, chattest.Tenant, who("Ana").ID))
	for i, k := range all {
		if o.owner(k) != "team" {
			t.Fatalf("%s has number %d, which is %s", o.owner(k), i, o.Head(k).Status)
		}
	}
	o.Pass(2 * time.Hour)
	o.Sweeps()
	if h := o.Head(all[0]); h.Status != chat.Open || h.Owner != chat.OwnerTeam {
		t.Errorf("after the snooze %+v", h)
	}
}

// One that nothing gave back, because its agent left while it was written or long ago, is the team's when it wakes and
// when its customer writes, under any rules.
func TestWhatARemovedAgentKeptIsTheTeamsOnceItWakes(t *testing.T) {
	for _, auto := range []bool{false, true} {
		for name, wakes := range map[string]func(o *office, g *chattest.Guest){
			"by itself": func(o *office, _ *chattest.Guest) {
				o.Pass(2 * time.Hour)
				o.Sweeps()
			},
			"by a word": func(_ *office, g *chattest.Guest) { g.Says("hello?") },
		} {
			o := newOffice(t, chat.AssignRules{Auto: auto}, "Ana")
			waits, answered := o.talks("Ana"), o.talks("Ana")
			waits.Says("one more thing")
			o.Streams()
			for _, g := range []*chattest.Guest{waits, answered} {
				o.snoozes("Ana", g.Key(), time.Hour)
			}
			o.quits("Ana")
			for _, g := range []*chattest.Guest{waits, answered} {
				o.Pass(time.Second)
				wakes(o, g)
				o.Streams()
				if h := o.Head(g.Key()); h.Owner != chat.OwnerTeam || h.Status != chat.Open {
					t.Errorf("%s, automatic: %v: %+v", name, auto, h)
				}
			}
		}
	}
}

// Who may not write any more keeps nothing; who only gets another role that writes does.
func TestADemotedAgentLeavesNothingBehind(t *testing.T) {
	for role, want := range map[chat.Role]string{chat.RoleViewer: "team", chat.RoleLead: "Ana"} {
		w, _ := chattest.NewTeam(t)
		m := w.Joins("ana@kettle.test", "Ana", chat.RoleAgent)
		o := &office{w, team.New(w.Desk, w.Memory)}
		g := o.Guest()
		g.Opens("/")
		a := chat.Agent{Tenant: chattest.Tenant, ID: m.ID, Name: "Ana", Role: chat.RoleAgent}
		for _, snoozed := range []bool{false, true} {
			g.Says("hello")
			o.Streams()
			_, _, err := o.Reply(o.Ctx(), a, g.Key(), o.ID(), chat.Text("hello"))
			if o.Must(err); snoozed {
				_, err = o.Snooze(o.Ctx(), a, g.Key(), o.Now().Add(time.Hour), o.Sees(g.Key()))
				o.Must(err)
			}
			o.Must(changes(o, m.ID, role))
			if o.owner(g.Key()) != want {
				t.Errorf("as %s, snoozed %v: %s has it", role, snoozed, o.owner(g.Key()))
			}
			o.Must(changes(o, m.ID, chat.RoleAgent))
		}
	}
}

func changes(o *office, id chat.AgentID, role chat.Role) error {
	_, err := o.ChangeMember(o.Ctx(), chattest.Olu, id, settings.MemberChange{Role: &role})
	return err
}

func TestOneThatCannotBeGivenBackHoldsUpNoOther(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana")
	owners := func() string {
		heads, _, err := o.Store.ListQueue(o.Ctx(), chattest.Tenant, chat.QueueHuman, "", 10)
		o.Must(err)
		said := ""
		for _, h := range heads {
			said += o.owner(h.Key()) + " "
		}
		return said
	}
	for range 3 {
		_, _, err := o.Reply(o.Ctx(), who("Ana"), o.asks(), o.ID(), chat.Text("hello"))
		o.Must(err)
	}
	o.Must(o.UpdateRoster(o.Ctx(), chattest.Tenant, func(r *chat.Roster) error { r.Members = nil; return nil }))
	failed := false
	o.Memory.Inject = func(method string) memory.Fault {
		if method != "Commit" || failed {
			return memory.None
		}
		failed = true
		return memory.Fail
	}
	if err := chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, who("Ana").ID); err == nil {
		t.Error("the failure is kept secret, so that nothing tries again")
	}
	if had := owners(); strings.Count(had, "Ana") != 1 {
		t.Errorf("one could not be given back: %s", had)
	}
	o.Must(chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, who("Ana").ID))
	if had := owners(); strings.Count(had, "team") != 3 {
		t.Errorf("after another try %s", had)
	}
}

// A conversation that cannot be given to anybody holds up none of those that wait behind it.
func TestOneThatCannotBeGivenHoldsUpNoOther(t *testing.T) {
	for _, method := range []string{"UpdateShares", "Commit"} {
		o := newOffice(t, chat.AssignRules{}, "Ana")
		var all []chat.ConversationKey
		for range 3 {
			all = append(all, o.asks())
		}
		tenant, err := o.Store.Tenant(o.Ctx(), chattest.Tenant)
		o.Must(err)
		tenant.Assign.Auto = true
		o.Must(o.Store.PutTenant(o.Ctx(), tenant))
		o.Pass(time.Minute)
		failed := false
		o.Memory.Inject = func(called string) memory.Fault {
			if called != method || failed {
				return memory.None
			}
			failed = true
			return memory.Fail
		}
		given := func() (n int) {
			for _, k := range all {
				if o.owner(k) == "Ana" {
					n++
				}
			}
			return n
		}
		if err := chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, ""); err == nil || !failed {
			t.Errorf("%s: the failure is kept secret, so that nothing tries again", method)
		}
		if n := given(); n != 2 {
			t.Errorf("%s: %d were given to Ana", method, n)
		}
		o.Must(chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, ""))
		if n := given(); n != 3 {
			t.Errorf("%s: after another try %d were given to Ana", method, n)
		}
	}
}
