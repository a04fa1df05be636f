package team_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

// script asks a form in words, and hands over after two questions without an answer.
type script struct{}

func (script) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	return chat.Script{Text: json.RawMessage(`{
 "greeting": {"say": ["Welcome."], "buttons": [{"id": "offer", "title": "An offer", "goto": "offer"}]},
 "steps": {
  "offer": {"say": ["Gladly."], "form": {"id": "lead", "goto": "done", "fields": [
   {"name": "name", "label": "Your name", "type": "name", "required": true},
   {"name": "mail", "label": "Your e-mail", "type": "email", "required": true}]}},
  "done": {"say": ["Thank you."]}},
 "fallback": {"say": ["I do not know."], "handoverAfter": 2},
 "person": {"words": ["human"], "say": ["A colleague comes."]}}`)}, nil
}

// customer is somebody on WhatsApp who talks with that script.
type customer struct {
	*chattest.World
	room *team.Team
	key  chat.ConversationKey
	n    int
}

func talking(t *testing.T, then chat.Hold) *customer {
	t.Helper()
	w, room := holding(t, then, "a1", "a2")
	w.Responder, w.Rules.Merge = room.Holding(bot.Scripted(script{}, bot.NoKnowledge{})), bot.Merge
	return &customer{World: w, room: room}
}

// says sends words, a second after those before, and returns the id of their message.
func (c *customer) says(words string) chat.MessageID {
	c.Pass(time.Second)
	c.n++
	c.key = c.Writes(chat.Contact{WaID: "5511987654321"}, "wamid."+string(rune('a'+c.n)), words)
	rows := c.Rows(c.key)
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Author.Kind == chat.ByVisitor {
			return rows[i].ID
		}
	}
	return ""
}

func (c *customer) log() string { return strings.Join(c.Log(c.key), "|") }

// Each end of an answer that waited, by the time or by a person.
var ends = map[string]func(*customer, chat.MessageID) error{
	"the time": func(c *customer, id chat.MessageID) error {
		c.Pass(time.Minute)
		_, err := c.room.Expire(c.Ctx(), c.key, id)
		return err
	},
	"sent":    func(c *customer, id chat.MessageID) error { return c.decides(id, team.Send) },
	"changed": func(c *customer, id chat.MessageID) error { return c.decides(id, team.Change) },
	"dropped": func(c *customer, id chat.MessageID) error { return c.decides(id, team.Drop) },
}

func (c *customer) decides(id chat.MessageID, act team.Act) error {
	a := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
	_, err := c.room.Decide(c.Ctx(), a, c.key, id, act, "Not yet.")
	return err
}

// A form that began while an answer waited goes on after it, however the wait ended.
func TestAFormGoesOnAfterAHeldAnswer(t *testing.T) {
	for name, end := range ends {
		c := talking(t, chat.HoldSends)
		id := c.says("do you ship to the moon?")
		c.says("An offer")
		if log := c.log(); strings.Contains(log, "I do not know.") || !strings.Contains(log, "Your name") {
			t.Fatalf("%s: the form did not begin: %s", name, log)
		}
		c.Must(end(c, id))
		c.says("Dana Smith")
		if log := c.log(); !strings.Contains(log, "Your e-mail") {
			t.Errorf("%s: the name is not taken: %s", name, log)
		}
	}
}

// Two questions without an answer count as two, in whatever order their answers go out, and the team gets the talk.
func TestTwoHeldMissesCount(t *testing.T) {
	for name, order := range map[string][2]int{"in order": {0, 1}, "the later one first": {1, 0}} {
		c := talking(t, chat.HoldSends)
		ids := []chat.MessageID{c.says("do you ship to the moon?"), c.says("and to the planet mars?")}
		c.Pass(time.Minute)
		for i, at := range order {
			if owner := c.Head(c.key).Owner; owner != chat.OwnerBot {
				t.Errorf("%s: %s has it after %d answers", name, owner, i)
			}
			_, err := c.room.Expire(c.Ctx(), c.key, ids[at])
			c.Must(err)
		}
		if owner := c.Head(c.key).Owner; owner != chat.OwnerTeam || strings.Count(c.log(), "I do not know.") != 2 {
			t.Errorf("%s: %s has it: %s", name, owner, c.log())
		}
	}
}

// What a person said in the place of the bot is no miss.
func TestAChangedAnswerIsNoMiss(t *testing.T) {
	c := talking(t, chat.HoldSends)
	first, second := c.says("do you ship to the moon?"), c.says("and to the planet mars?")
	c.Must(c.decides(first, team.Change))
	c.Pass(time.Minute)
	_, err := c.room.Expire(c.Ctx(), c.key, second)
	c.Must(err)
	if owner := c.Head(c.key).Owner; owner != chat.OwnerBot {
		t.Errorf("%s has it: %s", owner, c.log())
	}
}

// After a person had the talk, the bot begins anew: an answer that waits then does not bring back the form before it.
func TestAHeldAnswerBringsNoOldFormBack(t *testing.T) {
	c := talking(t, chat.HoldSends)
	a := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
	c.says("An offer")
	c.Pass(time.Second)
	_, err := c.TakeOver(c.Ctx(), a, c.key, c.Sees(c.key))
	c.Must(err)
	_, err = c.HandBack(c.Ctx(), a, c.key, c.Sees(c.key))
	c.Must(err)
	id := c.says("do you ship to the moon?")
	c.Must(c.decides(id, team.Change))
	c.says("Dana Smith")
	if log := c.log(); strings.Contains(log, "Your e-mail") {
		t.Errorf("the old form goes on: %s", log)
	}
}
