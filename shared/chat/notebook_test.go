package chat_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/storetest"
)

// pagesOf are the addresses in a visit's log, without their site.
func pagesOf(w *chattest.World, k chat.VisitKey) string {
	w.T.Helper()
	pages := []string{}
	for _, e := range w.VisitLog(k) {
		pages = append(pages, strings.TrimPrefix(e.Page.URL, "https://shop.test/"))
	}
	return strings.Join(pages, " ")
}

// turns goes to the n-th to the m-th page.
func turns(g *chattest.Guest, n, m int) {
	for ; n <= m; n++ {
		g.Turns(chat.Page{URL: fmt.Sprint("https://shop.test/", n)})
		g.World.Pass(chat.FrameRefill)
	}
}

// again reads the guest's socket, which may be of another visit by now.
func again(g *chattest.Guest) chat.Socket {
	g.World.T.Helper()
	s, err := g.World.Store.Socket(g.World.Ctx(), g.Socket.ID)
	g.World.Must(err)
	g.Socket = s
	return s
}

func TestPagesOfTwoTabsAreInTheirOrder(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	other := *amara
	w.Pass(time.Second)
	other.Opens("/1")
	for n := range 20 { // more than a notebook holds
		w.Pass(time.Second)
		turns([]*chattest.Guest{amara, &other}[n%2], n+2, n+2)
	}
	want := "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21"
	if got := pagesOf(w, amara.Socket.VisitKey()); got != want {
		t.Errorf("the log is %s", got)
	}
	amara.Leaves()
	other.Leaves()
	if s := amara.Ended(); s.Pages != 22 || s.Page.URL != "https://shop.test/21" {
		t.Errorf("the visit has %d pages, the last one is %+v", s.Pages, s.Page)
	}
}

// The page after half an hour of silence is the first of another visit, and is counted once.
func TestAQuietTabTurnsItsNotebook(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	turns(amara, 1, 3)
	first := amara.Socket.VisitKey()
	for range 5 {
		w.Pass(9 * time.Minute)
		amara.Admits(chat.NoSign)
	}
	turns(amara, 4, 5)
	next := again(amara)
	if a, b := pagesOf(w, first), pagesOf(w, next.VisitKey()); a != "0 1 2 3" || b != "4 5" {
		t.Errorf("the visits are %q and %q", a, b)
	}
	if s := amara.Visit(); len(s.Sockets) != 1 || amara.Seen().Pages != 2 {
		t.Errorf("the next visit is %+v", s)
	}
	amara.Leaves()
	if s := amara.Ended(); s.Pages != 2 {
		t.Errorf("the next visit has %d pages", s.Pages)
	}
}

// meanwhile is a store in which something happens once, before a notebook is begun.
type meanwhile struct {
	storetest.Store
	happens func()
}

func (m *meanwhile) once() {
	if do := m.happens; do != nil {
		m.happens = nil
		do()
	}
}

func (m *meanwhile) Enter(ctx context.Context, s chat.Socket, now time.Time, page *chat.Page) error {
	m.once()
	return m.Store.Enter(ctx, s, now, page)
}

func (m *meanwhile) BindSocket(ctx context.Context, s chat.Socket) error {
	m.once()
	return m.Store.BindSocket(ctx, s)
}

func newMeanwhile(t *testing.T) (*chattest.World, *meanwhile) {
	mem := memory.New()
	store := &meanwhile{Store: mem}
	w := chattest.On(t, store)
	w.Memory = mem
	return w, store
}

// A page that comes while a notebook is being turned belongs to one visit.
func TestAPageWhileANotebookIsTurned(t *testing.T) {
	w, store := newMeanwhile(t)
	amara := w.Guest()
	amara.Opens("/0")
	first, earlier := amara.Socket.VisitKey(), again(amara)
	w.Pass(chat.VisitGap)
	store.happens = func() {
		w.Must(w.Store.Note(w.Ctx(), earlier, w.Now(), "frame", chat.Page{URL: "https://shop.test/1"}, false))
	}
	_, err := w.Reenter(w.Ctx(), earlier)
	w.Must(err)
	next := again(amara)
	if a, b := pagesOf(w, first), pagesOf(w, next.VisitKey()); a != "0 1" || b != "" {
		t.Errorf("the visits are %q and %q", a, b)
	}
}

// A tab whose hello is on its way keeps its visit, also when the tab before it was closed long ago.
func TestAHelloOnItsWayKeepsTheVisit(t *testing.T) {
	w, store := newMeanwhile(t)
	amara := w.Guest()
	amara.Opens("/0")
	amara.Leaves()
	task := w.Ends[0]
	w.Pass(chat.CloseGrace + time.Second)
	store.happens = func() { // the visit names the new tab, which has no notebook yet
		wait, err := w.EndVisit(w.Ctx(), task)
		if w.Must(err); wait <= 0 {
			t.Error("nobody looks again")
		}
	}
	amara.Opens("/1")
	if s := amara.Visit(); !s.Live() || amara.Seen().Pages != 2 {
		t.Errorf("the visit is %+v", s)
	}
}

// A page after the visitor signed out is counted when its tab is closed.
func TestPagesAfterTheEndAreCounted(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	w.Must(w.SignOut(w.Ctx(), amara.Socket))
	w.Streams()
	turns(amara, 1, 2)
	amara.Leaves()
	if s := amara.Ended(); s.Pages != 3 || s.Folded.Pages != 3 {
		t.Errorf("counted is %+v", s)
	}
	done, err := chat.Rebuild(w.Ctx(), w.Desk, w.Store, chattest.Tenant)
	if w.Must(err); done.MendedVisits+done.MendedCounters > 0 {
		t.Errorf("a recount differs: %+v", done)
	}
}

// The same where the tab stays open and begins another visit.
func TestATabCountsPagesOfTheVisitThatItLeaves(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	first := amara.Socket.VisitKey()
	w.Must(w.SignOut(w.Ctx(), amara.Socket))
	w.Streams()
	turns(amara, 1, 2)
	w.Pass(chat.VisitGap)
	turns(amara, 3, 3)
	s, err := w.Store.Visit(w.Ctx(), first)
	if w.Must(err); again(amara).Visit == first.ID || s.Pages != 3 || s.Folded.Pages != 3 {
		t.Errorf("counted is %+v, and the tab is of %s", s, amara.Socket.Visit)
	}
}

// A visitor who loads page after page leaves no row of a socket that no visit names.
func TestManyReloads(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	var all []chat.ConnectionID
	for n := range 3 * chat.MaxTabs {
		amara.Opens(fmt.Sprint("/", n))
		all = append(all, amara.Socket.ID)
		w.Pass(time.Second)
		amara.Leaves()
	}
	rows, err := w.Store.SocketsByID(w.Ctx(), all)
	w.Must(err)
	if named := amara.Visit().Sockets; len(named) != chat.MaxTabs || len(rows) != len(named) {
		t.Errorf("the visit names %d sockets, and %d have rows", len(named), len(rows))
	}
	if s := amara.Seen(); s.Pages != 3*chat.MaxTabs {
		t.Errorf("the live list has %d pages", s.Pages)
	}
	if s := amara.Ended(); s.Pages != 3*chat.MaxTabs {
		t.Errorf("counted are %d pages", s.Pages)
	}
}

// A hundred tabs of one visitor have as many pages as a visit may have, and one more is refused.
func TestAHundredTabs(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	for n := range chat.MaxOpenTabs {
		amara.Opens(fmt.Sprint("/", n))
		w.Pass(time.Second)
	}
	turns(amara, 1000, 1000+chat.MaxPages)
	if s := amara.Seen(); s.Pages < chat.MaxPages || s.Pages > chat.MaxPages+chat.MaxNotebook {
		t.Errorf("the visit has %d pages", s.Pages)
	}
	s := chat.NewSocket(chat.Site{Tenant: chattest.Tenant, Bot: chattest.Fast},
		chat.Handshake{Connection: "v.one-more", Wants: chat.Full}, "", w.Now())
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	if _, err := w.Hello(w.Ctx(), s, chat.Hello{Token: amara.Token}); chattest.Code(err) != "too_many_tabs" {
		t.Errorf("one more tab: %v", err)
	}
}

// Long addresses leave the notebook early, so that its row stays small.
func TestLongAddresses(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	long := "https://shop.test/" + strings.Repeat("a", 1500)
	for range 6 {
		amara.Turns(chat.Page{URL: long})
		w.Pass(time.Second)
		if n := len(again(amara).Trail); n > 3 {
			t.Fatalf("the notebook holds %d long pages", n)
		}
	}
	if n := len(w.VisitLog(amara.Socket.VisitKey())); n != 7 {
		t.Errorf("the log has %d pages", n)
	}
}

// Two functions' clocks differ: pages of a tab stay in their order.
func TestAClockThatIsBehind(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	turns(amara, 1, 1)
	w.Pass(-3 * time.Second)
	turns(amara, 2, 2)
	if got := pagesOf(w, amara.Socket.VisitKey()); got != "0 1 2" {
		t.Errorf("the log is %s", got)
	}
}

// The notebook of a hello that died before its visit was stored goes once its socket is closed.
func TestANotebookThatNoVisitNames(t *testing.T) {
	w := chattest.New(t)
	s := chat.NewSocket(chat.Site{Tenant: chattest.Tenant, Bot: chattest.Fast},
		chat.Handshake{Connection: "v.dies", Wants: chat.Full}, "", w.Now())
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "Begin" {
			return memory.Fail
		}
		return memory.None
	}
	if _, err := w.Hello(w.Ctx(), s, chat.Hello{Page: &chat.Page{URL: "https://shop.test/"}}); err == nil {
		t.Fatal("the hello succeeded")
	}
	w.Memory.Inject = nil
	w.Must(w.Store.CloseSocket(w.Ctx(), s.ID, w.Now()))
	w.Streams()
	w.Pass(chat.CloseGrace + time.Second)
	w.Sweeps()
	rows, err := w.Store.SocketsByID(w.Ctx(), []chat.ConnectionID{s.ID})
	if w.Must(err); len(rows) != 0 {
		t.Errorf("left is %+v", rows)
	}
}

// A tab in the other mode is told of messages too: it is one of the visitor's next visit.
func TestATabInAnotherModeIsTold(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Mode = chat.Minimal
	amara.Opens("/")
	minimal := amara.Socket.ID
	amara.Mode = chat.Full
	amara.Opens("/")
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, func() chat.ConversationKey { amara.Says("hello"); return amara.Key() }(),
		w.ID(), chat.Text("here"))
	w.Must(err)
	told := 0
	for _, p := range w.Pushes[minimal] {
		if p.Action == chat.PushMessage && p.Message.Author.Kind == chat.ByAgent {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the other tab was told %d times", told)
	}
}

// The team is told within a moment that a visitor moved on, and nothing is written while nobody looks.
func TestPagesAreToldToTheTeam(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/0")
	writes := 0
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "Throttle" {
			writes++
		}
		return memory.None
	}
	w.Pass(2 * time.Second)
	turns(amara, 1, 1)
	if writes > 0 {
		t.Errorf("%d writes for a team that is away", writes)
	}
	s := chat.Socket{
		ID: "a.ana", Tenant: chattest.Tenant, Agent: &chattest.Ana, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
	}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.Store.BindSocket(w.Ctx(), s))
	w.Pass(2 * time.Second)
	turns(amara, 2, 2)
	if n := len(w.Pushes["a.ana"]); n != 1 || writes != 1 {
		t.Errorf("%d hints, %d writes", n, writes)
	}
}
