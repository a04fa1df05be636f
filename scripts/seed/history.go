package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/whatsapp"
	"golang.org/x/sync/errgroup"
)

// languages are those of the browsers at a place.
var languages = map[string]string{
	"NG": "en", "BR": "pt", "IN": "hi", "DE": "de", "ES": "es", "US": "en", "EG": "ar", "FR": "fr",
}

// The places, pages and questions of made-up visitors.
var (
	places = []chat.Place{
		{Country: "NG", City: "Lagos"},
		{Country: "BR", City: "São Paulo"},
		{Country: "IN", City: "Mumbai"},
		{Country: "DE", City: "Berlin"},
		{Country: "ES", City: "Madrid"},
		{Country: "US", City: "Austin"},
		{Country: "EG", City: "Cairo"},
		{Country: "FR", City: "Lyon"},
	}
	devices = []chat.Device{
		{Type: "desktop", OS: "Windows", Browser: "Chrome"},
		{Type: "mobile", OS: "iOS", Browser: "Safari"},
		{Type: "mobile", OS: "Android", Browser: "Chrome"},
		{Type: "desktop", OS: "macOS", Browser: "Safari"},
	}
	pages = []string{"/", "/kettles", "/kettles/copper", "/teapots", "/delivery", "/returns", "/cart"}
	asked = []string{
		"When do you open?", "How long does delivery take?", "What is the warranty?",
		"Do you engrave names?", "Is the copper kettle safe on induction?", "Do you have a shop in Porto?", "How can I pay?",
		"Can I return a kettle?",
	}
	first = []string{
		"Amara", "Bruno", "Chitra", "Dana", "Emil", "Farah", "Gita", "Hugo", "Ines", "Jonas", "Kofi",
		"Lena",
	}
	last = []string{"Okafor", "Silva", "Patel", "Weber", "García", "Haddad", "Martin", "Brown"}
)

// history makes up visits of the last days, each with its own clock.
func history(ctx context.Context, store *dynamo.Store, keys chat.Keyring, agents []chat.Agent, visits int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	now := time.Now().UTC().Truncate(time.Millisecond)
	for i := range visits {
		group.Go(func() error {
			luck := rand.New(rand.NewPCG(7, uint64(i)))
			began := now.Add(-time.Duration(luck.Int64N(int64(7*24*time.Hour))) - time.Hour)
			v := newVisit(store, keys, luck, began, i)
			stay := v.stay
			if i%5 == 4 {
				stay = v.text
			}
			// The sweep may close a tab of the past while its visit is made up: the visit is over then.
			if err := stay(ctx, agents[2]); chat.Except(err, chat.ErrGone, chat.ErrNotFound) != nil {
				return fmt.Errorf("visit %d: %w", i, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// visit is one made-up visit, with its own clock.
type visit struct {
	desk  *chat.Courier
	web   *chat.WebChannel
	store *dynamo.Store
	luck  *rand.Rand
	clock time.Time
	i     int
}

func newVisit(store *dynamo.Store, keys chat.Keyring, luck *rand.Rand, began time.Time, i int) *visit {
	v := &visit{store: store, desk: chat.NewCourier(chat.New(store), store), luck: luck, clock: began, i: i}
	v.desk.Keys, v.desk.Pusher, v.desk.Queues = keys, nobody{}, nobody{}
	v.desk.Responder = bot.Scripted(store, bot.NoKnowledge{})
	v.desk.Rules.ValidateOutgoing = whatsapp.ValidateOutgoing
	v.desk.Rules.Small, v.desk.Rules.RatingWords = bot.SmallTalk, bot.Rating
	v.desk.Colleagues = team.New(v.desk.Desk, store)
	v.web = chat.NewWebChannel(v.desk.Desk)
	v.desk.Now = func() time.Time { return v.clock }
	return v
}

// nobody swallows pushes and tasks: nobody is connected while history is made up, and nothing goes
// out to WhatsApp.
type nobody struct{}

func (nobody) Ask(context.Context, chat.Task) error { return nil }

func (nobody) Send(context.Context, chat.Task) error { return nil }

func (nobody) Fetch(context.Context, chat.Task) error { return nil }

func (nobody) Tell(context.Context, chat.Notice) error { return nil }

func (nobody) End(context.Context, chat.VisitTask) error { return nil }

func (nobody) Push(context.Context, chat.ConnectionID, chat.Push) error { return nil }

func (v *visit) pass(most time.Duration) {
	v.clock = v.clock.Add(time.Second + time.Duration(v.luck.Int64N(int64(most)))).Truncate(time.Millisecond)
}

func (v *visit) id() chat.MessageID { return chat.MessageID(v.desk.NewID(v.clock)) }

func (v *visit) stay(ctx context.Context, agent chat.Agent) error {
	place := places[v.luck.IntN(len(places))]
	s := chat.Socket{
		ID: chat.ConnectionID(fmt.Sprintf("v.seed-%d", v.i)), Tenant: setup.DemoTenant, Bot: setup.DemoBot,
		Site: setup.DemoSite, Mode: chat.Full,
		Opened: v.clock, Seen: v.clock, Active: v.clock, Place: place, Language: languages[place.Country],
		Device: devices[v.luck.IntN(len(devices))], Network: "203.0.113.0/24",
	}
	if err := v.store.OpenSocket(ctx, s); err != nil {
		return err
	}
	w, err := v.web.Hello(ctx, s, chat.Hello{Page: v.page()})
	if err != nil {
		return err
	}
	for range 1 + v.luck.IntN(6) {
		v.pass(90 * time.Second)
		if _, err := v.web.Page(ctx, w.Socket.ID, string(v.id()), *v.page()); err != nil {
			return err
		}
	}
	if v.luck.IntN(2) == 0 {
		if err := v.talk(ctx, w.Socket, agent); err != nil {
			return err
		}
	}
	v.pass(time.Minute)
	if err := v.buys(ctx, w.Socket); err != nil {
		return err
	}
	return v.leave(ctx, w.Socket)
}

// buys has one visit of six check out, whoever helped before. The shop's server tells of every second order, the page
// alone of the others.
func (v *visit) buys(ctx context.Context, s chat.Socket) error {
	if v.i%6 != 3 {
		return nil
	}
	order := chat.GoalReached{
		Name: "Checkout", OrderID: fmt.Sprintf("K-%d", 1000+v.i), Value: []float64{39, 59, 129}[v.i/6%3], Currency: "EUR",
	}
	if err := v.web.Track(ctx, s, order); err != nil || v.i%12 != 3 {
		return err
	}
	v.pass(time.Minute)
	return v.desk.ReachByServer(ctx, s.Tenant, chat.ServerGoal{GoalReached: order, Visitor: s.Visitor})
}

func (v *visit) page() *chat.Page {
	path := pages[v.luck.IntN(len(pages))]
	return &chat.Page{URL: "https://shop.demo.test" + path, Title: "Kettle & Co. " + path}
}

// leave ends the visit as the sweep would.
func (v *visit) leave(ctx context.Context, s chat.Socket) error {
	if err := v.store.CloseSocket(ctx, s.ID, v.clock); err != nil {
		return err
	}
	return v.ends(ctx, s.VisitKey(), chat.Left)
}

func (v *visit) ends(ctx context.Context, key chat.VisitKey, why chat.EndReason) error {
	_, err := v.store.UpdateVisit(ctx, key, func(visit *chat.Visit) error {
		visit.LastAt, visit.EndedAt, visit.EndReason = v.clock, v.clock, why
		return nil
	})
	return err
}
