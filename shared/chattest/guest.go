package chattest

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/views"
	"github.com/oklog/ulid/v2"
)

// Reads returns a message as the visitor's client gets it when it resumes after it.
func (g *Guest) Reads(id chat.MessageID) chat.Message {
	g.World.T.Helper()
	g.World.Pass(11 * time.Minute) // longer than a resume looks back
	for _, after := range []chat.MessageID{"", g.World.Head(g.Key()).Last} {
		messages, err := g.World.Earlier(g.World.Ctx(), g.Key(), "", 50)
		if after != "" {
			messages, err = g.World.Later(g.World.Ctx(), g.Key(), after)
		}
		g.World.Must(err)
		for _, m := range messages {
			if m.ID == id {
				return m
			}
		}
	}
	g.World.T.Fatalf("the visitor does not get %s", id)
	return chat.Message{}
}

// Fills submits the form that the conversation shows.
func (g *Guest) Fills(form string, values map[string]string) {
	g.World.T.Helper()
	in := g.Incoming(g.World.ID(), "")
	shown, err := g.World.Store.History(g.World.Ctx(), g.Key(), "", 50)
	g.World.Must(err)
	for _, m := range shown {
		if len(m.Bubbles) > 0 && m.Body().Form != nil && in.Message.Bubbles[0].Submission == nil {
			in.Message.Bubbles[0].Body = chat.Body{
				Kind: chat.KindSubmission, Submission: &chat.Submission{Message: m.ID, Form: form, Values: values},
			}
		}
	}
	_, err = g.World.Receive(g.World.Ctx(), in)
	g.World.Must(err)
}

// Guest is a visitor of the website.
type Guest struct {
	World  *World
	Token  string
	Socket chat.Socket
	Bot    chat.BotID
	Mode   chat.Mode
	Site   string
	Tells  bool // the page reports that its visitor leaves
	Office bool // the page connects from an office of the team
	Place  chat.Place

	Language string // of the browser
}

// Opens opens a tab on a page.
func (g *Guest) Opens(page string) chat.Welcome {
	g.World.T.Helper()
	now := g.World.Now()
	site := chat.Site{Tenant: Tenant, Bot: g.Bot, Key: g.Site}
	s := chat.NewSocket(site, chat.Handshake{
		Connection: chat.ConnectionID("v." + ulid.Make().String()), Wants: g.Mode,
		Place: g.Place, Network: "203.0.113.0/24", Language: g.Language,
		Device: chat.Device{Type: map[string]string{"shop": "mobile"}[g.Site]},
	}, "", now)
	s.Own = g.Office
	g.World.Must(g.World.Store.OpenSocket(g.World.Ctx(), s))
	welcome, err := g.World.Hello(g.World.Ctx(), s, chat.Hello{
		Token: g.Token, Tells: g.Tells, Page: &chat.Page{URL: "https://shop.test" + page},
		PageURL: "https://shop.test" + page + "?utm_source=mail&q=secret",
	})
	g.World.Must(err)
	if welcome.Token != "" {
		g.Token = welcome.Token
	}
	g.Socket = welcome.Socket
	return welcome
}

// Key returns the guest's conversation with the bot.
func (g *Guest) Key() chat.ConversationKey { return g.Socket.ConversationKey() }

// Admits sends a frame with an activity signal.
func (g *Guest) Admits(sign chat.Sign) {
	_, err := g.World.Store.Admit(g.World.Ctx(), g.Socket.ID, g.World.Now(), sign)
	g.World.Must(err)
}

// Turns goes to another page of the same document.
func (g *Guest) Turns(p chat.Page) {
	g.World.T.Helper()
	_, err := g.World.Page(g.World.Ctx(), g.Socket.ID, string(g.World.ID()), p)
	g.World.Must(err)
}

// Incoming makes a message of the guest without sending it.
func (g *Guest) Incoming(id chat.MessageID, text string) chat.Incoming {
	return chat.Incoming{
		Tenant: Tenant, Bot: g.Bot, Visitor: g.Socket.Visitor, Source: chat.Web, Site: g.Site, From: g.Socket.ID,
		Message: chat.Message{ID: id, Visit: g.Socket.Visit, Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	}
}

// Says sends a text.
func (g *Guest) Says(text string) chat.Received {
	g.World.T.Helper()
	r, err := g.World.Receive(g.World.Ctx(), g.Incoming(g.World.ID(), text))
	g.World.Must(err)
	return r
}

// Leaves closes the tab.
func (g *Guest) Leaves() {
	g.World.Must(g.World.Store.CloseSocket(g.World.Ctx(), g.Socket.ID, g.World.Now()))
	g.World.Streams()
}

// Visit reads the stored visit.
func (g *Guest) Visit() chat.Visit {
	g.World.T.Helper()
	s, err := g.World.Store.Visit(g.World.Ctx(), g.Socket.VisitKey())
	g.World.Must(err)
	return s
}

// Seen returns the guest's row in the list of live visits.
func (g *Guest) Seen() views.VisitRow {
	g.World.T.Helper()
	for _, v := range g.World.AllVisits(true) {
		if v.ID == g.Socket.Visit {
			return v
		}
	}
	g.World.T.Fatal("the visit is not listed")
	return views.VisitRow{}
}

func (g *Guest) Is(want chat.State, why string) {
	g.World.T.Helper()
	if p := g.Seen().Presence; p.State != want {
		g.World.T.Errorf("%s: %+v, want %s", why, p, want)
	}
	person, err := g.World.Person(g.World.Ctx(), Ana, g.Socket.Visitor)
	g.World.Must(err)
	if person.Presence.State != want {
		g.World.T.Errorf("%s: on the visitor's page %+v, want %s", why, person.Presence, want)
	}
}

// Writes sends a text over the socket, with its activity signal.
func (g *Guest) Writes(text string) chat.Received {
	g.Admits(chat.Here)
	return g.Says(text)
}

// ServerTells reports a goal of the guest as the tenant's own server does.
func (g *Guest) ServerTells(goal chat.GoalReached) error {
	return g.World.ReachByServer(g.World.Ctx(), Tenant, chat.ServerGoal{GoalReached: goal, Visitor: g.Socket.Visitor})
}

// PageTells reports a goal from the page in the guest's browser.
func (g *Guest) PageTells(goal chat.GoalReached) {
	g.World.T.Helper()
	g.World.Must(g.World.Track(g.World.Ctx(), g.Socket, goal))
}

// Ended waits for the grace period of a closed visit, and reads the visit.
func (g *Guest) Ended() chat.Visit {
	g.World.T.Helper()
	g.World.Pass(chat.CloseGrace + time.Second)
	g.World.Sweeps()
	s := g.Visit()
	if s.Live() {
		g.World.T.Fatalf("the visit goes on: %+v", s)
	}
	return s
}
