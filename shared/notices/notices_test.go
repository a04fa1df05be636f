package notices_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/team"
)

// A notice says that somebody waits, since when, and where: none of their words, and not who they are.
func TestANoticeSaysWhereAndNotWho(t *testing.T) {
	w := begin(t)
	g := w.asks()
	other := w.asks()
	w.relays(g)
	w.works()
	text := slack(t, w.heard[0])
	want := "Kettle: a customer has been waiting for a person since 09:00. 2 customers wait for the team now. " +
		"<https://chat.test/admin/inbox/all/" + string(g.Key().ID) + "|Open the conversation>"
	if text != want {
		t.Errorf("it says  %s\nand not  %s", text, want)
	}
	w.relays(other)
	w.works()
	for _, body := range w.heard {
		if strings.Contains(body, "zebra") || strings.Contains(body, string(g.Socket.Visitor)) {
			t.Errorf("it says who waits: %s", body)
		}
	}
	if len(w.heard) != 2 {
		t.Errorf("two customers make %d notices", len(w.heard))
	}
}

// A wait is told once: however often its words come, in which order, and how often a task is done.
func TestAWaitIsToldOnce(t *testing.T) {
	w := begin(t)
	g := w.asks()
	for range 3 {
		w.Pass(time.Minute)
		g.Writes("hello?")
		w.relays(g)
		w.works()
	}
	if len(w.heard) != 1 {
		t.Errorf("one wait made %d notices", len(w.heard))
	}
	id := w.ID()
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), id, chat.Text("here I am"))
	w.Must(err)
	w.Pass(time.Minute)
	w.relays(g)
	w.works()
	if len(w.heard) != 1 {
		t.Errorf("an answered customer made %d notices", len(w.heard))
	}
	g.Writes("and another thing") // Ana's page is closed
	w.relays(g)
	w.works()
	if len(w.heard) != 2 {
		t.Errorf("a second wait made %d notices in all", len(w.heard))
	}
}

// Words for a person who is there make no notice, and none goes to a customer who was answered in the meantime.
func TestWhoIsNotTold(t *testing.T) {
	w := begin(t)
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = []chat.Member{{ID: chattest.Ana.ID, Name: "Ana", Role: chat.RoleAgent}}
		return nil
	}))
	w.Colleagues = team.New(w.Desk, w.Store)
	s := chat.Socket{ID: "a.ana", Tenant: chattest.Tenant, Opened: w.Now(), Seen: w.Now(), Agent: &chattest.Ana}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, ""))
	g := w.asks()
	w.relays(g) // the tasks wait
	id := w.ID()
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), id, chat.Text("here I am"))
	w.Must(err)
	w.Pass(time.Second)
	w.works()
	g.Writes("for you, Ana")
	w.relays(g)
	w.works()
	if len(w.heard) != 0 {
		t.Errorf("it was told %q", w.heard)
	}
}

// Only channels that want it are told, while the team is open if they say so, and nobody of a suspended team.
func TestAChannelIsToldWhatItWants(t *testing.T) {
	closed := hours.Hours{Week: []hours.Span{{Day: "mon", From: "10:00", To: "11:00"}}} // it is a Sunday
	for name, c := range map[string]struct {
		want   int
		change func(*chat.Tenant)
	}{
		"all":              {1, func(*chat.Tenant) {}},
		"of promises only": {0, func(t *chat.Tenant) { t.Channels[0].Waits = false }},
		"switched off":     {0, func(t *chat.Tenant) { t.Channels[0].Off = time.Unix(1, 0) }},
		"while closed":     {0, func(t *chat.Tenant) { t.Channels[0].Hours, t.Hours = true, closed }},
		"always":           {1, func(t *chat.Tenant) { t.Hours = closed }},
		"without hours":    {1, func(t *chat.Tenant) { t.Channels[0].Hours = true }},
		"suspended":        {0, func(t *chat.Tenant) { t.Suspended = time.Unix(1, 0) }},
		"no channel":       {0, func(t *chat.Tenant) { t.Channels = nil }},
	} {
		w := begin(t)
		g := w.asks()
		w.relays(g)
		w.changes(c.change)
		w.works()
		if len(w.heard) != c.want {
			t.Errorf("%s: %d notices", name, len(w.heard))
		}
	}
}

// A promise that has passed is told, each once.
func TestAPassedPromiseIsTold(t *testing.T) {
	w := begin(t)
	c := w.channel()
	c.Waits = false
	w.has(c)
	g := w.asks()
	for range 2 {
		w.Pass(time.Minute)
		passed := chat.Message{
			ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.BySystem},
			Bubbles: []chat.Bubble{{Body: chat.Body{Kind: chat.KindEvent, Event: &chat.Event{Name: chat.EventPromisePassed}}}},
		}
		for range 2 {
			w.Must(w.room.Relayed(w.Ctx(), g.Key(), passed))
		}
		w.works()
	}
	if len(w.heard) != 2 {
		t.Fatalf("two promises make %d notices", len(w.heard))
	}
	text := slack(t, w.heard[0])
	if !strings.HasPrefix(text, "Kettle: nobody answered a customer in the time that they were told. "+
		"They have been waiting since 09:00.") {
		t.Errorf("it says %s", text)
	}
}

// A customer at the top of the queue is told of once more: to leads, to who is told of the team's, and to a channel.
func TestACustomerAtTheTopOfTheQueueIsTold(t *testing.T) {
	w, b := away(t)
	c := w.channel()
	c.Waits = false
	w.has(c)
	w.carries(bo, "bo", notices.Wishes{Promises: true})
	w.carries(cyd, "cyd", notices.Wishes{Promises: true})
	w.carries(cyd, "team", notices.Wishes{Team: true})
	g := w.asks()
	w.relays(g)
	w.works()
	b.says(endpoint + "team")
	moves := func(to int) {
		t.Helper()
		_, err := w.Store.Commit(w.Ctx(), g.Key(), func(h *chat.Head) ([]chat.Message, error) {
			h.Moves = to
			return nil, nil
		})
		w.Must(err)
		event := chat.Body{Kind: chat.KindEvent, Event: &chat.Event{Name: chat.EventMovedOn, Reason: "alone"}}
		w.Must(w.room.Relayed(w.Ctx(), g.Key(), chat.Message{
			ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.BySystem}, Bubbles: []chat.Bubble{{Body: event}},
		}))
		w.relays(g)
		w.works()
	}
	moves(chat.MaxMoves + 1)
	const words = "obody answered a customer, although their conversation moved on. They have been waiting since 09:01."
	for name, want := range map[string]string{"bo": "N" + words, "cyd": "", "team": "N" + words} {
		if said := b.says(endpoint + name); said != want {
			t.Errorf("%s reads %q", name, said)
		}
	}
	if len(w.heard) != 1 || !strings.HasPrefix(slack(t, w.heard[0]), "Kettle: n"+words) {
		t.Errorf("the channel hears %q", w.heard)
	}
	moves(0) // somebody has taken it meanwhile
	if len(w.heard) != 1 || b.says(endpoint+"bo") != "" {
		t.Errorf("it is told after all: %q", w.heard)
	}
}

// At most thirty notices go in an hour. Then one says that more wait.
func TestAnHourHasABound(t *testing.T) {
	w := begin(t)
	for range chat.NoticesHourly + 5 {
		w.relays(w.asks())
		w.works()
		w.Pass(time.Second)
	}
	if len(w.heard) != chat.NoticesHourly+1 {
		t.Fatalf("%d notices went", len(w.heard))
	}
	last := slack(t, w.heard[chat.NoticesHourly])
	if last != "Kettle: more customers wait. This channel gets at most 30 notices an hour. "+
		"<https://chat.test/admin/inbox/waiting|Open the inbox>" {
		t.Errorf("the last one says %s", last)
	}
	w.Pass(time.Hour)
	w.relays(w.asks())
	w.works()
	if len(w.heard) != chat.NoticesHourly+2 {
		t.Errorf("after an hour there are %d notices", len(w.heard))
	}
}

// News of an hour ago are told to nobody: the stream or the queue stood still.
func TestOldNewsAreNotTold(t *testing.T) {
	w := begin(t)
	w.relays(w.asks())
	w.Pass(time.Hour)
	if w.works(); len(w.heard) != 0 {
		t.Errorf("%d notices went", len(w.heard))
	}
}
