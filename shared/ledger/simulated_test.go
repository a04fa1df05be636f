package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/views"
)

// shop is a month of a shop with visitors on its website and customers on WhatsApp.
type shop struct {
	*chattest.World
	dice     *rand.Rand
	guests   []*chattest.Guest
	phones   []chat.Contact
	messages int
	sold     []chat.Outgoing // messages of which Meta has told no price yet
	rotas    []rota
}

// A month of 5,000 visits in two channels is in the ledger as a program counts it that shares no code with it.
func TestAnIndependentRecountAgrees(t *testing.T) {
	visits := 5000
	if testing.Short() {
		visits = 1500
	}
	s := &shop{World: chattest.New(t), dice: rand.New(rand.NewPCG(20, 26))}
	s.Think = answersSome
	s.AsksRatings()
	for n := range visits {
		s.reopens(float64(n) / float64(visits))
		s.Pass(time.Duration(s.dice.IntN(17)) * time.Minute)
		s.visit()
		s.regroups()
		if s.Streams(); n%4 == 0 {
			s.Sweeps()
		}
		if n%500 == 0 {
			s.CatchesUp()
		}
	}
	for range 4 {
		s.Pass(31 * time.Minute)
		s.Sweeps()
		s.Streams()
	}
	s.CatchesUp()
	f, err := s.Books.Figures(s.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-11-01", To: "2027-01-31", By: "source"})
	s.Must(err)
	c := recounted(s.World, s.rotas)
	agrees(t, c, f)
	agreesOnWaits(t, s.World, c)
	agreesByEntry(t, s.World, c)
}

// agrees compares all figures that the recount has, and all outcomes.
func agrees(t *testing.T, c *recount, f ledger.Figures) {
	t.Helper()
	for _, o := range ledger.Outcomes {
		c.sums["outcome:"+string(o)] += 0
		if f.All["outcome:"+string(o)] == 0 {
			t.Logf("nothing is %s", o)
		}
	}
	for name, n := range c.sums {
		if f.All[name] != n && name != "profiles that are joined" {
			t.Errorf("%s is %d, a recount says %d", name, f.All[name], n)
		}
	}
	for _, name := range []string{
		"visits", "cases", "goal:Checkout", "again", "asked", "wrong", "unhelpful",
		"csat:asked", "csat:good", "csat:soso", "csat:bad",
		"profiles that are joined", "own", "askers:7", "alone:Checkout:7", "claim:Checkout:EUR", "value:Checkout:USD",
		"offers", "chosen", "refused", "refused:figure", "cost:model", "cost:meta:marketing",
	} {
		if c.sums[name] == 0 {
			t.Errorf("the month has no %s", name)
		}
	}
	for name := range f.All {
		kind, _, _ := strings.Cut(name, "~")
		known := slices.Contains([]string{
			"talk", "turns", "first", "response", "response:open", "resolve",
			"resolve:open",
		}, kind) || strings.HasPrefix(name, "cause:") ||
			strings.HasPrefix(name, "cost:") || strings.HasPrefix(name, "refused:")
		if _, has := c.sums[name]; known && !has {
			t.Errorf("%s is %d, a recount has none", name, f.All[name])
		}
	}
	for _, d := range f.Days {
		if n := d.Sums["visits"] + d.Sums["cases"]; n != c.days[d.Day] {
			t.Errorf("%s has %d, a recount says %d", d.Day, n, c.days[d.Day])
		}
	}
	for _, w := range f.By {
		if n := w.Sums["visits"] + w.Sums["cases"]; n != c.by[w.Value] {
			t.Errorf("%s has %d, a recount says %d", w.Value, n, c.by[w.Value])
		}
	}
	t.Logf("%d visits, %d cases, %d goals: %v", c.sums["visits"], c.sums["cases"], c.sums["goal:Checkout"], f.All)
}

func answersSome(q chat.Question) (chat.Answer, error) {
	text := q.Message.Body().Text
	switch {
	case strings.Contains(text, "person"):
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Yes.")}, Effects: chat.Effects{HandOver: "asked"}}, nil
	case strings.Contains(text, "odd"):
		gap := &chat.Gap{Question: text, Cause: chat.NoMatch}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("?")}, Effects: chat.Effects{Gap: gap}}, nil
	}
	effects := chat.Effects{Why: &chat.Why{Answered: true, Best: []chat.Reason{{Entry: "e_1", Title: "So"}}}}
	switch {
	case strings.Contains(text, "Where"):
		effects.Model = &chat.ModelUse{Model: "m", Did: chat.ModelChose, Why: "refused_figure", Micros: 40}
	case strings.Contains(text, "much"):
		effects.Why.Answered = false
		effects.Model = &chat.ModelUse{Model: "m", Did: chat.ModelFoundNothing, Micros: 7}
	case strings.Contains(text, "one"):
		effects.Why.By, effects.Why.Best[0].Entry = chat.ByChoice, known
	case strings.Contains(text, "Why"):
		effects.Why = nil
	}
	return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: effects}, nil
}

// known is the id of an entry of the knowledge.
const known = "01k9zzzzzzzzzzzzzzzzzzzzzz"

func (s *shop) one(of ...string) string { return of[s.dice.IntN(len(of))] }

func (s *shop) words() string {
	return s.one("Where is it?", "When?", "How much?", "What is odd?", "thanks", "hello", "a person please", "Why not?",
		"This one")
}

// visit is one visit, of somebody new or of somebody who was here before.
func (s *shop) visit() {
	if s.dice.IntN(10) < 2 {
		s.phone()
		return
	}
	var g *chattest.Guest
	if len(s.guests) == 0 || s.dice.IntN(3) > 0 {
		g = s.Guest()
		s.guests = append(s.guests, g)
	} else {
		g = s.guests[s.dice.IntN(len(s.guests))]
	}
	if v, err := s.Store.Visitor(s.Ctx(), g.Socket.VisitorKey()); err == nil && v.Blocked {
		return
	}
	g.Language = s.one("pt", "en", "")
	g.Office = s.dice.IntN(20) == 0
	g.Opens("/prices")
	s.rates(g.Key(), func(in chat.Rating) { g.Rates(in) })
	if s.dice.IntN(3) == 0 {
		g.Admits(chat.Opens)
	}
	for range max(0, s.dice.IntN(6)-2) {
		s.Pass(time.Duration(1+s.dice.IntN(100)) * time.Second)
		if _, err := s.Receive(s.Ctx(), g.Incoming(s.ID(), s.words())); err != nil {
			break
		}
		s.Streams()
		s.team(g.Key(), g)
	}
	goal := chat.GoalReached{Name: "Checkout", OrderID: string(s.ID()), Value: 20, Currency: "EUR"}
	switch s.dice.IntN(30) {
	case 0:
		goal.Currency = "USD"
		_ = g.ServerTells(goal) // but of somebody who is blocked
	case 1, 2, 3, 4:
		_ = s.Track(s.Ctx(), g.Socket, goal)
	}
	s.Pass(time.Duration(s.dice.IntN(90)) * time.Second)
	s.Must(chat.Except(s.Store.CloseSocket(s.Ctx(), g.Socket.ID, s.Now()), chat.ErrNotFound)) // a block closes it as well
	s.Streams()
	s.Pass(time.Minute)
}

// regroups joins two visitors now and then, also one of the website with one on WhatsApp, or takes two apart.
func (s *shop) regroups() {
	if s.dice.IntN(12) > 0 || len(s.guests) < 2 {
		return
	}
	one, links := s.guests[s.dice.IntN(len(s.guests))].Socket.Visitor, linksOf(s.World)
	v, err := s.Store.Visitor(s.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: one})
	if s.Must(err); len(v.Links) > 0 && s.dice.IntN(3) == 0 {
		s.Must(links.Unlink(s.Ctx(), chattest.Ana, one, v.Links[0].To))
		return
	}
	other := s.guests[s.dice.IntN(len(s.guests))].Socket.Visitor
	if page, err := s.Inbox(s.Ctx(), chattest.Ana, views.InboxQuery{Queue: "closed", Limit: chat.PageSize}); err == nil {
		for _, h := range page.Rows {
			if h.Source == chat.WhatsApp && s.dice.IntN(3) == 0 {
				other = h.Visitor
			}
		}
	}
	_ = links.LinkByHand(s.Ctx(), chattest.Ana, one, other, "They say so.") // but one who is blocked
}

// team has people act meanwhile: they help, close, judge and block.
func (s *shop) team(k chat.ConversationKey, g *chattest.Guest) {
	seen := func() chat.Seen { return s.Sees(k) }
	s.Pass(time.Duration(s.dice.IntN(40)) * time.Second)
	switch s.dice.IntN(30) {
	case 0, 1:
		who := []chat.Agent{chattest.Ana, chattest.Sam}[s.dice.IntN(2)]
		_, _, _ = s.Reply(s.Ctx(), who, k, s.ID(), chat.Text("I help."))
	case 2:
		_, _ = s.TakeOver(s.Ctx(), chattest.Ana, k, seen())
	case 3, 4:
		_, _ = s.HandBack(s.Ctx(), chattest.Ana, k, seen())
	case 5, 6:
		_, _ = s.Close(s.Ctx(), chattest.Ana, k, seen())
	case 7, 8:
		s.judges(k, g)
	case 10:
		_, _ = chat.Assign(s.Ctx(), s.Desk, chattest.Ana, k, chat.Giving{To: chattest.Sam.ID}, seen())
	case 11:
		_, _ = chat.Assign(s.Ctx(), s.Desk, chattest.Ana, k, chat.Giving{}, seen())
	case 9:
		if blocked := true; s.dice.IntN(8) == 0 {
			h := s.Head(k)
			_, _ = s.ChangeVisitor(s.Ctx(), chattest.Olu, h.Visitor, nil, &blocked)
			s.Must(s.Journal.Changed(s.Ctx(), chattest.Tenant, ledger.Change{Visitor: h.Visitor, Whole: true}))
		}
	}
	s.Streams()
}

// judges has one of the answers judged, by the team or by the visitor.
func (s *shop) judges(k chat.ConversationKey, g *chattest.Guest) {
	log, err := s.Store.History(s.Ctx(), k, "", chat.PageSize)
	s.Must(err)
	said, words := log[s.dice.IntN(len(log))], chat.Verdicts{Desk: s.Desk}
	if g == nil || s.dice.IntN(3) == 0 {
		_, err = words.Wrong(s.Ctx(), chattest.Ana, k, said.ID, "")
	} else {
		err = words.Rate(s.Ctx(), g.Socket, said.ID, s.dice.IntN(2) == 0)
	}
	if err == nil {
		s.Must(s.Journal.Judged(s.Ctx(), k, said.ID))
	}
}

// phone is a run of messages on WhatsApp.
func (s *shop) phone() {
	if len(s.phones) == 0 || s.dice.IntN(2) == 0 {
		s.phones = append(s.phones, chat.Contact{
			WaID: fmt.Sprintf("55119%08d", len(s.phones)), Name: "B", Country: "BR",
		})
	}
	who := s.phones[s.dice.IntN(len(s.phones))]
	s.tapsOnPhone(who)
	for range 1 + s.dice.IntN(3) {
		s.messages++
		origin := chat.Origin{Wamid: fmt.Sprint("wamid.", s.messages), Sent: s.Now().Truncate(time.Second)}
		s.Must(s.ReceiveWhatsApp(s.Ctx(), chattest.Number, who, chat.Text(s.words()), origin))
		s.Streams()
		s.Delivers()
		s.Pass(time.Duration(1+s.dice.IntN(100)) * time.Second)
	}
	s.priced()
}

// priced has Meta tell prices of what it delivered: of some messages at once, of others after their case.
func (s *shop) priced() {
	s.sold = append(s.sold, s.Sent...)
	s.Sent = nil
	for range s.dice.IntN(3) {
		if len(s.sold) == 0 {
			return
		}
		n := s.dice.IntN(len(s.sold))
		out := s.sold[n]
		s.sold = slices.Delete(s.sold, n, n+1)
		to := chat.Delivery{
			Status: chat.Delivered, At: s.Now(), Category: s.one("marketing", "service"),
			Price: s.one("regular", "regular", "free_customer_service"),
		}
		if s.dice.IntN(9) == 0 {
			to.Status = chat.NotSent
		}
		for range 1 + s.dice.IntN(2) {
			s.Must(s.Status(s.Ctx(), chattest.Tenant, fmt.Sprint("wamid.out.", s.messages), out.Callback, chat.Contact{}, to))
		}
	}
}

// rates has somebody now and then say how their last case was, if they were asked.
func (s *shop) rates(k chat.ConversationKey, tap func(chat.Rating)) {
	asked, n := s.RatingAsked(k)
	if n == 0 || s.dice.IntN(3) == 0 || s.Now().Sub(asked.At) >= chat.RatingLife {
		return
	}
	if r := asked.Marks; r != nil && r.Rating != nil && s.Now().Sub(r.Rating.First) >= chat.RatingChange {
		return
	}
	tap(chat.Ratings[s.dice.IntN(len(chat.Ratings))])
	s.Streams()
}

// tapsOnPhone is rates for a customer on WhatsApp.
func (s *shop) tapsOnPhone(who chat.Contact) {
	page, err := s.Inbox(s.Ctx(), chattest.Ana, views.InboxQuery{Queue: "closed", Limit: chat.PageSize})
	s.Must(err)
	for _, h := range page.Rows {
		if h.Reached != who.WaID {
			continue
		}
		s.rates(h.Key(), func(value chat.Rating) {
			s.messages++
			asked, _ := s.RatingAsked(h.Key())
			s.Gets(who, fmt.Sprint("wamid.", s.messages), chat.Body{Kind: chat.KindClick, Click: &chat.Click{
				Option: chattest.OptionOf(asked, value),
			}}, chat.Origin{ReplyTo: "wamid.of.ours"})
		})
	}
}
