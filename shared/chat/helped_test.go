package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Who had a part in a goal is who spoke with the visitor before it, in that visit.
func TestWhoHelped(t *testing.T) {
	says := func(g *guest) { g.says("hello") }
	replies := func(g *guest) {
		_, _, err := g.o.Reply(g.o.ctx(), ana, g.key(), g.o.id(), chat.Text("a person"))
		g.o.must(err)
	}
	takes := func(g *guest) {
		seen := chat.Seen{}
		if h, err := g.o.Conversation(g.o.ctx(), g.key()); err == nil {
			seen.Epoch = h.Epoch
		}
		_, err := g.o.TakeOver(g.o.ctx(), ana, g.key(), seen)
		g.o.must(err)
	}
	greets := func(g *guest) {
		_, err := g.o.Open(g.o.ctx(), g.socket, g.o.id())
		g.o.must(err)
	}
	paused := func(g *guest) {
		g.o.think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
		}
	}
	returns := func(g *guest) { // in another visit, hours later
		g.leaves()
		g.o.pass(3 * time.Hour)
		g.o.sweeps()
		g.opens("/")
	}
	for name, c := range map[string]struct {
		story []func(*guest)
		want  chat.HelpedBy
	}{
		"nobody spoke":                           {nil, chat.HelpedByNobody},
		"the chat was only opened":               {[]func(*guest){greets}, chat.HelpedByNobody},
		"a person looked into it":                {[]func(*guest){greets, takes}, chat.HelpedByNobody},
		"the bot answered":                       {[]func(*guest){says}, chat.HelpedByBot},
		"nobody has answered yet":                {[]func(*guest){paused, says}, chat.HelpedByNobody},
		"a person answered after the bot":        {[]func(*guest){says, replies}, chat.HelpedByBoth},
		"a person took over and is silent":       {[]func(*guest){says, takes}, chat.HelpedByBoth},
		"only a person answered":                 {[]func(*guest){paused, says, replies}, chat.HelpedByPerson},
		"a person wrote first":                   {[]func(*guest){greets, replies}, chat.HelpedByPerson},
		"the bot answered in another visit":      {[]func(*guest){says, returns}, chat.HelpedByNobody},
		"a person has had it since then":         {[]func(*guest){says, takes, returns, says}, chat.HelpedByPerson},
		"a person has it, and nothing was said":  {[]func(*guest){says, takes, returns}, chat.HelpedByNobody},
		"the bot again, after another visit":     {[]func(*guest){says, returns, says}, chat.HelpedByBot},
		"a person spoke after the goal was told": {[]func(*guest){says, func(g *guest) { g.pageTells(checkout("", 1)) }, replies}, chat.HelpedByBot},
	} {
		o := newOffice(t)
		g := o.guest()
		g.opens("/")
		for _, act := range c.story {
			o.pass(time.Second)
			act(g)
			o.streams()
		}
		o.pass(time.Second)
		g.pageTells(checkout("", 1))
		goals := g.session().Goals
		if len(goals) != 1 || goals[0].By != c.want || goals[0].WithoutHuman != (c.want == chat.HelpedByBot) {
			t.Errorf("%s: %+v, want %s", name, goals, c.want)
		}
		o.recounts()
		counted := sum(o, t)
		for kind, by := range map[string]chat.HelpedBy{"alone:Checkout": chat.HelpedByBot, "nobody:Checkout": chat.HelpedByNobody} {
			if n := counted[kind]; (n == 1) != (by == c.want) {
				t.Errorf("%s: %s is %d", name, kind, n)
			}
		}
	}
}

// What was stored before goals told who helped is completed by a rebuild, once.
func TestRebuildFindsWhoHelped(t *testing.T) {
	o := newOffice(t)
	silent, talks := o.guest(), o.guest()
	for _, g := range []*guest{silent, talks} {
		g.opens("/")
	}
	talks.says("hello")
	o.pass(time.Second)
	for _, g := range []*guest{silent, talks} {
		g.pageTells(checkout("order of "+string(g.socket.Visitor), 1))
		old := g.session().Goals[0]
		old.By, old.WithoutHuman = "", true
		_, err := o.Store.UpdateSession(o.ctx(), g.socket.SessionKey(), func(s *chat.Session) error { s.Goals[0] = old; return nil })
		o.must(err)
		log, err := o.Store.Events(o.ctx(), g.socket.SessionKey(), 10)
		o.must(err)
		for _, e := range log {
			if e.Goal != nil {
				e.Goal = &old
				o.must(o.Store.AddEvent(o.ctx(), g.socket.SessionKey(), e))
			}
		}
		o.must(o.Store.EraseOrder(o.ctx(), chat.OrderKey{Tenant: tenant, Goal: "Checkout", Order: old.OrderID}, g.socket.Session))
	}
	o.streams()
	done, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if a, b := silent.session().Goals[0].By, talks.session().Goals[0].By; a != chat.HelpedByNobody || b != chat.HelpedByBot || done.MendedSessions == 0 {
		t.Errorf("they were helped by %q and %q; %+v", a, b, done)
	}
	if counted := sum(o, t); counted["alone:Checkout"] != 1 || counted["nobody:Checkout"] != 1 {
		t.Errorf("counted are %v", counted)
	}
	other := o.guest()
	other.opens("/")
	other.pageTells(checkout("order of "+string(talks.socket.Visitor), 1))
	if got := o.goals(other.socket.SessionKey()); got != "" {
		t.Errorf("an order that a rebuild has claimed is counted again: %s", got)
	}
	o.recounts()
}
