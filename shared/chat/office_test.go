package chat_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/oklog/ulid/v2"
)

// office is a desk on a memory store with a clock of its own, where tests decide
// what the bot says, what WhatsApp does, and when the stream is read.
type office struct {
	*chat.Desk
	t     *testing.T
	store *memory.Store // behind the desk, unless a test has another

	mu      sync.Mutex
	clock   time.Time
	pushes  map[chat.ConnectionID][]chat.Push
	asked   []chat.Task
	sends   []chat.Task
	notices []chat.Notice
	sent    []chat.Outgoing
	read    []string // wamids that the customer was told we read
	fetches []chat.Task

	named     int                                               // how often Meta was asked for a Flow's name
	think     func(q chat.Question) (chat.Answer, error)        // the bot's mind
	meta      func(out chat.Outgoing) (string, error)           // what WhatsApp does
	templates func(n chat.Number, at time.Time) []chat.Template // what Meta has
	file      func(m chat.Media) (chat.Media, error)            // what comes when a file is fetched
	relay     int                                               // how far the stream was read
	dropped   []string                                          // files that were deleted
}

const (
	tenant = chat.TenantID("t_1")
	fast   = chat.BotID("b_fast")
	slow   = chat.BotID("b_slow")
)

var ana = chat.Agent{Tenant: tenant, ID: "a_ana", Name: "Ana", Role: chat.RoleAgent}
var sam = chat.Agent{Tenant: tenant, ID: "a_sam", Name: "Sam", Role: chat.RoleAgent}

func newOffice(t *testing.T) *office {
	t.Helper()
	store := memory.New()
	o := newOfficeOn(t, store)
	o.store = store
	return o
}

// newOfficeOn makes an office on a store.
func newOfficeOn(t *testing.T, store chat.Store) *office {
	t.Helper()
	o := &office{t: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), pushes: map[chat.ConnectionID][]chat.Push{}}
	o.Desk = chat.New(store)
	o.Now = func() time.Time { o.mu.Lock(); defer o.mu.Unlock(); return o.clock }
	o.Pusher, o.Queues, o.Responder, o.Sender, o.Keys, o.Fetcher = (*pusher)(o), (*queues)(o), (*mind)(o), (*sender)(o), keys{}, (*fetcher)(o)
	o.DropFile = func(_ context.Context, key chat.ConversationKey, upload string) error {
		o.dropped = append(o.dropped, string(key.ID)+"/"+upload)
		return nil
	}
	o.think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("you said " + q.Message.Body().Text)}}, nil
	}
	o.meta = func(chat.Outgoing) (string, error) { return "wamid." + ulid.Make().String(), nil }
	o.must(store.PutTenant(t.Context(), chat.Tenant{ID: tenant, Name: "Kettle", Goals: chat.StandardGoals()}))
	o.must(store.PutBot(t.Context(), chat.Bot{Tenant: tenant, ID: fast, Kind: chat.ScriptBot}))
	o.must(store.PutBot(t.Context(), chat.Bot{Tenant: tenant, ID: slow, Kind: chat.WebhookBot}))
	o.must(store.PutNumber(t.Context(), chat.Number{App: "app", ID: "1000", Tenant: tenant, Bot: fast}))
	return o
}

type (
	pusher  office
	queues  office
	mind    office
	sender  office
	fetcher office
	keys    struct{}
)

func (p *pusher) Push(_ context.Context, id chat.ConnectionID, what chat.Push) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pushes[id] = append(p.pushes[id], what)
	return nil
}
func (q *queues) Ask(_ context.Context, t chat.Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked = append(q.asked, t)
	return nil
}
func (q *queues) Tell(_ context.Context, n chat.Notice) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.notices = append(q.notices, n)
	return nil
}

func (q *queues) Fetch(_ context.Context, t chat.Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.fetches = append(q.fetches, t)
	return nil
}

func (f *fetcher) Fetch(_ context.Context, _ chat.Number, _ chat.ConversationKey, m chat.Media) (chat.Media, error) {
	return f.file(m)
}

func (s *sender) Read(_ context.Context, _ chat.Number, wamid string, typing bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = append(s.read, fmt.Sprint(wamid, " ", typing))
	return nil
}

func (s *sender) Templates(_ context.Context, n chat.Number, at time.Time) ([]chat.Template, error) {
	if s.templates == nil {
		return nil, chat.Errorf(chat.Unavailable, "templates_not_read", "Meta cannot be reached.")
	}
	return s.templates(n, at), nil
}

func (s *sender) FlowName(_ context.Context, _ chat.Number, flow string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.named++
	return "Flow called " + flow, nil
}

func (q *queues) Send(_ context.Context, t chat.Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sends = append(q.sends, t)
	return nil
}
func (m *mind) Respond(_ context.Context, q chat.Question) (chat.Answer, error) { return m.think(q) }
func (m *mind) Greet(context.Context, chat.Bot) ([]chat.Body, error) {
	return []chat.Body{{Kind: chat.KindButtons, Text: "welcome", Options: []chat.Option{{ID: "go", Title: "Go"}}}}, nil
}
func (s *sender) Send(_ context.Context, _ chat.Number, out chat.Outgoing) (string, error) {
	s.mu.Lock()
	s.sent = append(s.sent, out)
	s.mu.Unlock()
	return s.meta(out)
}
func (keys) TenantKey(context.Context, chat.Tenant) (privacy.Key, error) {
	return privacy.Key("a key of thirty-two bytes, exact!"), nil
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) ctx() context.Context { return o.t.Context() }

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock = o.clock.Add(d)
}

func (o *office) id() chat.MessageID { return chat.MessageID(o.NewID(o.Now())) }

// streams relays every change that was not relayed yet, and those that relaying makes.
func (o *office) streams() {
	o.t.Helper()
	for ; o.relay < len(o.store.Changes); o.relay++ {
		if err := o.Relay(o.ctx(), o.store.Changes[o.relay]); err != nil && chat.KindOf(err) != chat.Conflict {
			o.t.Fatalf("relay: %v", err)
		}
	}
}

// guest is somebody on the website.
type guest struct {
	o      *office
	token  string
	socket chat.Socket
	bot    chat.BotID
	mode   chat.Mode
	site   string
	tells  bool // the page says when its visitor goes
}

func (o *office) guest() *guest { return &guest{o: o, bot: fast, mode: chat.Full} }

// opens opens a tab on a page.
func (g *guest) opens(page string) chat.Welcome {
	g.o.t.Helper()
	now := g.o.Now()
	s := chat.Socket{
		ID: chat.ConnectionID("v." + ulid.Make().String()), Tenant: tenant, Bot: g.bot, Mode: g.mode, Opened: now, Seen: now, Active: now,
		Place: chat.Place{Country: "NG", City: "Lagos"}, Network: "203.0.113.0/24", Site: g.site,
		Device: chat.Device{Type: map[string]string{"shop": "mobile"}[g.site]},
	}
	g.o.must(g.o.Store.OpenSocket(g.o.ctx(), s))
	w, err := g.o.Hello(g.o.ctx(), s, chat.Hello{Token: g.token, Tells: g.tells, Page: &chat.Page{URL: "https://shop.test" + page}, PageURL: "https://shop.test" + page + "?utm_source=mail&q=secret"})
	g.o.must(err)
	if w.Token != "" {
		g.token = w.Token
	}
	g.socket = w.Socket
	return w
}

func (g *guest) key() chat.ConversationKey { return g.socket.ConversationKey() }

func (g *guest) admits(sign chat.Sign) {
	_, err := g.o.Store.Admit(g.o.ctx(), g.socket.ID, g.o.Now(), sign)
	g.o.must(err)
}

func (g *guest) incoming(id chat.MessageID, text string) chat.Incoming {
	return chat.Incoming{
		Tenant: tenant, Bot: g.bot, Visitor: g.socket.Visitor, Source: chat.Web, From: g.socket.ID,
		Message: chat.Message{ID: id, Session: g.socket.Session, Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	}
}

func (g *guest) says(text string) chat.Receipt {
	g.o.t.Helper()
	r, err := g.o.Receive(g.o.ctx(), g.incoming(g.o.id(), text))
	g.o.must(err)
	return r
}

// leaves closes the tab.
func (g *guest) leaves() {
	g.o.must(g.o.Store.CloseSocket(g.o.ctx(), g.socket.ID))
	g.o.streams()
}

func (g *guest) session() chat.Session {
	g.o.t.Helper()
	s, err := g.o.Store.Session(g.o.ctx(), g.socket.SessionKey())
	g.o.must(err)
	return s
}

func (o *office) head(k chat.ConversationKey) chat.Head {
	o.t.Helper()
	h, err := o.Store.Head(o.ctx(), k)
	o.must(err)
	return h
}

// sees is what an agent sees who looks at a conversation now, and takes it from whoever has it.
func (o *office) sees(k chat.ConversationKey) chat.Seen {
	o.t.Helper()
	h := o.head(k)
	return chat.Seen{Epoch: h.Epoch, From: h.Assignee}
}

// log is a conversation as lines, dropped replies included.
func (o *office) log(k chat.ConversationKey) []string {
	o.t.Helper()
	messages, err := o.Store.Since(o.ctx(), k, "", 1000)
	o.must(err)
	lines := []string{}
	for _, m := range messages {
		line := string(m.Author.Kind)
		if m.Outcome != "" {
			line += "(" + string(m.Outcome) + ")"
		}
		for _, b := range m.Bubbles {
			if b.Event != nil {
				line += " " + b.Event.Name
			} else {
				line += " " + b.Text
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func (o *office) sweeps() {
	o.t.Helper()
	if _, err := o.Sweep(o.ctx(), 100); err != nil {
		o.t.Fatal(err)
	}
	o.streams()
}

func code(err error) string {
	if err == nil {
		return ""
	}
	if c := chat.CodeOf(err); c != "" {
		return c
	}
	return fmt.Sprint(err)
}

var errNetwork = errors.New("network")
