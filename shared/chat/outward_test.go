package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// While somebody waits, the team is told once that the window closes.
func TestTheWindowCloses(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	o.must(o.ReceiveWhatsApp(t.Context(), number, bruno, chat.Text("a person please"), chat.Origin{Wamid: "wamid.1", Sent: o.Now().Truncate(time.Second)}))
	o.streams()
	page, err := o.Inbox(t.Context(), ana, chat.InboxQuery{Queue: "unassigned"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	k := page.Rows[0].Key()
	said := func() int { return strings.Count(strings.Join(o.log(k), "\n"), chat.WindowClosing) }
	o.pass(chat.ServiceWindow - chat.WindowWarning - time.Minute)
	o.sweeps()
	if said() != 0 {
		t.Error("it was said too early")
	}
	o.pass(2 * time.Minute)
	o.sweeps()
	o.sweeps()
	if said() != 1 {
		t.Errorf("it was said %d times: %q", said(), o.log(k))
	}
}

// A sweep that comes when the window is over says nothing of it, and is done with it.
func TestTheWindowHasClosed(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	o.must(o.ReceiveWhatsApp(t.Context(), number, bruno, chat.Text("a person please"), chat.Origin{Wamid: "wamid.1", Sent: o.Now().Truncate(time.Second)}))
	o.streams()
	page, err := o.Inbox(t.Context(), ana, chat.InboxQuery{Queue: "unassigned"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	k := page.Rows[0].Key()
	o.pass(chat.ServiceWindow + time.Hour)
	o.sweeps()
	if log := strings.Join(o.log(k), "\n"); strings.Contains(log, chat.WindowClosing) {
		t.Errorf("it was said too late: %s", log)
	}
	if h := o.head(k); !h.Wake().IsZero() {
		t.Errorf("the sweep is to come again at %v", h.Wake())
	}
}

// A number that Meta refuses is stopped: nothing more is tried, and people see why.
func TestAStoppedNumber(t *testing.T) {
	o := newOffice(t)
	o.meta = func(chat.Outgoing) (string, error) {
		return "", &chat.SendError{Code: 190, Reason: "The token is dead.", Stop: true}
	}
	k := o.writes(bruno, "wamid.1", "hello")
	o.delivers()
	o.gets(bruno, "wamid.2", chat.Text("anybody?"), chat.Origin{})
	o.delivers()
	if len(o.sent) != 1 {
		t.Errorf("%d sends were tried", len(o.sent))
	}
	why, err := o.Stopped(t.Context(), o.head(k))
	if d := o.delivery(k, "you said anybody?"); err != nil || !strings.Contains(why, "190") || d.Status != chat.NotSent || !strings.Contains(d.Reason, "stopped") {
		t.Errorf("%q, %+v, %v", why, d, err)
	}
	n, err := o.Store.NumberByID(t.Context(), tenant, "1000")
	o.must(err)
	n.Stopped = nil
	o.must(o.Store.PutNumber(t.Context(), n))
	o.meta = func(chat.Outgoing) (string, error) { return "wamid.now", nil }
	slot := chat.ReplyTo(chat.MessageOf("wamid.2", o.head(k).VisitorAt.Truncate(time.Second)))
	if _, _, err := o.Resend(t.Context(), ana, k, slot, o.id()); err != nil {
		t.Errorf("sending again: %v", err)
	}
	o.streams()
	o.delivers()
	if n := len(o.sent); n != 2 || o.sent[1].Body.Text != "you said anybody?" {
		t.Errorf("sent was %+v", o.sent)
	}
	if _, _, err := o.Resend(t.Context(), ana, k, chat.MessageID("01ARZ3NDEKTSV4RRFFQ69G5FAV"), o.id()); code(err) != "not_found" {
		t.Errorf("of nothing: %v", err)
	}
}

// Waits grow as Meta asks: four times as long each for a recipient who gets too much.
func TestWaits(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.meta = func(chat.Outgoing) (string, error) {
		return "", &chat.SendError{Code: 131056, Reason: "too much", Retry: time.Second, Growth: 4}
	}
	began := o.Now()
	o.delivers()
	d := o.delivery(k, "you said hello")
	if d.Status != chat.NotSent || d.Code != 131056 || len(o.sent) != 9 {
		t.Errorf("after %d tries and %s: %+v", len(o.sent), o.Now().Sub(began), d)
	}
	if took := o.Now().Sub(began); took < 21845*time.Second || took > 22000*time.Second { // 1 + 4 + … + 4^7
		t.Errorf("the waits took %s", took)
	}
}

// A recipient who gets too much holds up nobody else.
func TestAThrottledRecipientWaitsAlone(t *testing.T) {
	o := newOffice(t)
	carla := chat.Contact{WaID: "5521"}
	slow, quick := o.writes(bruno, "wamid.1", "hello"), o.writes(carla, "wamid.2", "hello too")
	o.meta = func(out chat.Outgoing) (string, error) {
		if out.To == bruno.WaID {
			return "", &chat.SendError{Code: 131056, Reason: "too much", Retry: time.Hour, Growth: 4}
		}
		return "wamid.out", nil
	}
	for _, task := range o.sends {
		_ = o.Deliver(t.Context(), task) // each once, at the same time
	}
	if d := o.delivery(quick, "you said hello too"); d.Status != chat.Sent {
		t.Errorf("the other's is %+v", d)
	}
	if d := o.delivery(slow, "you said hello"); d.Status != chat.Queued || d.Tries != 1 || d.Due.IsZero() {
		t.Errorf("the throttled one is %+v", d)
	}
}

// An agent's reaction goes out to the message that it is about, and shows there.
func TestAnAgentReacts(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.delivers()
	about := chat.MessageOf("wamid.1", o.head(k).VisitorAt.Truncate(time.Second))
	_, head, err := o.Reply(t.Context(), ana, k, o.id(), chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{To: about, Emoji: "👍"}})
	o.must(err)
	o.streams()
	o.delivers()
	if last := o.sent[len(o.sent)-1]; last.ReplyTo != "wamid.1" || head.Owner != chat.OwnerBot {
		t.Errorf("sent was %+v, the owner is %s", last, head.Owner)
	}
	if m := o.message(k, about); m.Marks == nil || m.Marks.Reactions[chat.ByAgent].Emoji != "👍" {
		t.Errorf("the message is %+v", m.Marks)
	}
	o.pass(time.Second)
	_, _, err = o.Reply(t.Context(), ana, k, o.id(), chat.Body{Kind: chat.KindText, Text: "as I said", ReplyTo: about})
	o.must(err)
	o.streams()
	o.delivers()
	if last := o.sent[len(o.sent)-1]; last.ReplyTo != "wamid.1" {
		t.Errorf("the reply answers %q", last.ReplyTo)
	}
	web := o.guest()
	web.opens("/")
	web.says("hi")
	if _, _, err := o.Reply(t.Context(), ana, web.key(), o.id(), chat.Body{Kind: chat.KindAskLocation, Text: "where?"}); code(err) != "only_whatsapp" {
		t.Errorf("on the website: %v", err)
	}
}

// Who has the conversation and reads, or types, has the customer told.
func TestReceipts(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.delivers()
	o.must(o.MarkRead(t.Context(), ana, k.ID, o.Now()))
	o.must(o.Typing(t.Context(), k, &ana, true))
	if len(o.sends) != 0 {
		t.Error("somebody who only looks told the customer")
	}
	_, err := o.TakeOver(t.Context(), ana, k, o.sees(k))
	o.must(err)
	for range 3 {
		o.must(o.MarkRead(t.Context(), ana, k.ID, o.Now()))
		o.must(o.Typing(t.Context(), k, &ana, true))
	}
	if len(o.sends) != 2 {
		t.Errorf("%+v", o.sends)
	}
	for _, task := range o.sends {
		o.must(o.Receipt(t.Context(), task))
	}
	if fmt.Sprint(o.read) != "[wamid.1 false wamid.1 true]" {
		t.Errorf("told was %v", o.read)
	}
}

// Cards with pictures are a message each on WhatsApp, as long as that is not too many.
func TestCardsOnThePhone(t *testing.T) {
	o := newOffice(t)
	cards := []chat.Card{{Title: "Copper", Image: "https://shop.demo.test/c.png"}, {Title: "Steel", Image: "https://shop.demo.test/s.webp"}, {Title: "Glass"}}
	var said []chat.Body
	o.think = func(chat.Question) (chat.Answer, error) { return chat.Answer{Bubbles: said}, nil }
	next := 0
	sent := func(bodies ...chat.Body) string {
		o.sent, said = nil, bodies
		next++
		o.pass(time.Minute)
		o.gets(bruno, fmt.Sprint("wamid.", next), chat.Text("show me"), chat.Origin{})
		o.delivers()
		all := []string{}
		for _, out := range o.sent {
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
		{"too many", chat.Body{Kind: chat.KindCards, Cards: slices.Repeat(cards[:1], 8)}, "These |" + strings.Repeat(" Copper", 8)},
	} {
		if got := sent(chat.Text("These"), c.body); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
