package ledger_test

import (
	"errors"
	"flag"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/memory"
	"pgregory.net/rapid"
)

// month is a time of a team in which anything may happen, in any order.
type month struct {
	*chattest.World
	guests []*chattest.Guest
	gone   map[*chattest.Guest]bool
}

// After any month, with things repeated, late, erased or cut off, the outcomes add up and a recount changes nothing.
func TestAnyMonthEndsAsARecount(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); !testing.Short() && f.Value.String() == f.DefValue {
		_ = flag.Set("rapid.checks", "320") // some ten thousand events
	}
	rapid.Check(t, func(r *rapid.T) {
		m := &month{World: chattest.New(t), gone: map[*chattest.Guest]bool{}}
		m.AsksRatings()
		m.Vault, m.Archives = m.Ledger, chattest.Archives{Vault: m.Ledger}
		m.Think = func(q chat.Question) (chat.Answer, error) {
			if text := q.Message.Body().Text; strings.Contains(text, "person") {
				return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
			} else if strings.Contains(text, "odd") {
				gap := &chat.Gap{Question: text, Cause: chat.NoMatch}
				return chat.Answer{Bubbles: []chat.Body{chat.Text("?")}, Effects: chat.Effects{Gap: gap}}, nil
			}
			why := &chat.Why{Answered: true, Best: []chat.Reason{{Entry: "e_1", Title: "So"}}}
			use := &chat.ModelUse{Model: "m", Did: chat.ModelChose, Why: "refused_figure", Micros: 40}
			if q.Message.Body().Text == "When?" {
				why.By, why.Best[0].Entry, use = chat.ByChoice, known, nil
			}
			return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: why, Model: use}}, nil
		}
		for range rapid.IntRange(5, 60).Draw(r, "events") {
			m.happens(r)
		}
		m.Memory.Inject = nil
		m.settles()
		figures(m.World)
		retains(m.World, rapid.SampledFrom([]int{2, 12, 730}).Draw(r, "days that messages are kept"), 395)
		m.Walks()
		sums := figures(m.World)
		outcomes := int64(0)
		for _, o := range ledger.Outcomes {
			outcomes += sums["outcome:"+string(o)]
		}
		if outcomes != sums["cases"] {
			r.Fatalf("%d outcomes of %d cases", outcomes, sums["cases"])
		}
		m.addUpByEntry(r, sums)
		changed, err := m.Keeper.Rebuild(m.Ctx(), m.Store, chattest.Tenant)
		if m.Must(err); changed != 0 {
			after := figures(m.World)
			r.Fatalf("a recount changed %d days:\n%v\n%v", changed, sums, after)
		}
	})
}

// addUpByEntry checks that the figures by the entry add up to those of all cases.
func (m *month) addUpByEntry(r *rapid.T, all ledger.Sums) {
	f, err := m.Books.Figures(m.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: ledger.ByEntry})
	m.Must(err)
	for _, figure := range []string{"answers", "chosen", "wrong", "unhelpful", "refused"} {
		n := int64(0)
		for _, one := range f.By {
			n += one.Sums[figure]
		}
		if n != all[figure] {
			r.Fatalf("by the entry, %s is %d of %d: %v", figure, n, all[figure], f.By)
		}
	}
}

// settles lets everything end that goes on.
func (m *month) settles() {
	for _, g := range m.guests {
		_ = m.Store.CloseSocket(m.Ctx(), g.Socket.ID, m.Now())
	}
	for range 3 {
		m.Streams()
		m.Pass(26 * time.Hour)
		m.Sweeps()
	}
	m.Walks()
	m.Pass(2 * time.Minute)
	m.Walks()
	m.Streams()
}

func (m *month) happens(r *rapid.T) {
	m.Pass(time.Duration(rapid.SampledFrom([]int{1, 5, 45, 600, 2000, 9000}).Draw(r, "minutes")) * time.Minute)
	event := rapid.SampledFrom([]string{
		"arrives", "returns", "says", "says", "says", "leaves", "pays", "server", "replies", "takes", "hands back", "closes",
		"sweeps", "counts", "repeats", "blocks", "erased", "rates", "finds it wrong", "is one of us",
		"says how it was", "has other hours", "has hours of its own", "gives to the team", "is joined", "is parted",
	}).Draw(r, "event")
	if event == "arrives" || len(m.guests) == 0 {
		g := m.Guest()
		g.Opens("/prices")
		m.guests = append(m.guests, g)
		return
	}
	g := rapid.SampledFrom(m.guests).Draw(r, "who")
	if m.gone[g] && event != "sweeps" && event != "counts" && event != "repeats" {
		return
	}
	m.does(r, g, event)
	if rapid.Bool().Draw(r, "relayed") {
		m.Streams()
	}
}

func (m *month) does(r *rapid.T, g *chattest.Guest, event string) {
	switch event {
	case "returns":
		_ = m.Store.CloseSocket(m.Ctx(), g.Socket.ID, m.Now())
		if v, err := m.Store.Visitor(m.Ctx(), g.Socket.VisitorKey()); err == nil && !v.Blocked {
			g.Office = rapid.Bool().Draw(r, "from the office")
			g.Opens("/again")
		}
	case "says":
		m.says(r, g)
	case "leaves":
		_ = m.Store.CloseSocket(m.Ctx(), g.Socket.ID, m.Now())
	case "pays":
		_ = m.Track(m.Ctx(), g.Socket, chat.GoalReached{Name: "Checkout", OrderID: m.order(r), Value: 20, Currency: "EUR"})
	case "server":
		_ = g.ServerTells(chat.GoalReached{Name: "Checkout", OrderID: m.order(r), Value: 30, Currency: "EUR"})
	case "repeats":
		m.Relayed = rapid.IntRange(0, m.Relayed).Draw(r, "from")
	case "rates", "finds it wrong":
		m.judges(r, g, event)
	case "says how it was":
		if asked, n := m.RatingAsked(g.Key()); n > 0 {
			_, _ = m.Receive(m.Ctx(), g.Rating(asked, rapid.SampledFrom(chat.Ratings).Draw(r, "how")))
		}
	case "blocks":
		blocked := true
		_, _ = m.ChangeVisitor(m.Ctx(), chattest.Olu, g.Socket.Visitor, nil, &blocked)
		m.Must(m.Journal.Changed(m.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
	case "is one of us":
		_, _, _ = chat.Insiders{Desk: m.Desk}.Mark(m.Ctx(), chattest.Olu, g.Socket.Visitor, rapid.Bool().Draw(r, "own"))
		m.Must(m.Journal.Changed(m.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
	case "is joined", "is parted":
		m.regroups(r, g, event == "is joined")
	case "has other hours":
		had, err := m.Hours(m.Ctx(), chattest.Olu)
		m.Must(err)
		_, err = m.SaveHours(m.Ctx(), chattest.Olu, m.hours(r), had.Version)
		m.Must(err)
	case "has hours of its own":
		had, err := m.BotHours(m.Ctx(), chattest.Olu, chattest.Fast)
		m.Must(err)
		own := m.hours(r)
		_, err = m.SaveBotHours(m.Ctx(), chattest.Olu, chattest.Fast, &own, had.Version)
		m.Must(err)
	case "erased":
		m.Streams()
		_, err := m.Erase(m.Ctx(), chattest.Olu, g.Socket.Visitor)
		m.Must(err)
		for _, other := range m.guests { // whoever is joined with them goes too
			_, err := m.Store.Visitor(m.Ctx(), other.Socket.VisitorKey())
			m.gone[other] = m.gone[other] || other == g || errors.Is(err, chat.ErrErased)
		}
	default:
		m.team(r, g, event)
	}
}

// regroups makes one person of two guests, or takes them apart again.
func (m *month) regroups(r *rapid.T, g *chattest.Guest, join bool) {
	other, links := rapid.SampledFrom(m.guests).Draw(r, "with"), linksOf(m.World)
	if m.gone[other] || other == g {
		return
	}
	if join {
		_ = links.LinkByHand(m.Ctx(), chattest.Ana, g.Socket.Visitor, other.Socket.Visitor, "They say so.")
		return
	}
	_ = links.Unlink(m.Ctx(), chattest.Ana, g.Socket.Visitor, other.Socket.Visitor)
}

// hours are some, or none.
func (m *month) hours(r *rapid.T) hours.Hours {
	if from := rapid.SampledFrom([]string{"", "00:00", "08:00", "17:00"}).Draw(r, "from"); from != "" {
		return weekdays("Europe/Lisbon", from, "19:30")
	}
	return hours.Hours{}
}

func (m *month) order(r *rapid.T) string {
	return rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(r, "order")
}

// says sends a word, now and then one that was written some time ago.
func (m *month) says(r *rapid.T, g *chattest.Guest) {
	text := rapid.SampledFrom([]string{
		"Where is it?", "What is odd?", "a person please", "thanks", "hello", "When?",
	}).Draw(r, "text")
	late := time.Duration(rapid.SampledFrom([]int{0, 0, 0, 3, 200}).Draw(r, "late")) * time.Minute
	id := chat.MessageID(m.NewID(m.Now().Add(-late)))
	s, err := m.AdmitFrame(m.Ctx(), g.Socket.ID, chat.Here)
	if err == nil && s.Quiet(m.Now()) { // as a tab that was quiet comes back
		s, err = m.Reenter(m.Ctx(), s)
	}
	if err != nil {
		return
	}
	g.Socket = s
	_, _ = m.Receive(m.Ctx(), g.Incoming(id, text))
}

// judges has the customer, or the team, say something of one of the bot's answers, which may be an old one.
func (m *month) judges(r *rapid.T, g *chattest.Guest, event string) {
	log, err := m.Store.History(m.Ctx(), g.Key(), "", chat.MaxPageSize)
	if m.Must(err); len(log) == 0 {
		return
	}
	said, words := rapid.SampledFrom(log).Draw(r, "which"), chat.Verdicts{Desk: m.Desk}
	if event == "rates" {
		err = words.Rate(m.Ctx(), g.Socket, said.ID, rapid.Bool().Draw(r, "it helped"))
	} else {
		_, err = words.Wrong(m.Ctx(), chattest.Ana, g.Key(), said.ID, "")
	}
	if err == nil {
		m.Must(m.Journal.Judged(m.Ctx(), g.Key(), said.ID))
	}
}

func (m *month) team(r *rapid.T, g *chattest.Guest, event string) {
	h, err := m.Store.Head(m.Ctx(), g.Key())
	seen := chat.Seen{Epoch: h.Epoch, From: h.Assignee}
	switch {
	case event == "sweeps":
		m.Sweeps()
	case event == "counts":
		if rapid.Bool().Draw(r, "it dies") {
			m.Memory.Inject = func(string) memory.Fault {
				return rapid.SampledFrom([]memory.Fault{memory.None, memory.Fail, memory.FailStored}).Draw(r, "fault")
			}
		}
		_, _ = m.Keeper.CatchUp(m.Ctx(), chattest.Tenant)
		m.Memory.Inject = nil
	case err != nil:
	case event == "replies":
		_, _, _ = m.Reply(m.Ctx(), chattest.Ana, g.Key(), m.ID(), chat.Text("I help."))
	case event == "takes":
		_, _ = m.TakeOver(m.Ctx(), chattest.Ana, g.Key(), seen)
	case event == "hands back":
		_, _ = m.HandBack(m.Ctx(), chattest.Ana, g.Key(), seen)
	case event == "gives to the team":
		_, _ = chat.Assign(m.Ctx(), m.Desk, chattest.Ana, g.Key(), chat.Giving{}, seen)
	case event == "closes":
		_, _ = m.Close(m.Ctx(), chattest.Ana, g.Key(), seen)
	}
}
