package unanswered_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// A model's plain words bring questions together, and nobody reads them.
func TestPlainWordsBringQuestionsTogether(t *testing.T) {
	w := newWorld(t)
	for i, text := range []string{"bikes: what do they cost", "precio de una bici"} {
		a := chat.Asking{
			Bot: chattest.Fast, Gap: chat.GapID(text), Message: w.ID(), At: w.Now(), Source: chat.Web,
			Conversation: chat.ConversationID("c_" + string(rune('1'+i))),
		}
		w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
			Bot: a.Bot, ID: a.Gap, Question: text, Cause: chat.NoMatch, Last: a.At, State: "new", Plain: "price of a bike",
		}, a))
	}
	if got := w.rows(unanswered.Filter{}); len(got) != 1 || !strings.HasSuffix(got[0], ": 2, 2 by 2") ||
		strings.Contains(got[0], "price") {
		t.Errorf("the rows are %q", got)
	}
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("precio de una bici"), 0)
	w.Must(err)
	for _, wording := range row.Wordings {
		if wording.Language == "" {
			t.Errorf("the language of %q is lost", wording.Question)
		}
	}
}
