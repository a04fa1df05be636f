package views_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/views"
)

// lost is a bot that has no answer.
func lost(q chat.Question) (chat.Answer, error) {
	return chat.Answer{
		Bubbles: []chat.Body{chat.Text("I do not know.")},
		Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
	}, nil
}

// The talk that goes worst is first, with its reasons and its stakes. One that a person has is on no deck, and
// one whose visitor said nothing is not either.
func TestTheDeckShowsTheWorstTalkFirst(t *testing.T) {
	w := chattest.New(t)
	fine, bad, silent := w.Guest(), w.Guest(), w.Guest()
	fine.Opens("/")
	bad.Opens("/cart?utm_source=news")
	silent.Opens("/")
	_, err := w.Open(w.Ctx(), silent.Socket, w.ID(), "")
	w.Must(err)
	fine.Says("when are you open")
	w.Think = lost
	for _, words := range []string{"where is my parcel", "where is it", "this is a Scam, third time!"} {
		w.Pass(time.Minute)
		bad.Says(words)
	}
	w.Pass(time.Minute)
	fine.Says("and on sundays")
	deck := func(a chat.Agent) []views.DeckRow {
		rows, more, err := w.Deck(w.Ctx(), a)
		w.Must(err)
		if more {
			t.Error("there are more")
		}
		return rows
	}
	rows := deck(chattest.Ana)
	if len(rows) != 2 || rows[0].ID != bad.Key().ID || rows[1].ID != fine.Key().ID {
		t.Fatalf("the deck has %+v", rows)
	}
	if rows[0].Score < course.Needs || rows[1].Score >= course.Needs || len(rows[0].Reasons) < 2 {
		t.Errorf("scores %d and %d, %+v", rows[0].Score, rows[1].Score, rows[0].Reasons)
	}
	if i := slices.IndexFunc(rows[0].Reasons, func(r course.Reason) bool { return r.Code == course.Displeased }); i < 0 ||
		rows[0].Reasons[i].Cue != "Scam" {
		t.Errorf("the words that say it are not the visitor's: %+v", rows[0].Reasons)
	}
	if got := fmt.Sprint(rows[0].Stakes); got != "[cart ad]" {
		t.Errorf("at stake is %s", got)
	}
	_, err = w.TakeOver(w.Ctx(), chattest.Ana, bad.Key(), w.Sees(bad.Key()))
	w.Must(err)
	if rows = deck(chattest.Ana); len(rows) != 1 {
		t.Errorf("a talk that a person has is on the deck: %+v", rows)
	}
	_, err = w.HandBack(w.Ctx(), chattest.Ana, bad.Key(), w.Sees(bad.Key()))
	w.Must(err)
	if rows = deck(chattest.Ana); len(rows) != 2 || rows[0].Score+rows[1].Score >= course.Needs {
		t.Errorf("after a person had it, a talk begins anew: %+v", rows)
	}
}

// A viewer reads the visitor's words without contact data.
func TestTheDeckIsMaskedForViewers(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("write to bo@example.com")
	for _, c := range []struct {
		who  chat.Agent
		want string
	}{{chattest.Ana, "write to bo@example.com"}, {vera, "write to " + chat.Masking}} {
		rows, _, err := w.Deck(w.Ctx(), c.who)
		if err != nil || len(rows) != 1 || rows[0].Preview != c.want {
			t.Errorf("%s reads %+v, %v", c.who.Role, rows, err)
		}
	}
}

// A talk leaves the deck half an hour after its last word, unless its visitor is still at the site.
func TestATalkThatIsOverLeavesTheDeck(t *testing.T) {
	w := chattest.New(t)
	gone, here := w.Guest(), w.Guest()
	for _, g := range []*chattest.Guest{gone, here} {
		g.Opens("/")
		g.Says("where is my parcel")
	}
	w.Writes(chat.Contact{WaID: "4917000000001"}, "wamid.1", "where is my parcel")
	on := func() (ids []chat.ConversationID) {
		rows, more, err := w.Deck(w.Ctx(), chattest.Ana)
		w.Must(err)
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		if more {
			t.Error("there are more")
		}
		return ids
	}
	if len(on()) != 3 {
		t.Fatalf("on the deck are %v", on())
	}
	gone.Leaves()
	for range 4 {
		w.Pass(8 * time.Minute)
		here.Turns(chat.Page{URL: "https://shop.example/help"})
	}
	if got := on(); len(got) != 1 || got[0] != here.Key().ID {
		t.Errorf("on the deck are %v", got)
	}
	w.Pass(chat.VisitGap)
	if got := on(); len(got) != 0 {
		t.Errorf("on the deck are %v", got)
	}
}

// A talk leaves the deck when its visitor is blocked, since nobody can help them there, and is back when they are not.
func TestABlockedVisitorLeavesTheDeck(t *testing.T) {
	w := chattest.New(t)
	spam, kind := w.Guest(), w.Guest()
	for _, g := range []*chattest.Guest{spam, kind} {
		g.Opens("/")
		g.Says("where is my parcel")
	}
	for _, blocked := range []bool{true, false} {
		_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, spam.Socket.Visitor, nil, &blocked)
		w.Must(err)
		rows, _, err := w.Deck(w.Ctx(), chattest.Ana)
		w.Must(err)
		for _, row := range rows {
			if blocked && row.Visitor == spam.Socket.Visitor {
				t.Error("a blocked visitor's talk is on the deck")
			}
		}
		if want := map[bool]int{true: 1, false: 2}[blocked]; len(rows) != want {
			t.Errorf("blocked is %t, and the deck has %d talks", blocked, len(rows))
		}
	}
}

// The deck shows as many talks as it looks at, and says that there are more.
func TestADeckOfManyTalks(t *testing.T) {
	w := chattest.New(t)
	for range views.MaxDeck + 20 {
		g := w.Guest()
		g.Opens("/")
		g.Says("where is my parcel")
	}
	rows, more, err := w.Deck(w.Ctx(), chattest.Ana)
	if err != nil || !more || len(rows) != views.MaxDeck {
		t.Errorf("%d talks, more: %t, %v", len(rows), more, err)
	}
}
