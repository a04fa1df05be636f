package views_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// crowd is a team with targets, and customers who wait: the first two for Ana, the others for nobody in particular.
func crowd(t *testing.T, n int) (*chattest.World, []*chattest.Guest, map[chat.ConversationID]string) {
	t.Helper()
	w, _ := chattest.NewTeam(t)
	w.Employs(chattest.Ana)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Targets = chat.Targets{Team: 30, Person: 60}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(chat.SettingsLife + time.Second)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	guests, names := []*chattest.Guest{}, map[chat.ConversationID]string{}
	for i := range n {
		g := w.Guest()
		g.Opens("/")
		g.Says("a person, please")
		guests, names[g.Key().ID] = append(guests, g), fmt.Sprint(i)
		if i < 2 {
			_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
		}
		w.Pass(time.Minute)
	}
	return w, guests, names
}

// rows are the names of a list's conversations, read page by page.
func rows(w *chattest.World, q views.InboxQuery, names map[chat.ConversationID]string) string {
	w.T.Helper()
	all := []string{}
	for range 20 {
		page, err := w.Inbox(w.Ctx(), chattest.Ana, q)
		w.Must(err)
		for _, row := range page.Rows {
			all = append(all, names[row.ID])
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	return strings.Join(all, " ")
}

// A list of the waiting is sorted by the time that they wait, by the target of their queue, or by priority; a page goes
// on where the last one ended.
func TestTheWaitingAreSortedByTargetAndPriority(t *testing.T) {
	w, guests, names := crowd(t, 5)
	for at, p := range map[int]chat.Priority{4: chat.Urgent, 3: chat.High, 1: chat.Urgent} {
		_, err := chat.SetPriority(w.Ctx(), w.Desk, chattest.Ana, guests[at].Key(), p)
		w.Must(err)
	}
	for first, want := range map[string]string{
		"": "0 1 2 3 4", views.TargetFirst: "2 3 4 0 1", views.PriorityFirst: "1 4 3 0 2",
	} {
		for _, limit := range []int{0, 1, 2} {
			q := views.InboxQuery{Queue: "waiting", First: first, Limit: limit}
			if got := rows(w, q, names); got != want {
				t.Errorf("%q, %d a page: %s, want %s", first, limit, got, want)
			}
		}
	}
	if got := rows(w, views.InboxQuery{Queue: "mine", First: views.PriorityFirst}, names); got != "1 0" {
		t.Errorf("mine: %s", got)
	}
	page, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "waiting", First: views.TargetFirst, Limit: 1})
	w.Must(err)
	_, err = w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{
		Queue: "waiting", First: views.PriorityFirst, Limit: 1, Cursor: page.Next,
	})
	if chat.CodeOf(err) != chat.CodeOf(chat.ErrCursor) {
		t.Errorf("a cursor of another order: %v", err)
	}
}

// Lists are narrowed by priority, by language, and by the target as it is by then.
func TestTheInboxIsNarrowedByPriorityLanguageAndTarget(t *testing.T) {
	w, guests, names := crowd(t, 4)
	_, err := chat.SetPriority(w.Ctx(), w.Desk, chattest.Ana, guests[3].Key(), chat.Urgent)
	w.Must(err)
	in := guests[2].Incoming(w.ID(), "hello?")
	in.Locale = "de-AT"
	_, err = w.Receive(w.Ctx(), in)
	w.Must(err)
	for name, c := range map[string]struct {
		q    views.InboxQuery
		want string
	}{
		"urgent":   {views.InboxQuery{Queue: "waiting", Priority: chat.Urgent}, "3"},
		"high":     {views.InboxQuery{Queue: "waiting", Priority: chat.High}, ""},
		"German":   {views.InboxQuery{Queue: "human", Language: "de"}, "2"},
		"too soon": {views.InboxQuery{Queue: "waiting", Target: views.TargetSoon}, ""},
	} {
		if got := rows(w, c.q, names); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	w.Pass(27 * time.Minute) // the third has waited for 29 minutes, the fourth for 28
	if got := rows(w, views.InboxQuery{Queue: "waiting", Target: views.TargetSoon}, names); got != "2 3" {
		t.Errorf("due soon: %q", got)
	}
	w.Pass(90 * time.Second)
	if got := rows(w, views.InboxQuery{Queue: "waiting", Target: views.TargetLate}, names); got != "2" {
		t.Errorf("late: %q", got)
	}
	row, err := w.InboxRow(w.Ctx(), chattest.Ana, guests[3].Key().ID)
	w.Must(err)
	if want := w.Head(guests[3].Key()).WaitingFrom.Add(30 * time.Minute); !row.Target.Equal(want) {
		t.Errorf("the target of one is %v, want %v", row.Target, want)
	}
}
