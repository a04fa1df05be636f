package office_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
)

// The audit says which model a bot may ask, and its powers and budget.
func TestAnOwnerChoosesAmongTheModelsOfTheStage(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Models = []string{"small"}
	change := func(a chat.Agent, id chat.BotID, version int64, c office.BotChange) (chat.Bot, error) {
		c.Version = version
		return w.ChangeBot(w.Ctx(), a, id, c)
	}
	name := "Fern"
	setting := func(id string) office.BotChange {
		return office.BotChange{Name: &name, Model: &chat.BotModel{
			ID: id, Free: true, Powers: []string{"show", "handover", "show"}, VisitorTokens: 5000, DayCents: 250,
		}}
	}
	if _, err := change(chattest.Olu, chattest.Fast, 1, setting("large")); chat.CodeOf(err) != "unknown_model" {
		t.Errorf("a model that the stage does not have: %v", err)
	}
	if _, err := change(chattest.Olu, chattest.Slow, 1, setting("small")); chat.CodeOf(err) != "no_model" {
		t.Errorf("a model for a customer's own bot: %v", err)
	}
	b, err := change(chattest.Olu, chattest.Fast, 1, setting("small"))
	w.Must(err)
	if len(b.Model.Powers) != 2 || !b.Model.May(chat.ModelHandsOver) || b.Model.May(chat.ModelReachesGoals) {
		t.Errorf("%+v", b.Model)
	}
	w.Pass(time.Second)
	b, err = change(chattest.Olu, chattest.Fast, b.Version, office.BotChange{NoModel: true})
	w.Must(err)
	if b.Model != nil {
		t.Errorf("it still has a model: %+v", b.Model)
	}
	page, err := w.Audits(w.Ctx(), chattest.Olu, office.AuditQuery{Action: "bot", Limit: 5})
	w.Must(err)
	want := b.Name + ", small, words answers, handover, show, $2.50 a day"
	if len(page.Rows) != 2 || page.Rows[0].Action != "bot.model_removed" || page.Rows[0].Details != b.Name ||
		page.Rows[1].Action != "bot.model_set" || page.Rows[1].Details != want {
		t.Errorf("the audit has %+v", page.Rows)
	}
}
