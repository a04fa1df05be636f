package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// The bot or a person has a part in a goal if they spoke with the visitor before it, in that visit.
func TestWhoHelped(t *testing.T) {
	says := func(g *chattest.Guest) { g.Says("hello") }
	replies := func(g *chattest.Guest) {
		_, _, err := g.World.Reply(g.World.Ctx(), chattest.Ana, g.Key(), g.World.ID(), chat.Text("a person"))
		g.World.Must(err)
	}
	takes := func(g *chattest.Guest) {
		seen := chat.Seen{}
		if h, err := g.World.Conversation(g.World.Ctx(), g.Key()); err == nil {
			seen.Epoch = h.Epoch
		}
		_, err := g.World.TakeOver(g.World.Ctx(), chattest.Ana, g.Key(), seen)
		g.World.Must(err)
	}
	greets := func(g *chattest.Guest) {
		_, err := g.World.Open(g.World.Ctx(), g.Socket, g.World.ID(), "")
		g.World.Must(err)
	}
	paused := func(g *chattest.Guest) {
		g.World.Think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
		}
	}
	returns := func(g *chattest.Guest) { // in another visit, hours later
		g.Leaves()
		g.World.Pass(3 * time.Hour)
		g.World.Sweeps()
		g.Opens("/")
	}
	for name, c := range map[string]struct {
		story []func(*chattest.Guest)
		want  chat.HelpedBy
	}{
		"nobody spoke":                          {nil, chat.HelpedByNobody},
		"the chat was only opened":              {[]func(*chattest.Guest){greets}, chat.HelpedByNobody},
		"a person looked into it":               {[]func(*chattest.Guest){greets, takes}, chat.HelpedByNobody},
		"the bot answered":                      {[]func(*chattest.Guest){says}, chat.HelpedByBot},
		"nobody has answered yet":               {[]func(*chattest.Guest){paused, says}, chat.HelpedByNobody},
		"a person answered after the bot":       {[]func(*chattest.Guest){says, replies}, chat.HelpedByBoth},
		"a person took over and is silent":      {[]func(*chattest.Guest){says, takes}, chat.HelpedByBoth},
		"only a person answered":                {[]func(*chattest.Guest){paused, says, replies}, chat.HelpedByPerson},
		"a person wrote first":                  {[]func(*chattest.Guest){greets, replies}, chat.HelpedByPerson},
		"the bot answered in another visit":     {[]func(*chattest.Guest){says, returns}, chat.HelpedByNobody},
		"a person has had it since then":        {[]func(*chattest.Guest){says, takes, returns, says}, chat.HelpedByPerson},
		"a person has it, and nothing was said": {[]func(*chattest.Guest){says, takes, returns}, chat.HelpedByNobody},
		"the bot again, after another visit":    {[]func(*chattest.Guest){says, returns, says}, chat.HelpedByBot},
		"a person spoke after the goal was told": {
			[]func(*chattest.Guest){says, func(g *chattest.Guest) { g.PageTells(checkout("", 1)) }, replies}, chat.HelpedByBot,
		},
	} {
		w := chattest.New(t)
		w.Employs(chattest.Ana)
		g := w.Guest()
		g.Opens("/")
		for _, act := range c.story {
			w.Pass(time.Second)
			act(g)
			w.Streams()
		}
		w.Pass(time.Second)
		g.PageTells(checkout("", 1))
		goals := g.Visit().Goals
		if len(goals) != 1 || goals[0].By != c.want || goals[0].WithoutHuman != (c.want == chat.HelpedByBot) {
			t.Errorf("%s: %+v, want %s", name, goals, c.want)
		}
		w.Recounts()
		counted := sum(w, t)
		for kind, by := range map[string]chat.HelpedBy{
			"alone:Checkout": chat.HelpedByBot, "nobody:Checkout": chat.HelpedByNobody,
		} {
			if n := counted[kind]; (n == 1) != (by == c.want) {
				t.Errorf("%s: %s is %d", name, kind, n)
			}
		}
	}
}

// A rebuild completes, once, the goals that were stored without their helper.
func TestRebuildFindsWhoHelped(t *testing.T) {
	w := chattest.New(t)
	silent, talks := w.Guest(), w.Guest()
	for _, g := range []*chattest.Guest{silent, talks} {
		g.Opens("/")
	}
	talks.Says("hello")
	w.Pass(time.Second)
	for _, g := range []*chattest.Guest{silent, talks} {
		g.PageTells(checkout("order of "+string(g.Socket.Visitor), 1))
		old := g.Visit().Goals[0]
		old.By, old.WithoutHuman = "", true
		_, err := w.Store.UpdateVisit(w.Ctx(), g.Socket.VisitKey(),
			func(s *chat.Visit) error { s.Goals[0] = old; return nil })
		w.Must(err)
		log, err := w.Store.Events(w.Ctx(), g.Socket.VisitKey(), 10)
		w.Must(err)
		for _, e := range log {
			if e.Goal != nil {
				e.Goal = &old
				w.Must(w.Store.AddEvents(w.Ctx(), g.Socket.VisitKey(), []chat.VisitEvent{e}))
			}
		}
		w.Must(w.Store.EraseOrder(w.Ctx(),
			chat.OrderKey{Tenant: chattest.Tenant, Goal: "Checkout", Order: old.OrderID}, g.Socket.Visit))
	}
	w.Streams()
	done, err := w.Rebuild()
	w.Must(err)
	if a, b := silent.Visit().Goals[0].By,
		talks.Visit().Goals[0].By; a != chat.HelpedByNobody || b != chat.HelpedByBot || done.MendedVisits == 0 {
		t.Errorf("they were helped by %q and %q; %+v", a, b, done)
	}
	if counted := sum(w, t); counted["alone:Checkout"] != 1 || counted["nobody:Checkout"] != 1 {
		t.Errorf("counted are %v", counted)
	}
	other := w.Guest()
	other.Opens("/")
	other.PageTells(checkout("order of "+string(talks.Socket.Visitor), 1))
	if got := w.GoalsOf(other.Socket.VisitKey()); got != "" {
		t.Errorf("an order that a rebuild has claimed is counted again: %s", got)
	}
	w.Recounts()
}
