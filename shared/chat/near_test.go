package chat

import (
	"fmt"
	"strings"
	"testing"
)

// However many goals a bot leads to, and however long their names, the place before them stays short on the head. It is
// left behind when the goals are reached.
func TestAPlaceBeforeManyGoalsIsShort(t *testing.T) {
	tenant, answer, reached := Tenant{}, Answer{}, []VisitGoal{}
	for i := range 10 {
		name := strings.Repeat("n", 59) + fmt.Sprint(i)
		tenant.Goals = append(tenant.Goals, Goal{Name: name, Form: "lead"})
		answer.Ahead.Goals = append(answer.Ahead.Goals, name)
		reached = append(reached, VisitGoal{GoalReached: GoalReached{Name: name}})
	}
	asked := answer
	asked.Effects.Form = &FormPlace{Form: "lead", State: FormAsked}
	for _, a := range []Answer{answer, asked} {
		at := tenant.near(&a)
		if len(at) != MaxNear || at.InForm() == at.BeforeStep() {
			t.Errorf("the place is %q", at)
		}
		if at.Behind(nil) || at.Behind(reached[1:]) || !at.Behind(reached) {
			t.Errorf("of %q it is not told whether its goals were reached", at)
		}
	}
	elsewhere := Answer{Effects: Effects{Form: &FormPlace{Form: "other", State: FormAsked}}}
	if at := tenant.near(&elsewhere); !at.InForm() || at.Behind(reached) {
		t.Errorf("in a form without a goal the place is %q", at)
	}
}
