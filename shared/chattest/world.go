// Package chattest is the fixture of the domain's tests: a world with a desk on a memory store,
// guests on the website, customers on WhatsApp, a team, and a test double for every port.
package chattest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/storetest"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/views"
	"github.com/oklog/ulid/v2"
)

// World is a desk on a memory store with a fake clock. Tests decide the bot's answers and
// WhatsApp's results, and when the stream is relayed.
type World struct {
	*chat.Desk
	*chat.Courier
	*chat.WebChannel
	*lifecycle.Worker
	*office.Office
	*views.Reader
	Journal *ledger.Journal
	Keeper  *ledger.Keeper
	Books   *ledger.Books
	Ledger  *Vault // its files

	T      *testing.T
	Store  storetest.Store // behind the desk
	Memory *memory.Store   // the same store, unless the test brings another

	Mu       sync.Mutex
	clock    time.Time
	Pushes   map[chat.ConnectionID][]chat.Push
	Asked    []chat.Task
	Sends    []chat.Task
	Ends     []chat.VisitTask
	Notices  []chat.Notice
	Sent     []chat.Outgoing
	ToldRead []string // wamids with a read receipt to the customer
	Fetches  []chat.Task

	Named   int                                               // how often Meta was asked for a Flow's name
	Think   func(q chat.Question) (chat.Answer, error)        // answers as the bot
	Meta    func(out chat.Outgoing) (string, error)           // sends as WhatsApp
	AtMeta  func(n chat.Number, at time.Time) []chat.Template // the templates at Meta
	File    func(m chat.Media) (chat.Media, error)            // fetches a file
	Relayed int                                               // the number of relayed changes
	Dropped []string                                          // the deleted files
}

// Every world has this tenant, with a bot that answers at once and one that answers later.
const (
	Tenant = chat.TenantID("t_1")
	Fast   = chat.BotID("b_fast")
	Slow   = chat.BotID("b_slow")
)

// Ana is an agent.
var Ana = chat.Agent{Tenant: Tenant, ID: "a_ana", Name: "Ana", Role: chat.RoleAgent}

// Sam is another agent.
var Sam = chat.Agent{Tenant: Tenant, ID: "a_sam", Name: "Sam", Role: chat.RoleAgent}

// New makes a world on a memory store.
func New(t *testing.T) *World {
	t.Helper()
	store := memory.New()
	w := On(t, store)
	w.Memory = store
	return w
}

// On makes a world on a store.
func On(t *testing.T, store storetest.Store) *World {
	t.Helper()
	w := &World{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), Pushes: map[chat.ConnectionID][]chat.Push{}}
	w.Store, w.Desk = store, chat.New(store)
	w.Worker = lifecycle.NewWorker(w.Desk, store, nil, nil)
	w.Worker.Deliveries, w.Worker.Index, w.Worker.Canned = &Deliveries{}, &Index{}, store.CannedReplies
	w.Worker.Drafts = knowledge.Forgetting(store)
	w.Office = office.New(w.Desk, store)
	w.Sealer, w.SiteFiles = sealer{}, SiteFiles{}
	w.Enclosures = &Enclosures{Files: map[string]chat.CannedFile{}}
	w.Reader = views.New(w.Desk, store)
	w.Ledger = NewVault()
	w.Journal = ledger.NewJournal(w.Desk, store)
	w.Desk.Recount = w.Journal.Recount
	w.Keeper = ledger.NewKeeper(w.Desk, store, w.Ledger, Small)
	w.Books = ledger.NewBooks(w.Desk, store, w.Ledger)
	w.Worker.Ledger = w.Keeper
	w.Now = func() time.Time { w.Mu.Lock(); defer w.Mu.Unlock(); return w.clock }
	w.WebChannel = chat.NewWebChannel(w.Desk)
	w.Courier = chat.NewCourier(w.Desk, store)
	w.Pusher, w.Queues, w.Responder, w.Keys, w.Files = (*pusher)(w), (*queues)(w), (*mind)(w), Keys{}, (*files)(w)
	w.Colleagues = team.New(w.Desk, store)
	w.Sender, w.Fetcher = (*sender)(w), (*fetcher)(w)
	w.Rules.ValidateOutgoing = func(chat.Outgoing) error { return nil }
	w.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("you said " + q.Message.Body().Text)}}, nil
	}
	w.Meta = func(chat.Outgoing) (string, error) { return "wamid." + ulid.Make().String(), nil }
	w.Must(store.PutTenant(t.Context(), chat.Tenant{ID: Tenant, Name: "Kettle", Goals: chat.StandardGoals()}))
	w.Must(store.PutBot(t.Context(), chat.Bot{Tenant: Tenant, ID: Fast, Kind: chat.ScriptBot}))
	w.Must(store.PutBot(t.Context(), chat.Bot{Tenant: Tenant, ID: Slow, Kind: chat.WebhookBot}))
	w.Must(store.PutNumber(t.Context(), chat.Number{App: "app", ID: "1000", Tenant: Tenant, Bot: Fast}))
	return w
}

type (
	pusher  World
	queues  World
	mind    World
	sender  World
	fetcher World
	files   World
)

// Keys gives every tenant the same constant key.
type Keys struct{}

func (f *files) Drop(_ context.Context, key chat.ConversationKey, upload string) error {
	f.Dropped = append(f.Dropped, string(key.ID)+"/"+upload)
	return nil
}

func (p *pusher) Push(_ context.Context, id chat.ConnectionID, what chat.Push) error {
	p.Mu.Lock()
	defer p.Mu.Unlock()
	p.Pushes[id] = append(p.Pushes[id], what)
	return nil
}

func (q *queues) Ask(_ context.Context, t chat.Task) error {
	q.Mu.Lock()
	defer q.Mu.Unlock()
	q.Asked = append(q.Asked, t)
	return nil
}

func (q *queues) Tell(_ context.Context, n chat.Notice) error {
	q.Mu.Lock()
	defer q.Mu.Unlock()
	q.Notices = append(q.Notices, n)
	return nil
}

func (q *queues) End(_ context.Context, t chat.VisitTask) error {
	q.Mu.Lock()
	defer q.Mu.Unlock()
	q.Ends = append(q.Ends, t)
	return nil
}

func (q *queues) Fetch(_ context.Context, t chat.Task) error {
	q.Mu.Lock()
	defer q.Mu.Unlock()
	q.Fetches = append(q.Fetches, t)
	return nil
}

func (f *fetcher) Fetch(_ context.Context, _ chat.Number, _ chat.ConversationKey, m chat.Media) (chat.Media, error) {
	return f.File(m)
}

func (s *sender) Read(_ context.Context, _ chat.Number, wamid string, typing bool) error {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.ToldRead = append(s.ToldRead, fmt.Sprint(wamid, " ", typing))
	return nil
}

func (s *sender) Templates(_ context.Context, n chat.Number, at time.Time) ([]chat.Template, error) {
	if s.AtMeta == nil {
		return nil, chat.Errorf(chat.Unavailable, "templates_not_read", "Meta cannot be reached.")
	}
	return s.AtMeta(n, at), nil
}

func (s *sender) FlowName(_ context.Context, _ chat.Number, flow string) (string, error) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Named++
	return "Flow called " + flow, nil
}

func (q *queues) Send(_ context.Context, t chat.Task) error {
	q.Mu.Lock()
	defer q.Mu.Unlock()
	q.Sends = append(q.Sends, t)
	return nil
}

func (m *mind) Respond(_ context.Context, q chat.Question) (chat.Answer, error) { return m.Think(q) }

func (m *mind) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) {
	return []chat.Body{{Kind: chat.KindButtons, Text: "welcome", Options: []chat.Option{{ID: "go", Title: "Go"}}}}, nil
}

func (s *sender) Send(_ context.Context, _ chat.Number, out chat.Outgoing) (string, error) {
	s.Mu.Lock()
	s.Sent = append(s.Sent, out)
	s.Mu.Unlock()
	return s.Meta(out)
}

func (Keys) TenantKey(context.Context, chat.Tenant) (privacy.Key, error) {
	return privacy.Key("a key of thirty-two bytes, exact!"), nil
}

// Must ends the test at an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Ctx returns the context of the test.
func (w *World) Ctx() context.Context { return w.T.Context() }

// Pass advances the clock.
func (w *World) Pass(d time.Duration) {
	w.Mu.Lock()
	defer w.Mu.Unlock()
	w.clock = w.clock.Add(d)
}

// At sets the clock.
func (w *World) At(t time.Time) {
	w.Mu.Lock()
	defer w.Mu.Unlock()
	w.clock = t
}

// ID makes a message id at the clock's time.
func (w *World) ID() chat.MessageID { return chat.MessageID(w.NewID(w.Now())) }

// Streams relays every change that was not relayed yet, including those that relaying makes.
func (w *World) Streams() {
	w.T.Helper()
	for ; w.Relayed < len(w.Memory.Changes); w.Relayed++ {
		c := w.Memory.Changes[w.Relayed]
		err := w.Relay(w.Ctx(), c)
		if err == nil {
			err = w.Journal.Note(w.Ctx(), c)
		}
		if err != nil && chat.KindOf(err) != chat.Conflict {
			w.T.Fatalf("relay: %v", err)
		}
	}
}

// Guest makes a new visitor of the website who has not opened a page yet.
func (w *World) Guest() *Guest {
	return &Guest{World: w, Bot: Fast, Mode: chat.Full, Place: chat.Place{Country: "NG", City: "Lagos"}}
}

// Head reads the stored head of a conversation.
func (w *World) Head(k chat.ConversationKey) chat.Head {
	w.T.Helper()
	h, err := w.Store.Head(w.Ctx(), k)
	w.Must(err)
	return h
}

// Sees returns the state of a conversation as an agent sees it who takes it over now.
func (w *World) Sees(k chat.ConversationKey) chat.Seen {
	w.T.Helper()
	h := w.Head(k)
	return chat.Seen{Epoch: h.Epoch, From: h.Assignee}
}

// Log returns a conversation as lines, including dropped replies.
func (w *World) Log(k chat.ConversationKey) []string {
	w.T.Helper()
	messages, err := w.Store.Since(w.Ctx(), k, "", 1000)
	w.Must(err)
	lines := []string{}
	for _, m := range messages {
		line := string(m.Author.Kind)
		if m.Outcome != "" {
			line += "(" + string(m.Outcome) + ")"
		}
		for _, b := range m.Bubbles {
			if b.Event != nil {
				line += " " + string(b.Event.Name)
			} else {
				line += " " + b.Text
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Code returns the code of an error, or its text if it has none.
func Code(err error) string {
	if err == nil {
		return ""
	}
	if c := chat.CodeOf(err); c != "" {
		return c
	}
	return fmt.Sprint(err)
}

// ErrNetwork is the error of a call that did not get through.
var ErrNetwork = errors.New("network")

// Small is the small talk of these tests: thanks and hello.
func Small(text string) string {
	switch strings.ToLower(strings.Trim(text, "!. ")) {
	case "thanks":
		return "thanks"
	case "hello":
		return "hello"
	}
	return ""
}

// Olu is an owner.
var Olu = chat.Agent{Tenant: Tenant, ID: "a_olu", Name: "Olu", Role: chat.RoleOwner}
