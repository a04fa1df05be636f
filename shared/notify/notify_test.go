package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/webpushtest"
)

// world is a world with a bell, whose notifications and tasks are kept.
type world struct {
	*chattest.World
	bell  *notify.Bell
	went  []went
	tasks []timed
	fails error // of each notification, unless it is nil
	sent  func(to chat.Subscription)
}

type went struct {
	to string
	m  chat.WebPush
}

type timed struct {
	chat.Task
	due   time.Time
	tried int
}

func (w *world) Send(_ context.Context, _ chat.Tenant, to chat.Subscription, m chat.WebPush) error {
	if w.fails != nil {
		return w.fails
	}
	w.went = append(w.went, went{to.Endpoint, m})
	if w.sent != nil {
		w.sent(to)
	}
	return nil
}

func (w *world) Mail(_ context.Context, t chat.Task) error {
	w.tasks = append(w.tasks, timed{t, w.Now().Add(t.After), 0})
	return nil
}

const shop = "https://shop.test"

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{World: chattest.New(t)}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Push.Public = "key"
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Must(w.Store.PutSite(w.Ctx(), chat.Site{
		Tenant: chattest.Tenant, Bot: chattest.Fast, Key: "kettle", Name: "Kettle & Co", Origins: []string{shop},
		Push: &chat.SitePush{Key: "key", Origins: []string{shop}},
	}))
	w.bell = notify.New(w.Desk, w.Store)
	w.bell.Sender, w.bell.Queue, w.bell.Local = w, w, true
	w.Think = func(q chat.Question) (chat.Answer, error) {
		if q.Message.Body().Text != "a person, please" {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("a bot's word")}}, nil
		}
		comes := []chat.Body{chat.Text("a colleague comes")}
		return chat.Answer{Bubbles: comes, Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	return w
}

// waits is a visitor who has asked for a person.
func (w *world) waits() *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Site, g.Tells = "kettle", true
	g.Opens("/kettles")
	g.Writes("a person, please")
	w.Pass(time.Second)
	return g
}

// subscription is that of a browser of this name.
func (w *world) subscription(name string) chat.Subscription {
	w.T.Helper()
	b, err := webpushtest.NewBrowser()
	w.Must(err)
	return b.Subscribed("http://127.0.0.1/push/" + name)
}

func (w *world) asks(g *chattest.Guest, name string) error {
	w.T.Helper()
	return w.bell.Subscribe(w.Ctx(), g.Socket, w.subscription(name), shop+"/kettles?email=x#top", "de-CH")
}

// gone is a visitor who has asked to be notified, and closed the page.
func (w *world) gone(name string) *chattest.Guest {
	w.T.Helper()
	g := w.waits()
	w.Must(w.asks(g, name))
	g.Leaves()
	w.Pass(time.Second)
	return g
}

// answers has an agent answer, of which relay hears twice.
func (w *world) answers(g *chattest.Guest, text string) chat.MessageID {
	w.T.Helper()
	m, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text(text))
	if slices.Contains([]string{"wants_quiet", "started_before"}, chattest.Code(err)) {
		return "" // nobody may write to them
	}
	w.Must(err)
	stored, err := w.Store.Message(w.Ctx(), g.Key(), m.ID)
	w.Must(err)
	for range 2 {
		w.Must(w.bell.Answered(w.Ctx(), g.Key(), stored))
	}
	w.works()
	w.Pass(time.Second)
	return m.ID
}

// works does all tasks that are due, each twice.
func (w *world) works() {
	w.T.Helper()
	var later []timed
	for _, t := range w.tasks {
		if t.due.After(w.Now()) {
			later = append(later, t)
			continue
		}
		for range 2 {
			err := w.bell.Send(w.Ctx(), t.Task, t.tried)
			if busy, is := errors.AsType[chat.Busy](err); is {
				later = append(later, timed{t.Task, w.Now().Add(busy.After), t.tried + 1})
				break
			}
			w.Must(err)
		}
	}
	w.tasks = later
}

// to are the browsers that were notified, in order.
func (w *world) to() string {
	all := []string{}
	for _, one := range w.went {
		all = append(all, one.to[strings.LastIndex(one.to, "/")+1:])
	}
	return strings.Join(all, " ")
}

func (w *world) notified(what, want string) {
	w.T.Helper()
	if got := w.to(); got != want {
		w.T.Errorf("%s: %q was notified, want %q", what, got, want)
	}
	w.went = nil
}

func (w *world) browsers(g *chattest.Guest) int {
	w.T.Helper()
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	return len(v.Browsers)
}

// One notification tells of a burst: of all answers until the visitor is back.
func TestABurstIsToldOfOnce(t *testing.T) {
	w := begin(t)
	g := w.gone("phone")
	w.answers(g, "SECRET one")
	w.answers(g, "SECRET two")
	if len(w.went) != 1 {
		t.Fatalf("%d notifications went", len(w.went))
	}
	n := map[string]string{}
	w.Must(json.Unmarshal(w.went[0].m.Body, &n))
	want := map[string]string{
		"title": "Kettle & Co", "body": "Ana hat Ihnen geantwortet", "url": shop + "/kettles#botifire_chat",
		"lang": "de", "dir": "ltr",
	}
	if fmt.Sprint(n) != fmt.Sprint(want) || w.went[0].m.Topic == "" || w.went[0].m.TTL == 0 {
		t.Errorf("it is %v", n)
	}
	w.went = nil
	g.Opens("/kettles")
	w.Must(w.Seen(w.Ctx(), g.Key(), w.Head(g.Key()).Last, g.Socket.ID))
	g.Leaves()
	w.answers(g, "three")
	w.notified("after they saw it", "phone")
	w.Pass(25 * time.Hour)
	w.answers(g, "four")
	w.notified("after a day", "phone")
}

// Nobody is notified who has the page before them. A page that is out of sight shows nothing.
func TestNobodyIsNotifiedWhoSeesTheChat(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.asks(g, "laptop"))
	w.answers(g, "one")
	w.notified("on the page", "")
	g.Admits(chat.Hidden)
	w.Pass(time.Second)
	w.answers(g, "two")
	w.notified("in another tab", "laptop")
	g.Admits(chat.Here)
	g.Writes("here I am")
	w.answers(g, "three")
	w.notified("back on the page", "")
	g.Leaves()
	g.Opens("/other")
	w.answers(g, "four")
	w.notified("on another page", "")
}

// Only a person's words are told of.
func TestABotsWordsAreNotToldOf(t *testing.T) {
	w := begin(t)
	g := w.gone("phone")
	rows, err := w.Store.History(w.Ctx(), g.Key(), "", 50)
	w.Must(err)
	for _, m := range rows {
		w.Must(w.bell.Answered(w.Ctx(), g.Key(), m))
	}
	if len(rows) < 2 || len(w.tasks) != 0 {
		t.Errorf("%d tasks of %d messages", len(w.tasks), len(rows))
	}
}

// A subscription that is gone is forgotten; the others of the visitor are told.
func TestASubscriptionThatIsGoneIsForgotten(t *testing.T) {
	w := begin(t)
	g := w.gone("phone")
	w.fails = egress.ErrGone
	w.answers(g, "one")
	if n := w.browsers(g); n != 0 {
		t.Errorf("%d browsers are left", n)
	}
	w.fails = nil
	w.answers(g, "two")
	w.notified("gone", "")
	g.Opens("/")
	w.Must(w.asks(g, "anew"))
	g.Leaves()
	w.answers(g, "three")
	w.notified("asked for anew", "anew")
}

// A refusal is tried again, a few times; after an unknown outcome nothing is sent twice.
func TestARefusalIsTriedAgain(t *testing.T) {
	w := begin(t)
	g := w.gone("phone")
	w.fails = &egress.Refused{Status: 429, After: time.Minute}
	w.answers(g, "one")
	w.fails = nil
	w.Pass(30 * time.Second)
	w.works()
	w.notified("before its time", "")
	w.Pass(31 * time.Second)
	w.works()
	w.notified("after the time that the service asked for", "phone")

	g = w.gone("broken")
	w.fails = &egress.Refused{Status: 500}
	w.answers(g, "one")
	for range 20 {
		w.Pass(time.Hour)
		w.works()
	}
	if len(w.tasks) != 0 {
		t.Error("it is tried without end")
	}
	w.fails = nil
	g = w.gone("fault")
	w.fails = errors.New("no key")
	m, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("one"))
	w.Must(err)
	task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: m.ID, Act: notify.Act}
	if err := w.bell.Send(w.Ctx(), task, 0); err == nil {
		t.Error("a fault of ours is no error")
	}
	w.fails = nil
	w.Must(w.bell.Send(w.Ctx(), task, 1))
	w.notified("after a fault of ours", "fault")
	g = w.gone("unsure")
	w.fails = &egress.Unsure{Status: 504}
	w.answers(g, "one")
	w.fails = nil
	w.answers(g, "two")
	w.notified("after an unknown outcome", "")
}
