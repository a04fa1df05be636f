package office_test

import (
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/google/go-cmp/cmp"
)

// A team has no targets at first, sets them within bounds, and a change without them leaves them.
func TestTargetsAreSetWithinBounds(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	had, err := w.General(w.Ctx(), chattest.Olu)
	w.Must(err)
	if *had.Targets != (chat.Targets{}) {
		t.Errorf("at first %+v", *had.Targets)
	}
	for field, bad := range map[string]chat.Targets{
		"targets/team": {Team: chat.MaxTarget + 1}, "targets/person": {Person: -1},
	} {
		g := had
		g.Targets = &bad
		_, err := w.SaveGeneral(w.Ctx(), chattest.Olu, g)
		wrong, is := errors.AsType[*chat.Error](err)
		if !is || wrong.Code != "bad_target" || wrong.Fields[0].Name != field {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	had.Targets = &chat.Targets{Team: 30, Person: 10}
	saved, err := w.SaveGeneral(w.Ctx(), chattest.Olu, had)
	w.Must(err)
	saved.Targets = nil
	saved, err = w.SaveGeneral(w.Ctx(), chattest.Olu, saved)
	if err != nil || *saved.Targets != (chat.Targets{Team: 30, Person: 10}) {
		t.Errorf("they are %+v, %v", saved.Targets, err)
	}
}

// A view keeps the priority, the language and the target by which it is narrowed, and its order.
func TestAViewKeepsItsNarrowing(t *testing.T) {
	w := chattest.New(t)
	view := office.View{
		Name: "Urgent", Queue: "waiting", Priority: "urgent", Language: "de", Target: "soon", Sort: "priority",
	}
	_, err := w.SaveViews(w.Ctx(), chattest.Ana, chattest.Ana.ID, office.Views{Views: []office.View{view}})
	w.Must(err)
	own, _, err := w.SavedViews(w.Ctx(), chattest.Ana)
	w.Must(err)
	if diff := cmp.Diff([]office.View{view}, own.Views); diff != "" {
		t.Error(diff)
	}
}
