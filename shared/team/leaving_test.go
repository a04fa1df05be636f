package team_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
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
