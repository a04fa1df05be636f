package knowledge_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// Two leads publish, and both publications wait. When the first takes force, the second is made anew with its entry
// under the same number; it has another mark then, by which an index of its first making is known.
func TestAnEditionThatIsMadeAnewHasAnotherMark(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	h.publish(h.add("Price", "5 euros"))
	h.publish(h.add("Hours", "9 to 5"))
	h.stands(knowledge.Held, knowledge.Held)
	first, err := h.shelf.Edition(h.Ctx(), chattest.Tenant, 2)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	again, err := h.shelf.Edition(h.Ctx(), chattest.Tenant, 2)
	h.Must(err)
	if first.Mark == "" || again.Mark != first.Mark || len(first.Entries) != 1 {
		t.Errorf("the same entries have the marks %q and %q", first.Mark, again.Mark)
	}
	_, err = h.Decide(h.Ctx(), lea, 1, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.Held, knowledge.InForce)
	again, err = h.shelf.Edition(h.Ctx(), chattest.Tenant, 2)
	h.Must(err)
	if again.Mark == first.Mark || len(again.Entries) != 2 {
		t.Errorf("with %d entries it has the mark %q, and had %q", len(again.Entries), again.Mark, first.Mark)
	}
}
