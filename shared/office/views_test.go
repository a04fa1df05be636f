package office_test

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
)

// A person's views are theirs alone, the team's are changed by leads, and a colleague's change is not overruled unseen.
func TestWhoseViews(t *testing.T) {
	w := chattest.New(t)
	mine := office.Views{Views: []office.View{{Name: " Refunds ", Queue: "all", Label: "01"}}}
	kept, err := w.SaveViews(w.Ctx(), chattest.Ana, chattest.Ana.ID, mine)
	w.Must(err)
	if kept.Views[0].Name != "Refunds" || kept.Version != 1 {
		t.Errorf("kept as %+v", kept)
	}
	if _, err := w.SaveViews(w.Ctx(), chattest.Ana, "", mine); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("an agent changes the team's: %v", err)
	}
	if _, err := w.SaveViews(w.Ctx(), chattest.Olu, chattest.Ana.ID, kept); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("somebody changes another person's: %v", err)
	}
	_, err = w.SaveViews(w.Ctx(), chattest.Olu, "", mine)
	w.Must(err)
	if _, err := w.SaveViews(w.Ctx(), chattest.Olu, "", mine); chat.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("from a page that is out of date: %v", err)
	}
	own, team, err := w.SavedViews(w.Ctx(), chattest.Olu)
	w.Must(err)
	if len(own.Views) != 0 || len(team.Views) != 1 {
		t.Errorf("Olu has %v, the team %v", own, team)
	}
}

func TestViewsAreBoundedAndNamed(t *testing.T) {
	w := chattest.New(t)
	many := office.Views{}
	for i := range 21 {
		many.Views = append(many.Views, office.View{Name: fmt.Sprint(i), Queue: "all"})
	}
	for code, views := range map[string][]office.View{
		"too_many_views":   many.Views,
		"view_name_needed": {{Name: "\u200b", Queue: "all"}},
		"view_twice":       {{Name: "A", Queue: "all"}, {Name: " a", Queue: "bot"}},
	} {
		_, err := w.SaveViews(w.Ctx(), chattest.Ana, chattest.Ana.ID, office.Views{Views: views})
		if chat.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
