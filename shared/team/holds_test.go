package team_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

// holding is a world whose fast bot holds what it is not sure of.
func holding(t *testing.T, then chat.Hold, people ...chat.AgentID) (*chattest.World, *team.Team) {
	t.Helper()
	w, room := deck(t, people...)
	w.Responder = room.Holding(w.Responder)
	b, err := w.Store.Bot(w.Ctx(), chattest.Tenant, chattest.Fast)
	w.Must(err)
	b.Hold = then
	w.Must(w.Store.PutBot(w.Ctx(), b))
	return w, room
}

// rings relays the stream and the answers that wait, and then lets the time of their timers pass.
func rings(w *chattest.World, room *team.Team) {
	w.Streams()
	for _, h := range w.Memory.Holds {
		w.Must(room.Relay(w.Ctx(), chattest.Tenant, h))
	}
	for _, task := range w.Ends {
		if task.Message == "" {
			continue
		}
		w.Pass(task.After)
		wait, err := room.Expire(w.Ctx(), chat.ConversationKey{Tenant: task.Tenant, ID: task.Conversation}, task.Message)
		w.Must(err)
		if wait > 0 {
			w.T.Errorf("a timer of %s is %s early", task.After, wait)
		}
	}
	w.Ends = nil
	w.Streams()
}

func asks(w *chattest.World) (*chattest.Guest, chat.MessageID) {
	g := w.Guest()
	g.Opens("/")
	m := g.Says("do you ship to the moon?")
	return g, m.Message.ID
}

// An unsure answer that nobody looks at goes out by itself after its time, once, however often its timer rings.
func TestAHeldAnswerGoesOutByItself(t *testing.T) {
	w, room := holding(t, chat.HoldSends, "a1")
	g, id := asks(w)
	w.Streams()
	if log := strings.Join(w.Log(g.Key()), "|"); strings.Contains(log, "I do not know") {
		t.Fatalf("it did not wait: %s", log)
	}
	waiting, err := room.Waiting(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if len(waiting) != 1 || waiting[0].Message != id || waiting[0].Question != "do you ship to the moon?" {
		t.Errorf("what waits is %+v", waiting)
	}
	rings(w, room)
	rings(w, room)
	log := strings.Join(w.Log(g.Key()), "|")
	if strings.Count(log, "I do not know") != 1 || w.Head(g.Key()).Owner != chat.OwnerBot {
		t.Errorf("it ended as %s", log)
	}
	if waiting, err = room.Waiting(w.Ctx(), chattest.Tenant); err != nil || len(waiting) > 0 {
		t.Errorf("it still waits: %+v, %v", waiting, err)
	}
}

// If the owner wants it so, the team gets a talk whose answer nobody looked at.
func TestAHeldAnswerHandsOver(t *testing.T) {
	w, room := holding(t, chat.HoldHandOver, "a1")
	g, _ := asks(w)
	rings(w, room)
	if h := w.Head(g.Key()); h.Owner != chat.OwnerTeam || h.Waits().IsZero() {
		t.Errorf("%s has it, and nobody waits: %+v", h.Owner, h)
	}
}

// Nobody on deck, no setting, and a sure answer mean no hold.
func TestNobodyOnDeckMeansNoHold(t *testing.T) {
	for name, change := range map[string]func(w *chattest.World){
		"nobody on deck": func(w *chattest.World) { sits(w, "a1", false) },
		"no setting": func(w *chattest.World) {
			b, err := w.Store.Bot(w.Ctx(), chattest.Tenant, chattest.Fast)
			w.Must(err)
			b.Hold = ""
			w.Must(w.Store.PutBot(w.Ctx(), b))
		},
		"sure": func(w *chattest.World) {
			w.Think = func(chat.Question) (chat.Answer, error) {
				return chat.Answer{Bubbles: []chat.Body{chat.Text("I do not know.")}}, nil
			}
		},
	} {
		w, _ := holding(t, chat.HoldSends, "a1")
		change(w)
		g, _ := asks(w)
		if log := strings.Join(w.Log(g.Key()), "|"); !strings.Contains(log, "I do not know.") || len(w.Memory.Holds) > 0 {
			t.Errorf("%s: %s, and %+v waits", name, log, w.Memory.Holds)
		}
	}
}

// A person sends, changes or drops an answer: that is their part, the timer finds nothing to do, and a colleague who
// comes later reads by whom it was decided.
func TestAPersonDecidesAboutAHeldAnswer(t *testing.T) {
	for _, c := range []struct {
		act         team.Act
		words, want string
	}{{team.Send, "", "I do not know."}, {team.Change, "Not yet, in 2030.", "Not yet, in 2030."}, {team.Drop, "", ""}} {
		w, room := holding(t, chat.HoldSends, "a1", "a2")
		g, id := asks(w)
		decide := func(who chat.AgentID, act team.Act) (chat.Message, error) {
			a := chat.Agent{Tenant: chattest.Tenant, ID: who, Name: string(who), Role: chat.RoleAgent}
			return room.Decide(w.Ctx(), a, g.Key(), id, act, c.words)
		}
		for range 2 { // a repeat is harmless
			m, err := decide("a1", c.act)
			w.Must(err)
			if m.Part != "a1" {
				t.Errorf("%s: the part is of %q", c.act, m.Part)
			}
		}
		if _, err := decide("a2", team.Send); chat.CodeOf(err) != "released" || !strings.Contains(err.Error(), "a1") {
			t.Errorf("%s: a colleague reads %v", c.act, err)
		}
		rings(w, room)
		seen, err := w.Earlier(w.Ctx(), g.Key(), "", 50)
		w.Must(err)
		said := ""
		for _, m := range seen {
			if m.Author.Kind == chat.ByBot && m.Answers != "" {
				said += m.Body().Text
			}
		}
		if said != c.want {
			t.Errorf("%s: the visitor reads %q", c.act, said)
		}
	}
}

// Whoever decides otherwise once more reads that it is done: nobody believes that an answer was dropped which was sent.
func TestADecisionIsMadeOnce(t *testing.T) {
	for _, c := range []struct {
		first, then  team.Act
		words, other string
	}{
		{team.Send, team.Drop, "", ""},
		{team.Drop, team.Send, "", ""},
		{team.Send, team.Change, "", "No."},
		{team.Change, team.Change, "Yes.", "No."},
		{team.Change, team.Send, "Yes.", ""},
	} {
		w, room := holding(t, chat.HoldSends, "a1")
		g, id := asks(w)
		a1 := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
		_, err := room.Decide(w.Ctx(), a1, g.Key(), id, c.first, c.words)
		w.Must(err)
		_, err = room.Decide(w.Ctx(), a1, g.Key(), id, c.then, c.other)
		if chat.CodeOf(err) != "released" || !strings.Contains(err.Error(), "You have decided") {
			t.Errorf("%s after %s: %v", c.then, c.first, err)
		}
	}
}

// An answer waits for nobody any more once somebody decided about it, or a person has the talk.
func TestWhatWaits(t *testing.T) {
	for name, ends := range map[string]func(*chattest.World, *team.Team, *chattest.Guest, chat.MessageID) error{
		"sent": func(w *chattest.World, room *team.Team, g *chattest.Guest, id chat.MessageID) error {
			a := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Role: chat.RoleAgent}
			_, err := room.Decide(w.Ctx(), a, g.Key(), id, team.Send, "")
			return err
		},
		"dropped": func(w *chattest.World, room *team.Team, g *chattest.Guest, id chat.MessageID) error {
			a := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Role: chat.RoleAgent}
			_, err := room.Decide(w.Ctx(), a, g.Key(), id, team.Drop, "")
			return err
		},
		"taken": func(w *chattest.World, _ *team.Team, g *chattest.Guest, _ chat.MessageID) error {
			_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			return err
		},
	} {
		w, room := holding(t, chat.HoldSends, "a1")
		g, id := asks(w)
		other, _ := asks(w)
		if all, err := room.Waiting(w.Ctx(), chattest.Tenant); err != nil || len(all) != 2 {
			t.Fatalf("%+v wait, %v", all, err)
		}
		w.Must(ends(w, room, g, id))
		all, err := room.Waiting(w.Ctx(), chattest.Tenant)
		if err != nil || len(all) != 1 || all[0].Conversation != other.Key().ID {
			t.Errorf("%s: %+v waits, %v", name, all, err)
		}
	}
}

// On a busy team the answers that wait are shown, however many others waited in the last minutes.
func TestWhatWaitsOnABusyTeam(t *testing.T) {
	w, room := holding(t, chat.HoldSends, "a1")
	for range 120 {
		asks(w)
		w.Pass(time.Second)
	}
	w.Pass(time.Minute)
	g, id := asks(w)
	all, err := room.Waiting(w.Ctx(), chattest.Tenant)
	if err != nil || len(all) != 1 || all[0].Message != id || all[0].Conversation != g.Key().ID {
		t.Errorf("%+v wait, %v", all, err)
	}
}

// torn is a store that cannot read one conversation.
type torn struct {
	team.Store
	of chat.ConversationID
}

func (s torn) Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error) {
	if key.ID == s.of {
		return chat.Head{}, errors.New("it is not read")
	}
	return s.Store.Head(ctx, key)
}

// The others that wait are shown when one conversation cannot be read, and so is its own.
func TestWhatWaitsBesideOneThatIsNotRead(t *testing.T) {
	w, _ := holding(t, chat.HoldSends, "a1")
	g, _ := asks(w)
	asks(w)
	all, err := team.New(w.Desk, torn{w.Store, g.Key().ID}).Waiting(w.Ctx(), chattest.Tenant)
	if err != nil || len(all) != 2 {
		t.Errorf("%+v wait, %v", all, err)
	}
}

// After a takeover a held answer is dropped, by a person as by its timer.
func TestAHeldAnswerIsNotSentAfterATakeover(t *testing.T) {
	w, room := holding(t, chat.HoldSends, "a1", "a2")
	g, id := asks(w)
	a2 := chat.Agent{Tenant: chattest.Tenant, ID: "a2", Name: "a2", Role: chat.RoleAgent}
	_, err := w.TakeOver(w.Ctx(), a2, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	_, err = room.Decide(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "a1"}, g.Key(), id, team.Send, "")
	if chat.CodeOf(err) != "released" || !strings.Contains(err.Error(), "taken the conversation over") {
		t.Errorf("a1 reads %v", err)
	}
	rings(w, room)
	for _, line := range w.Log(g.Key()) {
		if strings.Contains(line, "I do not know.") {
			t.Errorf("it was said: %v", w.Log(g.Key()))
		}
	}
}

// A second question is answered while the answer to the first one waits, and both are said.
func TestATalkGoesOnWhileAnAnswerWaits(t *testing.T) {
	w, room := holding(t, chat.HoldSends, "a1")
	g, _ := asks(w)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("From nine to five.")}}, nil
	}
	w.Pass(time.Second)
	g.Says("when do you open?")
	rings(w, room)
	log := strings.Join(w.Log(g.Key()), "|")
	if strings.Count(log, "I do not know.") != 1 || strings.Count(log, "From nine to five.") != 1 {
		t.Errorf("it went on as %s", log)
	}
}
