package chattest

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// HowWasIt is the question that closed cases end with once AsksRatings is called.
const HowWasIt = "How was it?"

// AsksRatings has the desk ask how closed cases were, as the functions that close them do.
func (w *World) AsksRatings() {
	w.Rules.Small = func(text string) bool { return Small(text) != "" }
	w.Rules.RatingWords = func(chat.RatingTalk) chat.RatingWords {
		return chat.RatingWords{Ask: HowWasIt, Answers: [3]string{"Good", "So-so", "Bad"}}
	}
}

// Closes closes a case as Ana. It goes on once that can no longer be undone, with the task that is due then.
func (w *World) Closes(k chat.ConversationKey) {
	w.T.Helper()
	w.Pass(time.Second)
	_, err := w.Close(w.Ctx(), Ana, k, w.Sees(k))
	w.Must(err)
	w.Pass(chat.UndoOneTime)
	w.Must(w.WakeConversation(w.Ctx(), k))
	w.Pass(time.Second)
}

// RatingAsked is the latest question how a case was, and how many there are.
func (w *World) RatingAsked(k chat.ConversationKey) (last chat.Message, n int) {
	w.T.Helper()
	for _, m := range w.Rows(k) {
		if m.Rates > 0 {
			last, n = m, n+1
		}
	}
	return last, n
}

// Rating is the frame of a tap on a button of a question.
func (g *Guest) Rating(question chat.Message, value chat.Rating) chat.Incoming {
	in := g.Incoming(g.World.ID(), "")
	in.Message.Bubbles[0].Body = chat.Body{
		Kind: chat.KindClick, Click: &chat.Click{Message: question.ID, Option: OptionOf(question, value)},
	}
	return in
}

// Rates taps on the latest question how a case was.
func (g *Guest) Rates(value chat.Rating) {
	g.World.T.Helper()
	asked, n := g.World.RatingAsked(g.Key())
	if n == 0 {
		g.World.T.Fatal("nobody asked how it was")
	}
	_, err := g.World.Receive(g.World.Ctx(), g.Rating(asked, value))
	g.World.Must(err)
}

// OptionOf is the id of a button of a question, "" if it has none for the value.
func OptionOf(question chat.Message, value chat.Rating) string {
	for i, r := range chat.Ratings {
		if r == value {
			return question.Body().Options[i].ID
		}
	}
	return string(value)
}
