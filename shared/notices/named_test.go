package notices_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

var cyd = chat.Agent{Tenant: chattest.Tenant, ID: "a_cyd", Name: "Cyd", Role: chat.RoleAgent}

// enrols gives the team its members: Cyd is away by choice, and Dee leaves.
func (w *world) enrols() {
	w.T.Helper()
	w.Colleagues = team.New(w.Desk, w.Store)
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = []chat.Member{
			{ID: chattest.Ana.ID, Name: "Ana", Role: chat.RoleAgent},
			{ID: "a_bo", Name: "Bo", Role: chat.RoleLead},
			{ID: cyd.ID, Name: cyd.Name, Role: chat.RoleAgent, Away: w.Now()},
			{ID: "a_dee", Name: "Dee", Role: chat.RoleAgent, Leaving: true},
		}
		return nil
	}))
}

// note is a note of Ana's that names people.
func (w *world) note(names ...chat.AgentID) chat.Message {
	return chat.Message{
		ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByAgent, ID: string(chattest.Ana.ID), Name: "Ana"},
		Bubbles: []chat.Bubble{{Body: chat.Body{Kind: chat.KindNote, Text: "the zebra is yours", Mentions: names}}},
	}
}

// A note that names colleagues is told to a channel that wants it, once for each who does not have the app open, and
// without its words. Its author, those who left and those who are away with the app open are not told, and no customer
// has to wait.
func TestAChannelIsToldOfAColleagueWhomANoteNames(t *testing.T) {
	w := begin(t)
	w.enrols()
	g := w.Guest()
	g.Opens("/kettles")
	g.Writes("hello")
	note := w.note("a_bo", cyd.ID, "a_dee", chattest.Ana.ID)
	tells := func() {
		for range 2 {
			w.Must(w.room.Relayed(w.Ctx(), g.Key(), note))
		}
		w.works()
	}
	if tells(); len(w.heard) != 0 {
		t.Fatalf("a channel that does not want it was told %q", w.heard)
	}
	c := w.channel()
	c.Waits, c.Promises, c.Mentions = false, false, true
	w.has(c)
	s := chat.Socket{ID: "a.cyd", Tenant: chattest.Tenant, Opened: w.Now(), Seen: w.Now(), Agent: &cyd}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, ""))
	note.At = w.Now()
	tells()
	want := "Kettle: a note of a colleague is for Bo. <https://chat.test/admin/inbox/all/" + string(g.Key().ID) +
		"|Open the conversation>"
	if len(w.heard) != 1 || slack(t, w.heard[0]) != want || strings.Contains(w.heard[0], "zebra") {
		t.Errorf("it was told %q", w.heard)
	}
	w.tasks = nil
	for _, m := range []chat.Message{
		{ID: w.ID(), At: w.Now(), Author: note.Author, Bubbles: []chat.Bubble{{Body: chat.Body{Kind: chat.KindNote}}}},
		{ID: w.ID(), At: w.Now(), Author: note.Author, Bubbles: []chat.Bubble{{Body: chat.Text("@Bo")}}},
	} {
		w.Must(w.room.Relayed(w.Ctx(), g.Key(), m))
	}
	if len(w.tasks) != 0 {
		t.Errorf("words that name nobody make tasks: %+v", w.tasks)
	}
}

// mentioning is a world with a channel that wants notes as well, and a visitor who has written.
func mentioning(t *testing.T) (*world, *chattest.Guest) {
	t.Helper()
	w := begin(t)
	w.enrols()
	c := w.channel()
	c.Mentions = true
	w.has(c)
	g := w.Guest()
	g.Opens("/kettles")
	g.Writes("hello")
	return w, g
}

// Notes have places of their own in an hour: many of them keep no customer who waits from being told, and many who wait
// keep no note from it. A note beyond the bound is not told, and nothing says so: its person finds it in the app.
func TestNotesTakeNoPlaceOfThoseWhoWait(t *testing.T) {
	w, g := mentioning(t)
	notes := func(n int) {
		for range n {
			w.Must(w.room.Relayed(w.Ctx(), g.Key(), w.note("a_bo")))
		}
		w.works()
	}
	if notes(chat.MentionsHourly + 3); len(w.heard) != chat.MentionsHourly {
		t.Fatalf("of notes the channel was told %d times", len(w.heard))
	}
	w.heard = nil
	for range chat.NoticesHourly {
		w.tells()
	}
	if len(w.heard) != chat.NoticesHourly || strings.Contains(strings.Join(w.heard, ""), "More") {
		t.Errorf("of those who wait the channel was told %d times: %s", len(w.heard), w.heard[len(w.heard)-1])
	}
	w.heard = nil
	w.Pass(time.Hour)
	for range chat.NoticesHourly {
		w.tells()
	}
	if notes(1); len(w.heard) != chat.NoticesHourly+1 {
		t.Errorf("after many who wait the channel was told %d times", len(w.heard))
	}
}

// A note that the service refused is tried again, in its own place.
func TestARefusedNoteIsToldOnceTheServiceTakesIt(t *testing.T) {
	w, g := mentioning(t)
	w.Must(w.room.Relayed(w.Ctx(), g.Key(), w.note("a_bo")))
	w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusServiceUnavailable) }
	if later := w.works(); len(later) != 1 {
		t.Fatalf("%d come again", len(later))
	}
	w.answer, w.heard = nil, nil
	if w.works(); len(w.heard) != 1 {
		t.Errorf("it is told %d times", len(w.heard))
	}
}
