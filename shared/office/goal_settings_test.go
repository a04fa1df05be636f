package office_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A goal is reached by the form and the step that owners name, with the configured value.
func TestGoalsBySetting(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{
		{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"},
		{Name: "Interested", Step: "prices"},
		{Name: "Paid", Server: true},
		{Name: "Page only", Page: true},
	}, 1)
	w.Must(err)
	w.Think = func(q chat.Question) (chat.Answer, error) {
		form := &chat.Form{ID: "lead", Fields: []chat.Field{{Name: "name", Label: "Name", Type: "text"}}}
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: form}}, Step: "prices"}, nil
	}
	g := w.Guest()
	g.Opens("/")
	got := g.Says("What does it cost?")
	w.Streams()
	w.Pass(time.Second)
	in := chat.Incoming{
		Tenant: chattest.Tenant, Bot: chattest.Fast, Visitor: g.Socket.Visitor, Source: chat.Web,
		Message: chat.Message{
			ID: chat.MessageID(w.NewID(w.Now())), Visit: g.Socket.Visit,
			Bubbles: []chat.Bubble{
				{
					Body: chat.Body{
						Kind:       chat.KindSubmission,
						Submission: &chat.Submission{Message: got.Reply.ID, Form: "lead", Values: map[string]string{"name": "Dana"}},
					},
				},
			},
		},
	}
	_, err = w.Receive(w.Ctx(), in)
	w.Must(err)
	w.Streams()
	w.Must(w.ReachByServer(w.Ctx(), chattest.Tenant, chat.ServerGoal{
		GoalReached: chat.GoalReached{Name: "Paid", OrderID: "1"}, Visitor: g.Socket.Visitor,
	}))
	w.Must(w.ReachByServer(w.Ctx(), chattest.Tenant, chat.ServerGoal{
		GoalReached: chat.GoalReached{Name: "Paid", OrderID: "1"}, Conversation: g.Socket.Conversation,
	}))
	for name, report := range map[string]func(string) error{
		"the page": func(goal string) error { return w.Track(w.Ctx(), g.Socket, chat.GoalReached{Name: goal}) },
		"the server": func(goal string) error {
			return w.ReachByServer(w.Ctx(), chattest.Tenant, chat.ServerGoal{
				GoalReached: chat.GoalReached{Name: goal}, Visitor: g.Socket.Visitor,
			})
		},
	} {
		if err := report("Offer"); chat.CodeOf(err) != "unknown_goal" {
			t.Errorf("%s may report a goal that only a form reaches: %v", name, err)
		}
	}
	s, err := w.Store.Visit(w.Ctx(), g.Socket.VisitKey())
	w.Must(err)
	reached := map[string]chat.VisitGoal{}
	for _, goal := range s.Goals {
		reached[goal.Name] = goal
	}
	if len(s.Goals) != 3 || reached["Offer"].Value != 50 || reached["Offer"].Currency != "EUR" ||
		!reached["Paid"].Verified || reached["Offer"].Verified {
		t.Errorf("reached are %+v", s.Goals)
	}
}

// A team says how many people prove an entry, within bounds; a change without it leaves it.
func TestHowManyPeopleProveAnEntry(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	had, err := w.General(w.Ctx(), chattest.Olu)
	w.Must(err)
	if *had.Proof != chat.ProofPeople {
		t.Errorf("at first %d people", *had.Proof)
	}
	for _, people := range []int{0, chat.MaxProofPeople + 1} {
		bad := had
		bad.Proof = &people
		if _, err := w.SaveGeneral(w.Ctx(), chattest.Olu, bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%d people: %v", people, err)
		}
	}
	five := 5
	had.Proof = &five
	saved, err := w.SaveGeneral(w.Ctx(), chattest.Olu, had)
	w.Must(err)
	saved.Proof = nil
	saved, err = w.SaveGeneral(w.Ctx(), chattest.Olu, saved)
	if err != nil || *saved.Proof != five {
		t.Errorf("it is %v, %v", saved.Proof, err)
	}
}

// A team limits what the models of all bots use in a day, within bounds; a change without it leaves it, and 0 ends it.
func TestALimitForTheModelsOfAllBots(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	had, err := w.General(w.Ctx(), chattest.Olu)
	w.Must(err)
	if *had.ModelCents != 0 {
		t.Errorf("at first %d cents", *had.ModelCents)
	}
	for _, cents := range []int{-1, 10_000_001} {
		bad := had
		bad.ModelCents = &cents
		if _, err := w.SaveGeneral(w.Ctx(), chattest.Olu, bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%d cents: %v", cents, err)
		}
	}
	for _, c := range []struct {
		cents *int
		want  int
	}{{new(500), 500}, {nil, 500}, {new(0), 0}} {
		had.ModelCents = c.cents
		had, err = w.SaveGeneral(w.Ctx(), chattest.Olu, had)
		if err != nil || *had.ModelCents != c.want {
			t.Errorf("it is %v, %v", had.ModelCents, err)
		}
	}
}
