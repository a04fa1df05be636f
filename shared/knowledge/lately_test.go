package knowledge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// The questions of the last month are those that a bot judged, each wording once, without personal data, and none of a
// visitor who was erased.
func TestTheQuestionsOfTheLastMonth(t *testing.T) {
	h := newHouse(t)
	h.asks("price of last year")
	h.Pass(40 * 24 * time.Hour)
	gone := h.asks("price of a ring")
	h.asks("price of a bike", "call me at +49 170 1234567", "price of a bike")
	h.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("I do not know.")}, Effects: chat.Effects{
			Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch},
			Why: &chat.Why{By: chat.ByMeaning, Best: []chat.Reason{chat.ReasonOf("01x", 1, "Price", 0.1)}},
		}}, nil
	}
	g := h.Guest()
	g.Opens("/")
	h.Pass(time.Minute)
	g.Says("do you paint bikes")
	h.Streams()
	log, err := h.Store.History(h.Ctx(), gone.Key(), "", 9)
	h.Must(err)
	for _, m := range log {
		h.Must(h.Store.EraseMessage(h.Ctx(), gone.Key(), m))
	}
	asked, err := h.Lately(h.Ctx(), lea)
	h.Must(err)
	got := []string{}
	for _, q := range asked {
		got = append(got, fmt.Sprint(q.Question, ": ", q.Was.Title))
	}
	want := []string{"do you paint bikes: ", "price of a bike: Price", "call me at " + chat.Masking + ": Price"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("they are %q, want %q", got, want)
	}
}
