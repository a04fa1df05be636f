package notices_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

// A note that names colleagues is told to a channel that wants it, once for each who does not have the app open, and
// without its words. Its author and those who left are not told, and no customer has to wait.
func TestAChannelIsToldOfAColleagueWhomANoteNames(t *testing.T) {
	w := begin(t)
	w.Colleagues = team.New(w.Desk, w.Store)
	cyd := chat.Agent{Tenant: chattest.Tenant, ID: "a_cyd", Name: "Cyd", Role: chat.RoleAgent}
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = []chat.Member{
			{ID: chattest.Ana.ID, Name: "Ana", Role: chat.RoleAgent},
			{ID: "a_bo", Name: "Bo", Role: chat.RoleLead},
			{ID: cyd.ID, Name: cyd.Name, Role: chat.RoleAgent},
			{ID: "a_dee", Name: "Dee", Role: chat.RoleAgent, Leaving: true},
		}
		return nil
	}))
	g := w.Guest()
	g.Opens("/kettles")
	g.Writes("hello")
	note := chat.Message{
		ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByAgent, ID: string(chattest.Ana.ID), Name: "Ana"},
		Bubbles: []chat.Bubble{{Body: chat.Body{
			Kind: chat.KindNote, Text: "the zebra is yours", Mentions: []chat.AgentID{"a_bo", cyd.ID, "a_dee", chattest.Ana.ID},
		}}},
	}
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
