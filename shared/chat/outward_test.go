package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// While a customer waits, the team is told once that the service window closes.
func TestTheWindowCloses(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	w.Must(w.ReceiveWhatsApp(t.Context(), chattest.Number, chattest.Bruno, chat.Text("a person please"),
		chat.Origin{Wamid: "wamid.1", Sent: w.Now().Truncate(time.Second)}))
	w.Streams()
	page, err := w.Inbox(t.Context(), chattest.Ana, views.InboxQuery{Queue: "unassigned"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	k := page.Rows[0].Key()
	said := func() int { return strings.Count(strings.Join(w.Log(k), "\n"), string(chat.WindowClosing)) }
	w.Pass(chat.ServiceWindow - chat.WindowWarning - time.Minute)
	w.Sweeps()
	if said() != 0 {
		t.Error("it was said too early")
	}
	w.Pass(2 * time.Minute)
	w.Sweeps()
	w.Sweeps()
	if said() != 1 {
		t.Errorf("it was said %d times: %q", said(), w.Log(k))
	}
}

// A sweep that comes after the service window has closed writes no warning, and no further sweep comes for the window.
func TestTheWindowHasClosed(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	w.Must(w.ReceiveWhatsApp(t.Context(), chattest.Number, chattest.Bruno, chat.Text("a person please"),
		chat.Origin{Wamid: "wamid.1", Sent: w.Now().Truncate(time.Second)}))
	w.Streams()
	page, err := w.Inbox(t.Context(), chattest.Ana, views.InboxQuery{Queue: "unassigned"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	k := page.Rows[0].Key()
	w.Pass(chat.ServiceWindow + time.Hour)
	w.Sweeps()
	if log := strings.Join(w.Log(k), "\n"); strings.Contains(log, string(chat.WindowClosing)) {
		t.Errorf("it was said too late: %s", log)
	}
	if h := w.Head(k); !h.Wake().Equal(h.Over) {
		t.Errorf("the sweep is to come again at %v", h.Wake())
	}
}

// Nobody waits in a closed case, so its window closes without a word; one that is opened again has its warning.
func TestTheWindowOfAClosedCaseIsNoNews(t *testing.T) {
	for reopened, want := range map[bool]int{false: 0, true: 1} {
		w := chattest.New(t)
		k := w.Writes(chattest.Bruno, "wamid.1", "hello")
		w.Think = asksForAPerson
		w.Pass(time.Minute)
		w.Gets(chattest.Bruno, "wamid.2", chat.Text("a person please"), chat.Origin{})
		w.Streams()
		w.Pass(time.Minute)
		_, err := w.Close(w.Ctx(), chattest.Ana, k, w.Sees(k))
		w.Must(err)
		if h := w.Head(k); !h.Wake().IsZero() {
			t.Errorf("the sweep is to come at %v", h.Wake())
		}
		if reopened {
			_, err := w.Reopen(w.Ctx(), chattest.Ana, k, chat.OwnerTeam, w.Sees(k))
			w.Must(err)
		}
		w.Pass(chat.ServiceWindow - chat.WindowWarning)
		w.Must(w.WakeConversation(w.Ctx(), k))
		if n := strings.Count(strings.Join(w.Log(k), "\n"), string(chat.WindowClosing)); n != want {
			t.Errorf("reopened %t: it was said %d times", reopened, n)
		}
	}
}

// A number that Meta refuses is stopped: nothing more is tried, and people see why.
func TestAStoppedNumber(t *testing.T) {
	w := chattest.New(t)
	w.Meta = func(chat.Outgoing) (string, error) {
		return "", &chat.SendError{Code: 190, Reason: "The token is dead.", Stop: true}
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	w.Gets(chattest.Bruno, "wamid.2", chat.Text("anybody?"), chat.Origin{})
	w.Delivers()
	if len(w.Sent) != 1 {
		t.Errorf("%d sends were tried", len(w.Sent))
	}
	why, err := w.Stopped(t.Context(), w.Head(k))
	if d := w.Delivery(k, "you said anybody?"); err != nil || !strings.Contains(why, "190") || d.Status != chat.NotSent ||
		!strings.Contains(d.Reason, "stopped") {
		t.Errorf("%q, %+v, %v", why, d, err)
	}
	n, err := w.Store.NumberByID(t.Context(), chattest.Tenant, "1000")
	w.Must(err)
	n.Stopped = nil
	w.Must(w.Store.PutNumber(t.Context(), n))
	w.Meta = func(chat.Outgoing) (string, error) { return "wamid.now", nil }
	slot := chat.ReplyTo(chat.MessageOf("wamid.2", w.Head(k).VisitorAt.Truncate(time.Second)))
	if _, _, err := w.Resend(t.Context(), chattest.Ana, k, slot, w.ID()); err != nil {
		t.Errorf("sending again: %v", err)
	}
	w.Streams()
	w.Delivers()
	if n := len(w.Sent); n != 2 || w.Sent[1].Body.Text != "you said anybody?" {
		t.Errorf("sent was %+v", w.Sent)
	}
	if _, _, err := w.Resend(t.Context(), chattest.Ana, k, chat.MessageID("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
		w.ID()); chattest.Code(err) != "not_found" {
		t.Errorf("of nothing: %v", err)
	}
}

// The backoff grows as Meta asks: fourfold each time for a recipient who gets too much.
func TestWaits(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Meta = func(chat.Outgoing) (string, error) {
		return "", &chat.SendError{Code: 131056, Reason: "too much", Retry: time.Second, Growth: 4}
	}
	began := w.Now()
	w.Delivers()
	d := w.Delivery(k, "you said hello")
	if d.Status != chat.NotSent || d.Code != 131056 || len(w.Sent) != 9 {
		t.Errorf("after %d tries and %s: %+v", len(w.Sent), w.Now().Sub(began), d)
	}
	if took := w.Now().Sub(began); took < 21845*time.Second || took > 22000*time.Second { // 1 + 4 + … + 4^7
		t.Errorf("the waits took %s", took)
	}
}

// A recipient who gets too much holds up nobody else.
func TestAThrottledRecipientWaitsAlone(t *testing.T) {
	w := chattest.New(t)
	carla := chat.Contact{WaID: "5521"}
	slow, quick := w.Writes(chattest.Bruno, "wamid.1", "hello"), w.Writes(carla, "wamid.2", "hello too")
	w.Meta = func(out chat.Outgoing) (string, error) {
		if out.To == chattest.Bruno.WaID {
			return "", &chat.SendError{Code: 131056, Reason: "too much", Retry: time.Hour, Growth: 4}
		}
		return "wamid.out", nil
	}
	for _, task := range w.Sends {
		_ = w.Deliver(t.Context(), task) // each once, at the same time
	}
	if d := w.Delivery(quick, "you said hello too"); d.Status != chat.Sent {
		t.Errorf("the other's is %+v", d)
	}
	if d := w.Delivery(slow, "you said hello"); d.Status != chat.Queued || d.Tries != 1 || d.Due.IsZero() {
		t.Errorf("the throttled one is %+v", d)
	}
}

// An agent's reaction goes out to the message that it is about, and shows there.
func TestAnAgentReacts(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	about := chat.MessageOf("wamid.1", w.Head(k).VisitorAt.Truncate(time.Second))
	_, head, err := w.Reply(t.Context(), chattest.Ana, k, w.ID(), chat.Body{
		Kind: chat.KindReaction, Reaction: &chat.Reaction{To: about, Emoji: "👍"},
	})
	w.Must(err)
	w.Streams()
	w.Delivers()
	if last := w.Sent[len(w.Sent)-1]; last.ReplyTo != "wamid.1" || head.Owner != chat.OwnerBot {
		t.Errorf("sent was %+v, the owner is %s", last, head.Owner)
	}
	if m := w.Message(k, about); m.Marks == nil || m.Marks.Reactions[chat.ByAgent].Emoji != "👍" {
		t.Errorf("the message is %+v", m.Marks)
	}
	w.Pass(time.Second)
	_, _, err = w.Reply(t.Context(), chattest.Ana, k, w.ID(),
		chat.Body{Kind: chat.KindText, Text: "as I said", ReplyTo: about})
	w.Must(err)
	w.Streams()
	w.Delivers()
	if last := w.Sent[len(w.Sent)-1]; last.ReplyTo != "wamid.1" {
		t.Errorf("the reply answers %q", last.ReplyTo)
	}
	web := w.Guest()
	web.Opens("/")
	web.Says("hi")
	if _, _, err := w.Reply(t.Context(), chattest.Ana, web.Key(), w.ID(),
		chat.Body{Kind: chat.KindAskLocation, Text: "where?"}); chattest.Code(err) != "only_whatsapp" {
		t.Errorf("on the website: %v", err)
	}
}

// If the owner of a conversation reads or types, the customer is told.
func TestReceipts(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	w.Must(w.MarkRead(t.Context(), chattest.Ana, k.ID, w.Now()))
	w.Must(w.Typing(t.Context(), k, &chattest.Ana, true))
	if len(w.Sends) != 0 {
		t.Error("somebody who only looks told the customer")
	}
	_, err := w.TakeOver(t.Context(), chattest.Ana, k, w.Sees(k))
	w.Must(err)
	for range 3 {
		w.Must(w.MarkRead(t.Context(), chattest.Ana, k.ID, w.Now()))
		w.Must(w.Typing(t.Context(), k, &chattest.Ana, true))
	}
	if len(w.Sends) != 2 {
		t.Errorf("%+v", w.Sends)
	}
	for _, task := range w.Sends {
		w.Must(w.MarkReadOnWhatsApp(t.Context(), task))
	}
	if fmt.Sprint(w.ToldRead) != "[wamid.1 false wamid.1 true]" {
		t.Errorf("told was %v", w.ToldRead)
	}
}

// Cards with pictures are a message each on WhatsApp, unless those would be too many.
func TestCardsOnThePhone(t *testing.T) {
	w := chattest.New(t)
	cards := []chat.Card{
		{Title: "Copper", Image: "https://shop.demo.test/c.png"},
		{Title: "Steel", Image: "https://shop.demo.test/s.webp"},
		{Title: "Glass"},
	}
	var said []chat.Body
	w.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{Bubbles: said}, nil }
	next := 0
	sent := func(bodies ...chat.Body) string {
		w.Sent, said = nil, bodies
		next++
		w.Pass(time.Minute)
		w.Gets(chattest.Bruno, fmt.Sprint("wamid.", next), chat.Text("show me"), chat.Origin{})
		w.Delivers()
		all := []string{}
		for _, out := range w.Sent {
			line := out.Body.Text
			for _, c := range out.Body.Cards {
				line += " " + c.Title
			}
			all = append(all, line)
		}
		return strings.Join(all, " |")
	}
	for _, c := range []struct {
		what string
		body chat.Body
		want string
	}{
		{"with pictures", chat.Body{Kind: chat.KindCards, Text: "Look", Cards: cards}, "These |Look Copper | Steel | Glass"},
		{"without", chat.Body{Kind: chat.KindCards, Cards: cards[1:]}, "These | Steel Glass"},
		{
			"too many",
			chat.Body{Kind: chat.KindCards, Cards: slices.Repeat(cards[:1], 8)},
			"These |" + strings.Repeat(" Copper", 8),
		},
	} {
		if got := sent(chat.Text("These"), c.body); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
