package views_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
	"github.com/google/go-cmp/cmp"
)

// A list is narrowed by each filter, and a cursor of it fits no list of other filters.
func TestTheInboxIsNarrowed(t *testing.T) {
	w := chattest.New(t)
	amara, zoe := w.Guest(), w.Guest()
	amara.Site, zoe.Site = "s_1", "s_2"
	for _, g := range []*chattest.Guest{amara, zoe} {
		g.Opens("/")
		w.Pass(2 * time.Minute)
		g.Says("hello")
	}
	w.Pass(2 * time.Minute)
	bruno := w.Writes(chat.Contact{WaID: "5511999990000", Name: "Bruno", Country: "BR"}, "wamid.1", "hello")
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, zoe.Key(), w.Sees(zoe.Key()))
	w.Must(err)
	_, err = w.Desk.Close(w.Ctx(), chattest.Ana, amara.Key(), w.Sees(amara.Key()))
	w.Must(err)
	w.Must(w.MarkRead(w.Ctx(), chattest.Ana, zoe.Key().ID, w.Now()))
	tenant, err := w.SaveLabels(w.Ctx(), chattest.Olu, []chat.Label{{Name: "Refund"}}, 1)
	w.Must(err)
	label := tenant.Labels[0].ID
	_, err = chat.ChangeLabels(w.Ctx(), w.Desk, chattest.Ana, bruno, chat.LabelChange{Add: []chat.LabelID{label}})
	w.Must(err)
	tenant, err = w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{
		{Name: "Shop", At: []string{"s_2"}}, {Name: "Refunds"},
	}, 2)
	w.Must(err)
	w.Pass(chat.SettingsLife)
	names := map[chat.ConversationID]string{amara.Key().ID: "amara", zoe.Key().ID: "zoe", bruno.ID: "bruno"}
	for name, c := range map[string]struct {
		q    views.InboxQuery
		want []string
	}{
		"all":               {views.InboxQuery{}, []string{"bruno", "zoe", "amara"}},
		"the earliest":      {views.InboxQuery{Earliest: true}, []string{"amara", "zoe", "bruno"}},
		"a channel":         {views.InboxQuery{Source: chat.WhatsApp}, []string{"bruno"}},
		"a person":          {views.InboxQuery{Assignee: chattest.Ana.ID}, []string{"zoe"}},
		"a number":          {views.InboxQuery{At: chattest.Number.ID}, []string{"bruno"}},
		"a website":         {views.InboxQuery{At: "s_2"}, []string{"zoe"}},
		"a bot":             {views.InboxQuery{At: string(zoe.Socket.Bot)}, []string{"bruno", "zoe", "amara"}},
		"a label of nobody": {views.InboxQuery{Label: "zz"}, nil},
		"a country":         {views.InboxQuery{Country: "BR"}, []string{"bruno"}},
		"the window ends":   {views.InboxQuery{Ending: 24 * time.Hour}, []string{"bruno"}},
		"a label":           {views.InboxQuery{Label: label}, []string{"bruno"}},
		"a group":           {views.InboxQuery{Group: tenant.Groups[0].ID}, []string{"zoe"}},
		"a group of nobody": {views.InboxQuery{Group: "zz"}, nil},
		"ends soon":         {views.InboxQuery{Ending: time.Hour}, nil},
		"another of a team": {views.InboxQuery{Assignee: chattest.Sam.ID}, nil},
	} {
		c.q.Queue = "all"
		page, err := w.Inbox(w.Ctx(), chattest.Ana, c.q)
		w.Must(err)
		var got []string
		for _, row := range page.Rows {
			got = append(got, names[row.ID])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	q := views.InboxQuery{Queue: "all", Source: chat.Web, Limit: 1}
	for _, want := range []string{"zoe", "amara"} { // a page of a narrowed list goes on where the last one ended
		page, err := w.Inbox(w.Ctx(), chattest.Ana, q)
		w.Must(err)
		if len(page.Rows) != 1 || names[page.Rows[0].ID] != want {
			t.Errorf("a page of %s has %+v", want, page.Rows)
		}
		q.Cursor = page.Next
	}
	for a, want := range map[chat.Agent]int{chattest.Ana: 0, chattest.Sam: 1} {
		page, err := w.Inbox(w.Ctx(), a, views.InboxQuery{Queue: "all", Unread: true})
		w.Must(err)
		if len(page.Rows) != want {
			t.Errorf("%s has not read %d conversations, want %d", a.Name, len(page.Rows), want)
		}
	}
	page, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "all", Limit: 1})
	w.Must(err)
	_, err = w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "all", Unread: true, Cursor: page.Next})
	if page.Next == "" || chattest.Code(err) != "bad_cursor" {
		t.Errorf("a cursor of another list: %q, %v", page.Next, err)
	}
}

// A row has the group to which its conversation falls, also when it is read alone; the one that a colleague chose is
// the only one.
func TestARowHasTheGroupOfItsConversation(t *testing.T) {
	w := chattest.New(t)
	w.Employs(chattest.Ana)
	g := w.Guest()
	g.Site = "s_1"
	g.Opens("/")
	g.Says("hello")
	tenant, err := w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{
		{Name: "Shop", At: []string{"s_1"}}, {Name: "Refunds"},
	}, 1)
	w.Must(err)
	w.Pass(chat.SettingsLife)
	falls := func(want chat.GroupID) {
		t.Helper()
		row, err := w.InboxRow(w.Ctx(), chattest.Ana, g.Key().ID)
		w.Must(err)
		if row.Group != want {
			t.Errorf("it falls to %q, want %q", row.Group, want)
		}
		for _, group := range tenant.Groups {
			page, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "all", Group: group.ID})
			w.Must(err)
			if listed := len(page.Rows) == 1 && page.Rows[0].Group == want; listed != (group.ID == want) {
				t.Errorf("the list of %s has %+v", group.Name, page.Rows)
			}
		}
	}
	falls(tenant.Groups[0].ID)
	to := chat.Giving{Group: tenant.Groups[1].ID}
	_, err = chat.Assign(w.Ctx(), w.Desk, chattest.Ana, g.Key(), to, w.Sees(g.Key()))
	w.Must(err)
	falls(tenant.Groups[1].ID)
}

// A conversation has an unanswered question as long as the case goes on in which the bot had no answer.
func TestTheInboxFindsUnansweredQuestions(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(q chat.Question) (chat.Answer, error) {
		a := chat.Answer{Bubbles: []chat.Body{chat.Text("?")}}
		if q.Message.Body().Text == "why?" {
			a.Effects.Gap = &chat.Gap{Question: "why?", Cause: chat.NoMatch}
		}
		return a, nil
	}
	asker, other := w.Guest(), w.Guest()
	shows := func(want ...chat.ConversationID) {
		t.Helper()
		page, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "all", Missed: true})
		w.Must(err)
		var got []chat.ConversationID
		for _, row := range page.Rows {
			got = append(got, row.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	for _, g := range []*chattest.Guest{asker, other} {
		g.Opens("/")
		g.Says("hello")
	}
	shows()
	asker.Says("why?")
	asker.Says("never mind")
	shows(asker.Key().ID)
	_, err := w.Desk.Close(w.Ctx(), chattest.Ana, asker.Key(), w.Sees(asker.Key()))
	w.Must(err)
	shows(asker.Key().ID)
	w.Pass(60 * 24 * time.Hour)
	asker.Opens("/")
	asker.Says("hello again")
	shows()
}

// The numbers beside the queues are those of their lists.
func TestTheQueuesAreCounted(t *testing.T) {
	w := chattest.New(t)
	for i := range 5 {
		g := w.Guest()
		g.Opens("/")
		w.Pass(2 * time.Minute)
		g.Says("hello")
		switch i {
		case 0:
			w.Must(second(w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))))
		case 1:
			w.Must(second(w.TakeOver(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))))
		case 2:
			w.Must(second(w.Desk.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))))
		}
	}
	counts, err := w.QueueCounts(w.Ctx(), chattest.Ana, true)
	w.Must(err)
	got := map[string]int{
		"mine": counts.Mine, "unassigned": counts.Unassigned, "human": *counts.Human, "bot": *counts.Bot,
		"snoozed": *counts.Snoozed, "waiting": counts.Waiting,
	}
	for queue, n := range got {
		page, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: queue})
		w.Must(err)
		if len(page.Rows) != n {
			t.Errorf("%s has %d conversations, and counts %d", queue, len(page.Rows), n)
		}
	}
	if got["mine"] != 1 || got["human"] != 2 || got["bot"] != 2 || got["waiting"] != 0 {
		t.Errorf("the counts are %v", got)
	}
}

func second[T any](_ T, err error) error { return err }
