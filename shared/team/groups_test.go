package team_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"pgregory.net/rapid"
)

// groups makes one group of the team, for a website.
func (o *office) groups(site string, names ...string) chat.GroupID {
	o.T.Helper()
	tenant, err := o.Store.Tenant(o.Ctx(), chattest.Tenant)
	o.Must(err)
	g := chat.Group{Name: "Español", At: []string{site}}
	for _, name := range names {
		g.Members = append(g.Members, who(name).ID)
	}
	tenant, err = o.SaveGroups(o.Ctx(), chattest.Olu, []chat.Group{g}, tenant.Version)
	o.Must(err)
	o.Pass(chat.SettingsLife)
	return tenant.Groups[0].ID
}

// asksAt has a customer of a website ask for a person.
func (o *office) asksAt(site string) chat.ConversationKey {
	o.T.Helper()
	o.Pass(time.Second)
	g := o.Guest()
	g.Site = site
	g.Opens("/")
	g.Says("a person, please")
	o.Streams()
	return g.Key()
}

// What falls to a group goes to its members as long as one of them has time, in shares that differ by at most one, and
// so do those of the others. Then it goes to anybody: nobody waits while somebody has time.
func TestSharesOfAGroupDifferByAtMostOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, limit := rapid.IntRange(1, 5).Draw(rt, "agents"), rapid.IntRange(1, 4).Draw(rt, "limit")
		members := rapid.IntRange(0, n).Draw(rt, "members")
		o := newOffice(t, chat.AssignRules{Auto: true, Limit: limit})
		names, inside := []string{}, map[string]bool{}
		for i := range n {
			names = append(names, fmt.Sprint("agent", i))
			inside[names[i]] = i < members
			o.comes(names[i])
		}
		o.groups("s_es", names[:members]...)
		for range rapid.IntRange(1, 15).Draw(rt, "cases") {
			site := rapid.SampledFrom([]string{"s_es", "s_en"}).Draw(rt, "site")
			room := 0
			for _, name := range names[:members] {
				room = max(room, limit-o.load(name))
			}
			if got := o.owner(o.asksAt(site)); site == "s_es" && room > 0 && !inside[got] {
				rt.Fatalf("%s got a conversation of the group", got)
			}
		}
		least, most, all := map[bool]int{true: 1 << 30, false: 1 << 30}, map[bool]int{}, 0
		for name, in := range inside {
			had := o.load(name)
			least[in], most[in], all = min(least[in], had), max(most[in], had), all+had
		}
		waiting, _, err := o.Memory.CountWork(o.Ctx(), chattest.Tenant, "")
		o.Must(err)
		if most[true]-least[true] > 1 || most[false]-least[false] > 1 || max(most[true], most[false]) > limit ||
			waiting > 0 && all < n*limit {
			rt.Fatalf("from %v to %v of at most %d, %d wait", least, most, limit, waiting)
		}
	})
}

// A group of which nobody is there holds up no customer; whoever left the team is in no group.
func TestAGroupWithoutAnybodyIsEverybody(t *testing.T) {
	for name, goes := range map[string]func(o *office){
		"away":    func(o *office) { o.Must(o.room.SetAway(o.Ctx(), who("Ana"), true)) },
		"removed": func(o *office) { o.quits("Ana") },
	} {
		o := newOffice(t, chat.AssignRules{Auto: true}, "Ana", "Sam")
		o.groups("s_es", "Ana")
		for range 2 { // she gets the second too, though Sam has none
			if got := o.owner(o.asksAt("s_es")); got != "Ana" {
				t.Errorf("%s has it", got)
			}
		}
		goes(o)
		if got := o.owner(o.asksAt("s_es")); got != "Sam" {
			t.Errorf("with Ana %s, %s has it", name, got)
		}
	}
}

// What is given to a group by hand goes to a member of it, and moves on within it.
func TestWhatIsGivenToAGroupGoesToItsMembers(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Answer: 5}, "Ana", "Sam", "Olu")
	id := o.groups("s_es", "Ana", "Sam")
	k := o.asksAt("s_en")
	had := o.owner(k)
	_, err := chat.Assign(o.Ctx(), o.Desk, who(had), k, chat.Giving{Group: id}, o.Sees(k))
	o.Must(err)
	o.Streams()
	first := o.owner(k)
	if first == had || first == "Olu" {
		t.Fatalf("%s had it, and gave it to the group: %s has it", had, first)
	}
	o.Pass(6 * time.Minute)
	o.rings()
	if got := o.owner(k); got == first || got != "Ana" && got != "Sam" {
		t.Errorf("from %s it moved on to %s", first, got)
	}
}

// A member of a group who gives it what nobody has may get it herself: she may be the only one who is there.
func TestWhatNobodyHasMayComeToTheMemberWhoGivesIt(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
	id := o.groups("s_es", "Ana")
	o.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{Silent: true}, nil }
	k := o.asksAt("s_en")
	_, err := chat.Assign(o.Ctx(), o.Desk, who("Ana"), k, chat.Giving{Group: id}, o.Sees(k))
	o.Must(err)
	o.Pass(time.Second)
	o.Streams()
	if h := o.Head(k); h.Assignee != who("Ana").ID {
		t.Errorf("%q has it, it waits from %v", h.Assignee, h.Waits())
	}
}
