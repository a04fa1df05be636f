package mail_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
)

// world is a world with a post, whose letters and tasks are kept.
type world struct {
	*chattest.World
	post    *mail.Post
	letters []mail.Letter
	tasks   []timed
	refuse  error             // of the next letter
	sent    func(mail.Letter) // hears of each letter that goes
}

type timed struct {
	chat.Task
	due time.Time
}

func (w *world) Send(_ context.Context, l mail.Letter) error {
	if err := w.refuse; err != nil {
		w.refuse = nil
		return err
	}
	w.letters = append(w.letters, l)
	if w.sent != nil {
		w.sent(l)
	}
	return nil
}

func (w *world) Mail(_ context.Context, t chat.Task) error {
	w.tasks = append(w.tasks, timed{t, w.Now().Add(t.After)})
	return nil
}

const mailbox = "team@kettle.test"

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{World: chattest.New(t)}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Mailbox = mailbox
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Must(w.Store.PutSite(w.Ctx(), chat.Site{
		Tenant: chattest.Tenant, Bot: chattest.Fast, Key: "kettle",
		Origins: []string{"https://*.kettle.test", "https://shop.test"},
	}))
	w.opens(w.Store)
	w.Think = func(chat.Question) (chat.Answer, error) {
		comes := []chat.Body{chat.Text("a colleague comes")}
		return chat.Answer{Bubbles: comes, Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	return w
}

// opens makes the post on a store.
func (w *world) opens(store mail.Store) {
	w.post = mail.New(w.Desk, store, "chat@stage.test")
	w.post.Sender, w.post.Queue, w.post.Door, w.post.After = w, w, "https://chat.test", 5*time.Minute
}

// waits is a visitor who has asked for a person.
func (w *world) waits() *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Site = "kettle"
	g.Opens("/kettles")
	g.Writes("a person, please")
	w.Pass(time.Second)
	return g
}

func (w *world) leaves(g *chattest.Guest, address string) error {
	_, err := w.post.Leave(w.Ctx(), g.Socket, address, "https://shop.test/kettles?email=x#top", "de-CH")
	return err
}

// answers has an agent answer.
func (w *world) answers(g *chattest.Guest, text string) chat.MessageID {
	w.T.Helper()
	return w.says(g, chat.Text(text))
}

func (w *world) says(g *chattest.Guest, body chat.Body) chat.MessageID {
	w.T.Helper()
	id := w.ID()
	m, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), id, body)
	w.Must(err)
	stored, err := w.Store.Message(w.Ctx(), g.Key(), m.ID)
	w.Must(err)
	w.Must(w.post.Answered(w.Ctx(), g.Key(), stored))
	w.Must(w.post.Answered(w.Ctx(), g.Key(), stored)) // relay may see it twice
	w.Pass(time.Second)
	return id
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
			err := w.post.Send(w.Ctx(), t.Task, 0)
			if busy, is := errors.AsType[chat.Busy](err); is {
				later = append(later, timed{t.Task, w.Now().Add(busy.After)})
				continue
			}
			if chat.KindOf(err) != "" || err != nil && !strings.Contains(err.Error(), "busy") {
				w.Must(err)
			}
		}
	}
	w.tasks = later
}

// link is the text of the link in a letter.
func link(l mail.Letter, kind string) string {
	_, rest, _ := strings.Cut(l.Text, "#"+kind+"=")
	text, _, _ := strings.Cut(rest, "\n")
	return text
}

// sights is the sight of a scanner that fetches each link of a letter twice.
func (w *world) sights(l mail.Letter) (state mail.State) {
	w.T.Helper()
	for range 2 {
		sight, err := w.post.Look(w.Ctx(), link(l, "go"))
		w.Must(err)
		state = sight.State
		_, err = w.post.Look(w.Ctx(), link(l, "stop"))
		w.Must(err)
	}
	return state
}

// uses presses Continue, and has the code that leads to the widget.
func (w *world) uses(l mail.Letter, press string) (string, error) {
	back, err := w.post.Use(w.Ctx(), link(l, "go"), press)
	_, code, _ := strings.Cut(back, mail.Fragment)
	return code, err
}

// comesBack presses Continue on another device, and is the guest of the chat there.
func (w *world) comesBack(l mail.Letter, press string) (*chattest.Guest, chat.Welcome, error) {
	code, err := w.uses(l, press)
	if err != nil {
		return nil, chat.Welcome{}, err
	}
	device := w.Guest()
	device.Site = "kettle"
	if device.Token, err = w.post.Enter(w.Ctx(), code, mail.Browser{Site: "kettle", Name: press}); err != nil {
		return nil, chat.Welcome{}, err
	}
	return device, device.Opens("/"), nil
}

func TestAnAnswerThatIsNotSeenIsMailedOnce(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, " ana@Mail.test "))
	g.Leaves()
	w.answers(g, "We have it in blue.")
	w.answers(g, "And in red.")
	w.Pass(4 * time.Minute)
	w.works()
	if len(w.letters) != 0 {
		t.Fatal("a mail went before five minutes were over")
	}
	w.Pass(time.Minute)
	w.works()
	w.works()
	if len(w.letters) != 1 {
		t.Fatalf("%d mails went", len(w.letters))
	}
	l := w.letters[0]
	if l.To != "ana@mail.test" || l.ReplyTo != mailbox || !strings.Contains(l.Text, mailbox) ||
		l.Subject != "Kettle: Eine Antwort wartet auf Sie" || strings.Contains(l.Text, "blue") {
		t.Errorf("the mail is %+v", l)
	}
	device, welcome, err := w.comesBack(l, "one")
	w.Must(err)
	if device.Socket.Visitor != g.Socket.Visitor || welcome.Token != "" || len(welcome.Messages) == 0 {
		t.Errorf("the device is %s of %s", device.Socket.Visitor, g.Socket.Visitor)
	}
	device.Leaves()
	if back := device.Opens("/again"); back.Token != "" || device.Socket.Visitor != g.Socket.Visitor {
		t.Errorf("the device comes back as %s, with the token %q", device.Socket.Visitor, back.Token)
	}
	lines := w.Log(g.Key())
	if !slices.Contains(lines, "system mail_left") || !slices.Contains(lines, "system mailed") {
		t.Errorf("the team reads %q", lines)
	}
}

func TestAnAnswerThatIsSeenIsNotMailed(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "ana@mail.test"))
	w.Must(w.Seen(w.Ctx(), g.Key(), w.answers(g, "seen"), g.Socket.ID))
	other := w.waits()
	w.Must(w.leaves(other, "ben@mail.test"))
	w.answers(other, "answered")
	other.Writes("Thanks!")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 0 {
		t.Errorf("mails went: %+v", w.letters)
	}
}

func TestAProvedAddressGetsTheWords(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "ana@mail.test"))
	w.answers(g, "first")
	w.Pass(6 * time.Minute)
	w.works()
	device, _, err := w.comesBack(w.letters[0], "one")
	w.Must(err)
	device.Writes("I am back")
	w.answers(g, "It is <b>blue</b>.")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) != 2 || !strings.Contains(w.letters[1].Text, "Ana: It is <b>blue</b>.") {
		t.Errorf("the mails are %+v", w.letters)
	}
}

func TestARefusedMailIsTriedAgainAndALostOneIsNot(t *testing.T) {
	w := begin(t)
	g := w.waits()
	w.Must(w.leaves(g, "ana@mail.test"))
	id := w.answers(g, "first")
	w.Pass(6 * time.Minute)
	w.tasks = nil
	task := chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: id}
	w.refuse = &mail.Refused{Again: true, Reason: "too many a second"}
	if err := w.post.Send(w.Ctx(), task, 0); err == nil {
		t.Fatal("a refused mail is done")
	}
	w.Must(w.post.Send(w.Ctx(), task, 1))
	if len(w.letters) != 1 {
		t.Fatalf("%d mails went", len(w.letters))
	}
	other := w.waits()
	w.Must(w.leaves(other, "ben@mail.test"))
	task = chat.Task{Tenant: chattest.Tenant, Conversation: other.Key().ID, Message: w.answers(other, "second")}
	w.Pass(6 * time.Minute)
	w.refuse = chattest.ErrNetwork
	w.Must(w.post.Send(w.Ctx(), task, 0))
	w.Must(w.post.Send(w.Ctx(), task, 1))
	if len(w.letters) != 1 {
		t.Errorf("a mail with an unknown outcome went again: %+v", w.letters[1:])
	}
	if lines := w.Log(other.Key()); count(lines, "system mail_unknown") != 1 || slices.Contains(lines, "system mailed") {
		t.Errorf("the team reads %q", lines)
	}
}

func TestAddressesAreJudged(t *testing.T) {
	w := begin(t)
	g := w.waits()
	for _, bad := range []string{
		"", "ana", "ana@mail", "ana@@mail.test", "Ana <ana@mail.test>", "ana@mail.test, ben@mail.test", "ana@[127.0.0.1]",
		"ana@127.0.0.1", "ana\r\nBcc: ben@mail.test", "änä@mail.test",
		strings.Repeat("a", 250) + "@mail.test", `"a b"@mail.test`,
	} {
		if err := w.leaves(g, bad); chattest.Code(err) != "bad_email" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, good := range []string{"ana@mail.test", "a.b+c@mail.example.test", "o'hara@mail.test"} {
		w.Must(w.leaves(g, good))
	}
	bot := w.Guest()
	bot.Opens("/")
	if err := w.leaves(bot, "ana@mail.test"); chattest.Code(err) != "not_waiting" {
		t.Errorf("a visitor who does not wait: %v", err)
	}
}
