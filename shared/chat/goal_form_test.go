package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A form that is asked in words reaches its goal by the answer to its last field, and not before.
func TestAFormInWordsReachesItsGoal(t *testing.T) {
	o, _ := newTeam(t)
	_, err := o.SaveGoals(o.ctx(), olu, []chat.Goal{{Name: "Offer", Form: "lead", Value: 50, Currency: "EUR"}}, 1)
	o.must(err)
	place := chat.FormPlace{Form: "lead", State: chat.FormAsked}
	o.think = func(chat.Question) (chat.Answer, error) {
		at := place
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Go on.")}, Effects: chat.Effects{Form: &at}}, nil
	}
	g := o.guest()
	g.opens("/")
	for _, state := range []chat.FormState{chat.FormAsked, chat.FormLeft, chat.FormSent} {
		place.State = state
		g.says("Dana")
		o.streams()
		s, err := o.Store.Session(o.ctx(), g.socket.SessionKey())
		o.must(err)
		if reached := len(s.Goals) == 1 && s.Goals[0].Value == 50; reached != (state == chat.FormSent) {
			t.Errorf("a form that was %s: goals %+v", state, s.Goals)
		}
	}
}
