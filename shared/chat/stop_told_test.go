package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// The bot is told that a message is a STOP exactly where the visitor's profile notes it. To a form that stands open,
// one word is the way out of it.
func TestTheBotIsToldOfAStop(t *testing.T) {
	for name, one := range map[string]struct {
		words   string
		form    bool
		between bool // something else is said after the form
		stops   bool
	}{
		"a bare stop":              {words: "STOP", stops: true},
		"a sentence":               {words: "Please stop writing to me", stops: true},
		"door stops":               {words: "Do you sell door stops?"},
		"cancel at a form":         {words: "cancel", form: true},
		"a sentence at a form":     {words: "Please stop writing to me", form: true, stops: true},
		"cancel where one was":     {words: "cancel", form: true, between: true, stops: true},
		"a question at a form":     {words: "When do you open?", form: true},
		"cancel, where none stood": {words: "cancel", stops: true},
	} {
		w := chattest.New(t)
		told := false
		g := w.Guest()
		g.Opens("/")
		answer := chat.Answer{Bubbles: []chat.Body{chat.Text("Hello.")}}
		w.Think = func(q chat.Question) (chat.Answer, error) { told = q.Stops; return answer, nil }
		if one.form {
			fields := []chat.Field{{Name: "name", Label: "Name", Type: "name"}}
			answer.Bubbles = append(answer.Bubbles, chat.Body{Kind: chat.KindForm, Form: &chat.Form{ID: "o", Fields: fields}})
		}
		g.Says("I want an offer")
		answer.Bubbles = answer.Bubbles[:1]
		if one.between {
			w.Pass(time.Second)
			g.Says("Is it open?")
		}
		w.Pass(time.Second)
		answer.Effects.Form = &chat.FormPlace{Form: "o", State: chat.FormLeft}
		g.Says(one.words)
		v, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: g.Socket.Visitor})
		w.Must(err)
		if told != one.stops || v.WantsQuiet() != one.stops {
			t.Errorf("%s: told %v, noted %v, want %v", name, told, v.WantsQuiet(), one.stops)
		}
	}
}
