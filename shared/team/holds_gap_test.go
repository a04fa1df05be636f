package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/views"
)

// ending is one end of an answer that waits.
type ending struct {
	name string
	then chat.Hold
	end  func(w *chattest.World, room *team.Team, key chat.ConversationKey, id chat.MessageID) error
}

func decided(act team.Act) func(*chattest.World, *team.Team, chat.ConversationKey, chat.MessageID) error {
	return func(w *chattest.World, room *team.Team, key chat.ConversationKey, id chat.MessageID) error {
		a := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
		_, err := room.Decide(w.Ctx(), a, key, id, act, "Not yet.")
		return err
	}
}

func waited(w *chattest.World, room *team.Team, _ chat.ConversationKey, _ chat.MessageID) error {
	rings(w, room)
	return nil
}

// taken is a takeover, after which the timer finds a person there.
func taken(w *chattest.World, room *team.Team, key chat.ConversationKey, _ chat.MessageID) error {
	w.Pass(time.Second)
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, key, w.Sees(key))
	w.Relayed = 0 // the stream may be late, and come before the timer
	rings(w, room)
	return err
}

var endings = []ending{
	{"waited", chat.HoldSends, waited},
	{"handed over", chat.HoldHandOver, waited},
	{"sent", chat.HoldSends, decided(team.Send)},
	{"changed", chat.HoldSends, decided(team.Change)},
	{"dropped", chat.HoldSends, decided(team.Drop)},
	{"taken", chat.HoldSends, taken},
}

// What the bot could not answer stays a question without an answer however its wait ended: it is counted, the brief
// names it, the talk goes as it would have without the wait, and the bot's model was paid for.
func TestAHeldQuestionStaysWithoutAnAnswer(t *testing.T) {
	for _, c := range endings {
		w, room := holding(t, c.then, "a1")
		w.Think = func(q chat.Question) (chat.Answer, error) {
			a, err := lost(q)
			a.Effects.Model = &chat.ModelUse{Model: "m", Did: chat.ModelFoundNothing, Micros: 7}
			a.Opinion = course.Needed
			return a, err
		}
		g, id := asks(w)
		w.Must(c.end(w, room, g.Key(), id))
		w.Streams()
		gaps, _, err := w.Store.Gaps(w.Ctx(), chattest.Tenant, chattest.Fast, "", 10)
		w.Must(err)
		if len(gaps) != 1 || gaps[0].Count != 1 || gaps[0].Question != "do you ship to the moon?" {
			t.Errorf("%s: without an answer are %+v", c.name, gaps)
		}
		reply := w.Message(g.Key(), chat.ReplyTo(id))
		if reply.Effects == nil || reply.Effects.Model == nil || reply.Effects.Model.Micros != 7 {
			t.Errorf("%s: the model's cost is lost: %+v", c.name, reply.Effects)
		}
		head := w.Head(g.Key())
		if head.Missed != head.Case || head.Owner == chat.OwnerBot && head.Course.Score() < course.Needs {
			t.Errorf("%s: the talk is at %d, and misses case %d of %d", c.name, head.Course.Score(), head.Missed, head.Case)
		}
		one, err := w.Case(w.Ctx(), chattest.Ana, g.Key().ID)
		w.Must(err)
		for _, line := range one.Brief() {
			if line.Part == views.BriefMissing && line.Message != id {
				t.Errorf("%s: nothing is missing in the brief", c.name)
			}
		}
	}
}
