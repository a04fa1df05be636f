package views_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// What stands before a goal is at stake: a form that was begun, a button or a form that leads to it. A goal that was
// reached is not.
func TestAGoalIsAtStakeUntilItIsReached(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{
		{Name: "Offer", Form: "lead"}, {Name: "Booked", Step: "booked"}, {Name: "Checkout", Page: true},
	}, 1)
	w.Must(err)
	g := w.Guest()
	g.Opens("/")
	stakes := func() []views.Stake {
		t.Helper()
		rows, _, err := w.Deck(w.Ctx(), chattest.Ana)
		w.Must(err)
		if len(rows) != 1 {
			t.Fatalf("the deck has %+v", rows)
		}
		return slices.DeleteFunc(rows[0].Stakes, func(s views.Stake) bool { return s == views.StakeAd })
	}
	said := 0
	says := func(a chat.Answer, want ...views.Stake) chat.MessageID {
		t.Helper()
		w.Pass(2 * time.Minute)
		said++
		w.Think = func(chat.Question) (chat.Answer, error) { return a, nil }
		m := g.Says(fmt.Sprintf("and what about kettle %d, in %d litres", said, 3*said))
		w.Streams()
		if got := stakes(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("after answer %d at stake is %v and not %v", said, got, want)
		}
		return m.Reply.ID
	}
	text := []chat.Body{chat.Text("Well.")}
	in := func(s chat.FormState) chat.Effects {
		return chat.Effects{Form: &chat.FormPlace{Form: "lead", State: s}}
	}
	says(chat.Answer{Bubbles: text})
	says(chat.Answer{Bubbles: text, Ahead: chat.Ahead{Steps: []string{"hours", "booked"}}}, views.StakeStep)
	says(chat.Answer{Bubbles: text, Step: "booked"})
	pays := chat.Ahead{Steps: []string{"pay"}, Goals: []string{"Checkout"}}
	says(chat.Answer{Bubbles: text, Ahead: pays}, views.StakeStep)
	w.Pass(time.Second)
	g.PageTells(chat.GoalReached{Name: "Checkout"})
	if got := stakes(); len(got) != 0 {
		t.Errorf("a goal that was reached is at stake: %v", got)
	}
	w.Pass(time.Second)
	says(chat.Answer{Bubbles: text, Ahead: pays}) // the goals of its buttons were reached before
	other := chat.Ahead{Steps: []string{"hours"}, Goals: []string{"Checkout"}}
	says(chat.Answer{Bubbles: text, Ahead: other, Effects: in(chat.FormAsked)}, views.StakeForm)
	says(chat.Answer{Bubbles: text, Effects: in(chat.FormLeft)})
	offer := says(chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Form: &chat.Form{
		ID: "lead", Fields: []chat.Field{{Name: "name", Label: "Your name", Type: "name"}},
	}}}}, views.StakeStep)
	for range 2 { // the second field is no write
		w.Must(w.Field(w.Ctx(), g.Socket, chat.FormPlace{Message: offer, Form: "lead", Field: "name"}))
		if got := stakes(); fmt.Sprint(got) != "[form]" {
			t.Errorf("in a form that was begun, at stake is %v", got)
		}
	}
	g.Turns(chat.Page{URL: "https://shop.example/warenkorb"})
	says(chat.Answer{Bubbles: text, Effects: in(chat.FormSent)}, views.StakeCart)
}
