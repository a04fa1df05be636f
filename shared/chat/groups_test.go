package chat_test

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A conversation falls to the first group whose every list has it, and to none that is for nothing named.
func TestAConversationFallsToTheFirstGroupThatIsForIt(t *testing.T) {
	tenant := chat.Tenant{}
	err := tenant.Regroup([]chat.Group{
		{Name: "By hand"},
		{Name: "Shop in Spanish", At: []string{"s_shop"}, Languages: []string{"es", "ca"}},
		{Name: "Shop and phone", At: []string{"s_shop", "n_1"}},
		{Name: "Bot", At: []string{"b_1"}},
		{Name: "Portuguese", Languages: []string{"pt"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for want, heads := range map[string][]chat.Head{
		"Shop in Spanish": {{Site: "s_shop", Spoken: "es"}, {Site: "s_shop", Language: "ca", Bot: "b_1"}},
		"Shop and phone":  {{Site: "s_shop"}, {Site: "s_shop", Spoken: "pt", Language: "es"}, {Number: "n_1", Spoken: "es"}},
		"Bot":             {{Bot: "b_1", Site: "s_help", Spoken: "pt"}},
		"Portuguese":      {{Bot: "b_2", Site: "s_help", Spoken: "pt"}},
		"":                {{}, {Bot: "b_2", Site: "s_help", Spoken: "es"}, {Bot: "b_2", Group: "zz"}},
		"By hand":         {{Group: tenant.Groups[0].ID, Site: "s_shop", Spoken: "es"}},
	} {
		for _, h := range heads {
			if got := tenant.GroupOf(&h); got.Name != want {
				t.Errorf("%+v falls to %q, want %q", h, got.Name, want)
			}
		}
	}
}

// grouped is a world in which the team has these groups.
func grouped(t *testing.T, groups ...chat.Group) (*chattest.World, []chat.Group) {
	t.Helper()
	w := chattest.New(t)
	tenant, err := w.SaveGroups(w.Ctx(), chattest.Olu, groups, 1)
	w.Must(err)
	return w, tenant.Groups
}

// A deleted group's id is not given again: an old conversation would fall to the new one.
func TestAGroupIsNeverAnotherOne(t *testing.T) {
	w, groups := grouped(t, chat.Group{Name: "Español"}, chat.Group{Name: "Billing"})
	tenant, err := w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{groups[0], {Name: "Sales"}}, 2)
	w.Must(err)
	if got := tenant.Groups[1].ID; got == groups[1].ID || got == groups[0].ID {
		t.Errorf("the new group has the id %q", got)
	}
	for code, change := range map[string][]chat.Group{
		"group_name_needed":  {{Name: "  "}},
		"group_twice":        {groups[0], {Name: "español"}},
		"no_such_group":      {groups[1]},
		"group_listed_twice": {groups[0], {ID: groups[0].ID, Name: "Spanish"}},
		"too_many_groups":    make([]chat.Group, 21),
	} {
		if _, err := w.SaveGroups(w.Ctx(), chattest.Olu, change, 3); chattest.Code(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// A conversation that a colleague gives to a group is that group's until the case is over, whoever has it meanwhile;
// the transcript names the group.
func TestAConversationIsGivenToAGroupByHand(t *testing.T) {
	w, groups := grouped(t, chat.Group{Name: "Español", Languages: []string{"es"}}, chat.Group{Name: "Billing"})
	w.Employs(chattest.Ana)
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	give := func(to chat.Giving) error {
		w.Pass(time.Second)
		_, err := chat.Assign(w.Ctx(), w.Desk, chattest.Ana, g.Key(), to, w.Sees(g.Key()))
		return err
	}
	falls := func(when, want string) {
		t.Helper()
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		h := w.Head(g.Key())
		if got := tenant.GroupOf(&h).Name; got != want {
			t.Errorf("%s it falls to %q, want %q", when, got, want)
		}
	}
	billing := groups[1].ID
	falls("at first", "")
	w.Must(give(chat.Giving{Group: billing, Note: "an invoice"}))
	w.Must(give(chat.Giving{Group: billing})) // a second time changes nothing
	falls("given by hand", "Billing")
	rows := w.Rows(g.Key())
	if h, e := w.Head(g.Key()), rows[len(rows)-1].Body().Event; h.Owner != chat.OwnerTeam || h.Epoch != 1 ||
		e.Name != chat.EventAssigned || e.To != "" || e.ToName != "Billing" || e.Note != "an invoice" {
		t.Errorf("the head is %+v, the last event %+v", h, e)
	}
	w.Must(give(chat.Giving{To: chattest.Ana.ID}))
	falls("with a person", "Billing")
	w.Must(give(chat.Giving{}))
	falls("given to the team", "")
	for code, to := range map[string]chat.Giving{
		"no_such_group": {Group: "zz"}, "two_receivers": {Group: billing, To: chattest.Ana.ID},
	} {
		if err := give(to); chattest.Code(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	w.Must(give(chat.Giving{Group: billing}))
	w.Closes(g.Key())
	w.Pass(time.Hour)
	g.Says("one more thing")
	falls("reopened", "Billing")
	w.Closes(g.Key())
	w.Pass(10 * 24 * time.Hour)
	g.Says("Something else")
	falls("in the next case", "")
	w.Must(give(chat.Giving{Group: billing}))
	_, err := w.SaveGroups(w.Ctx(), chattest.Olu, slices.Clone(groups[:1]), 2)
	w.Must(err)
	falls("of a group that was deleted", "")
}

// A conversation that the bot has again is in no group that a colleague chose: its head stays small.
func TestTheBotsConversationHasNoGroupByHand(t *testing.T) {
	w, groups := grouped(t, chat.Group{Name: "Billing"})
	w.Employs(chattest.Ana)
	g := w.Guest()
	g.Opens("/")
	g.Says("hi")
	k := g.Key()
	for name, back := range map[string]func() (chat.Head, error){
		"handed back": func() (chat.Head, error) { return w.HandBack(w.Ctx(), chattest.Ana, k, w.Sees(k)) },
		"reopened for the bot": func() (chat.Head, error) {
			w.Closes(k)
			return w.Reopen(w.Ctx(), chattest.Ana, k, chat.OwnerBot, w.Sees(k))
		},
	} {
		_, err := chat.Assign(w.Ctx(), w.Desk, chattest.Ana, k, chat.Giving{Group: groups[0].ID}, w.Sees(k))
		w.Must(err)
		if h, err := back(); err != nil || h.Owner != chat.OwnerBot || h.Group != "" {
			t.Errorf("%s: %v, %+v", name, err, h)
		}
	}
}
