package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/views"
)

func TestActiveIsAPageInViewAndASignWithinThreeMinutes(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Is(chat.StateActive, "just came")
	w.Pass(chat.IdleAfter)
	amara.Is(chat.StateIdle, "three minutes without a sign")
	for range 4 {
		amara.Writes("still talking")
		w.Pass(2 * time.Minute)
		amara.Is(chat.StateActive, "their words are signs")
	}
	w.Pass(2 * time.Minute)
	amara.Is(chat.StateIdle, "the last word is four minutes old")
	amara.Turns(chat.Page{URL: "https://shop.test/b"})
	amara.Is(chat.StateActive, "another page")
	amara.Admits(chat.Hidden)
	amara.Is(chat.StateIdle, "no page is in view")
	amara.Admits(chat.NoSign)
	amara.Is(chat.StateIdle, "a ping is no sign")
	amara.Admits(chat.Here)
	amara.Is(chat.StateActive, "the page is in view again")
}

func TestWordsOfOthersMakeNobodyActive(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Writes("hello")
	w.Pass(chat.IdleAfter + time.Second)
	for range 3 {
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, amara.Key(), w.ID(), chat.Text("are you there?"))
		w.Must(err)
		w.Pass(time.Minute)
	}
	amara.Is(chat.StateIdle, "only an agent wrote")
	if p := amara.Seen().Presence; p.Helper == "" {
		t.Errorf("a person has the conversation: %+v", p)
	}
}

// While a page tells, its silence means that its visitor scrolls and reads; after the last report that we take
// from it, only signs count.
func TestAPageTellsWhenItsVisitorGoes(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Tells = true
	amara.Opens("/")
	w.Pass(8 * time.Minute)
	amara.Is(chat.StateActive, "the page said nothing")
	for range chat.MaxActivity / 2 {
		amara.Admits(chat.Still)
		amara.Is(chat.StateIdle, "the page said that they are idle")
		w.Pass(time.Minute)
		amara.Admits(chat.Back)
		amara.Is(chat.StateActive, "the page said that they are back")
	}
	w.Pass(chat.IdleAfter)
	amara.Is(chat.StateIdle, "the page says no more")
	if p := amara.Seen().Presence; !p.Sign.Equal(w.Now().Add(-chat.IdleAfter)) {
		t.Errorf("their last sign was %s", p.Sign)
	}
}

func TestAnyTabMakesActive(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Admits(chat.Hidden)
	w.Pass(10 * time.Minute)
	amara.Opens("/other") // another socket of the same visit
	amara.Is(chat.StateActive, "one of two tabs is in view")
	amara.Leaves()
	amara.Is(chat.StateIdle, "the tab that is left is out of sight")
}

func TestZonesAreJudged(t *testing.T) {
	w := chattest.New(t)
	for _, zone := range []string{
		"Mars/Base", "Local", "../etc/passwd", " Europe/Lisbon", "CET+1", "/usr/share/zoneinfo/UTC",
	} {
		if _, err := w.SaveGeneral(w.Ctx(), chattest.Ana,
			office.General{Name: "Kettle", Zone: zone, Version: 1}); chattest.Code(err) != "unknown_zone" {
			t.Errorf("%q: %v", zone, err)
		}
	}
	g, err := w.SaveGeneral(w.Ctx(), chattest.Ana,
		office.General{Name: " Kettle & Co. ", Zone: "Europe/Lisbon", Version: 1})
	w.Must(err)
	if g.Name != "Kettle & Co." || g.Version != 2 {
		t.Errorf("saved is %+v", g)
	}
	if _, err := w.SaveGeneral(w.Ctx(), chattest.Ana,
		office.General{Name: "Other", Version: 1}); chattest.Code(err) != "changed_meanwhile" {
		t.Errorf("a second who saves: %v", err)
	}
	if _, _, err := w.Visits(w.Ctx(), chattest.Ana,
		views.VisitQuery{FromDay: "2026-13-40"}); chattest.Code(err) != "bad_day" {
		t.Errorf("no day: %v", err)
	}
}

// Nobody is here on WhatsApp: for half an hour after a word of theirs they are talking.
func TestOnWhatsAppAWordIsAConversationForHalfAnHour(t *testing.T) {
	w := chattest.New(t)
	from := chat.Contact{WaID: "5511987654321", Name: "Bruno", Country: "BR"}
	key := w.Writes(from, "wamid.1", "hello")
	talking := func() []views.VisitRow {
		page, _, err := w.Visits(w.Ctx(), chattest.Ana, views.VisitQuery{Live: true, State: chat.StateTalking, Site: "1000"})
		w.Must(err)
		return page.Rows
	}
	w.Pass(20 * time.Minute)
	if rows := talking(); len(rows) != 1 || !rows[0].Presence.Until.After(w.Now()) {
		t.Fatalf("after twenty minutes: %+v", rows)
	}
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, key, w.ID(), chat.Text("Are you there?"))
	w.Must(err)
	w.Streams()
	w.Pass(10*time.Minute + time.Second)
	w.Sweeps()
	if rows := talking(); len(rows) != 0 {
		t.Errorf("an agent's word keeps nobody talking: %+v", rows)
	}
	past := w.AllVisits(false)
	if len(past) != 1 || past[0].Presence.State != chat.StateLeft || past[0].Duration(w.Now()) != 0 ||
		past[0].Talk == nil || past[0].Talk.Turns != 1 {
		t.Errorf("the visit was %+v, its talk %+v", past, past[0].Talk)
	}
}

// Values that the team enters are checked, and carry the name of the agent.
func TestWhatTheTeamEntersIsJudged(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	change := func(profile map[string]string) error {
		_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, amara.Socket.Visitor, profile, nil)
		return err
	}
	for _, bad := range []map[string]string{
		{"email": "not-an-email"},
		{"email": "a@b"},
		{"email": "a b@c.test"},
		{"email": "Ana <ana@c.test>"},
		{"phone": "call me"},
		{"phone": "12"},
	} {
		if err := change(bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%v: %v", bad, err)
		}
	}
	w.Must(change(map[string]string{"email": " amara@mail.test ", "phone": "+234 803 123 4567", "plan": "gold"}))
	v, err := w.Store.Visitor(w.Ctx(), amara.Socket.VisitorKey())
	w.Must(err)
	if f := v.Profile["email"]; f.Value != "amara@mail.test" || f.By != "Ana" || f.Source != "agent:a_ana" {
		t.Errorf("the address is %+v", f)
	}
	w.Must(change(map[string]string{"email": ""}))
	if v, _ = w.Store.Visitor(w.Ctx(), amara.Socket.VisitorKey()); len(v.Profile) != 2 {
		t.Errorf("left is %+v", v.Profile)
	}
}
