package team_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/team"
)

// deck is a world with people on deck: their sockets are open and say so.
func deck(t *testing.T, people ...chat.AgentID) (*chattest.World, *team.Team) {
	t.Helper()
	w := chattest.New(t)
	room := team.New(w.Desk, w.Store)
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		for _, id := range people {
			r.Members = append(r.Members, chat.Member{ID: id, Name: string(id), Role: chat.RoleAgent})
		}
		return nil
	}))
	for _, id := range people {
		sits(w, id, true)
	}
	w.Think = lost
	return w, room
}

// sits opens an agent's app, on deck or not.
func sits(w *chattest.World, id chat.AgentID, on bool) {
	s := chat.Socket{
		ID: chat.ConnectionID("a." + string(id)), Tenant: chattest.Tenant, Opened: w.Now(), Seen: w.Now(),
		Agent: &chat.Agent{Tenant: chattest.Tenant, ID: id, Name: string(id), Role: chat.RoleAgent, OnDeck: on},
	}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.View(w.Ctx(), s, ""))
}

// lost is a bot that has no answer.
func lost(q chat.Question) (chat.Answer, error) {
	return chat.Answer{
		Bubbles: []chat.Body{chat.Text("I do not know.")},
		Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
	}, nil
}

// goesWrong is a visitor whose bot talk goes wrong.
func goesWrong(w *chattest.World) *chattest.Guest {
	g := w.Guest()
	g.Opens("/")
	for _, words := range []string{"where is my parcel", "but where is it now", "that does not help at all"} {
		w.Pass(time.Second)
		g.Says(words)
	}
	w.Streams()
	return g
}

func (h hears) of(id chat.AgentID) (all []chat.Push) {
	for _, p := range h.Pushes[chat.ConnectionID("a."+string(id))] {
		if p.Action == chat.PushAlert {
			all = append(all, p)
		}
	}
	return all
}

type hears struct{ *chattest.World }

// Two of three people are told of a talk that goes wrong, each once, also if the stream repeats it.
func TestTwoPeopleAreAlertedOfATalk(t *testing.T) {
	w, room := deck(t, "a1", "a2", "a3")
	g := goesWrong(w)
	w.Relayed = 0
	w.Streams()
	told := 0
	for _, id := range []chat.AgentID{"a1", "a2", "a3"} {
		all, err := room.Alerts(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: id})
		w.Must(err)
		causes := map[course.Code]bool{}
		for _, one := range all {
			if causes[one.Cause] || one.Conversation != g.Key().ID {
				t.Errorf("%s is alerted of %+v", id, all)
			}
			causes[one.Cause] = true
		}
		if told += len(all); (len(all) > 0) != (len(hears{w}.of(id)) > 0) {
			t.Errorf("%s has %+v and hears %+v", id, all, hears{w}.of(id))
		}
	}
	if told != 2 {
		t.Errorf("there are %d alerts", told)
	}
}

// Nobody is alerted who is away, not on deck, full or gone; nor of a talk that is fine, that a person has, or of which
// somebody said that none is needed.
func TestWhoIsNotAlerted(t *testing.T) {
	alerts := func(w *chattest.World, room *team.Team, id chat.AgentID) int {
		all, err := room.Alerts(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: id})
		w.Must(err)
		return len(all)
	}
	for name, c := range map[string]struct {
		before func(w *chattest.World, room *team.Team)
		want   int
	}{
		"available": {func(*chattest.World, *team.Team) {}, 1},
		"away": {func(w *chattest.World, room *team.Team) {
			w.Must(room.SetAway(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "a1"}, true))
		}, 0},
		"on another page": {func(w *chattest.World, _ *team.Team) { sits(w, "a1", false) }, 0},
		"full": {func(w *chattest.World, _ *team.Team) {
			for range chat.AssignLimit {
				g := w.Guest()
				g.Opens("/")
				g.Says("hello")
				_, err := w.TakeOver(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1"}, g.Key(), chat.Seen{})
				w.Must(err)
			}
		}, 0},
		"off": {func(w *chattest.World, _ *team.Team) {
			tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
			w.Must(err)
			tenant.Alerts.Level = course.Off
			w.Must(w.Store.PutTenant(w.Ctx(), tenant))
			w.Pass(chat.SettingsLife)
		}, 0},
		"a fine talk": {func(w *chattest.World, _ *team.Team) {
			w.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{}, nil }
		}, 0},
	} {
		w, room := deck(t, "a1")
		c.before(w, room)
		goesWrong(w)
		if got := alerts(w, room, "a1"); got != c.want {
			t.Errorf("%s: %d alerts, want %d", name, got, c.want)
		}
	}
}

// After "not needed" nobody is alerted of the case any more, until its author takes that back; both are counted.
func TestNotNeededIsTheLastWord(t *testing.T) {
	w, room := deck(t, "a1", "a2", "a3")
	g := goesWrong(w)
	a1 := chat.Agent{Tenant: chattest.Tenant, ID: "a1"}
	w.Must(room.Judge(w.Ctx(), a1, g.Key().ID, false))
	count := func() int {
		n := 0
		for _, id := range []chat.AgentID{"a1", "a2", "a3"} {
			n += len(hears{w}.of(id))
		}
		return n
	}
	before := count()
	says := func(words string) {
		w.Pass(3 * time.Minute)
		g.Says(words)
		w.Streams()
	}
	says("this is a scam, you will hear from my lawyer")
	if count() != before {
		t.Error("somebody is alerted after it was not needed")
	}
	v, err := room.Judged(w.Ctx(), chattest.Tenant, w.Now().Add(-time.Hour))
	w.Must(err)
	if v != (team.Verdicts{Made: 1, NotNeeded: 1}) {
		t.Errorf("counted are %+v", v)
	}
	w.Must(room.Judge(w.Ctx(), a1, g.Key().ID, true))
	says("are you there, this is illegal, my lawyer will write to you")
	if count() == before {
		t.Error("nobody is alerted after that was taken back")
	}
	err = room.Judge(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "a9"}, g.Key().ID, false)
	if chat.CodeOf(err) != "no_alert" {
		t.Errorf("somebody who was not alerted judges: %v", err)
	}
}

// 300 talks at once, of which 12 go wrong, and three people: ten at least reach a person within a minute, and nobody is
// told more than six times in the hour.
func TestThreePeopleAndThreeHundredTalks(t *testing.T) {
	w, room := deck(t, "a1", "a2", "a3")
	began := w.Now()
	fine := func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("From nine to five.")},
			Effects: chat.Effects{Why: &chat.Why{By: chat.ByMeaning, Answered: true, Best: []chat.Reason{{Entry: "e"}}}},
		}, nil
	}
	wrong := map[chat.ConversationID]bool{}
	for i := range 300 {
		w.Think = fine
		g := w.Guest()
		g.Opens("/")
		g.Says(fmt.Sprintf("when do you open on day %d", i))
		if i%25 == 7 {
			w.Think = lost
			g.Says("where is my parcel, it is three weeks late")
			g.Says("you did not answer, where is my parcel")
			g.Says("this is useless, I want my money back")
			wrong[g.Key().ID] = true
		}
		w.Pass(50 * time.Millisecond)
	}
	w.Streams()
	reached := map[chat.ConversationID]bool{}
	for _, id := range []chat.AgentID{"a1", "a2", "a3"} {
		all, err := room.Alerts(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: id})
		w.Must(err)
		for _, one := range all {
			if !wrong[one.Conversation] {
				t.Errorf("%s is alerted of a fine talk: %+v", id, one)
			}
			if one.At.Sub(began) <= time.Minute {
				reached[one.Conversation] = true
			}
		}
		if len(all) > 6 {
			t.Errorf("%s is alerted %d times", id, len(all))
		}
	}
	t.Logf("%d of %d talks reach a person", len(reached), len(wrong))
	if len(wrong) != 12 || len(reached) < 10 {
		t.Errorf("%d of %d talks reach a person", len(reached), len(wrong))
	}
}

// An alert says of which case it is: an open page announces each once.
func TestAnAlertNamesItsCase(t *testing.T) {
	w, room := deck(t, "a1")
	goesWrong(w)
	pushed := hears{w}.of("a1")
	all, err := room.Alerts(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "a1"})
	w.Must(err)
	if len(pushed) != 1 || pushed[0].Case != 1 || len(all) != 1 || all[0].Case != 1 {
		t.Errorf("pushed is %+v, and listed %+v", pushed, all)
	}
}
