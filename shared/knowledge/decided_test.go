package knowledge_test

import (
	"context"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// Once another publication is in force, the answers of one that waits are others, and it is asked anew.
func TestThePublicationAfterADecidedOneIsAskedAnew(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	mind := changing()
	h.compare = mind.compare
	h.publish(h.add("Price", "5 euros"))
	h.publish(h.add("Hours", "9 to 6"))
	h.stands(knowledge.Held, knowledge.Held)
	_, err := h.Decide(h.Ctx(), lea, 1, true)
	h.Must(err)
	h.compare = func(context.Context, chat.TenantID, knowledge.Asked, chat.Message) (was, now knowledge.Reply, err error) {
		mind.was["price"] = "q" // once the first of them is in force
		if live, _ := h.Store.Live(h.Ctx(), lea.Tenant); live == 0 {
			mind.was["price"] = "p"
		}
		return knowledge.Reply{Entry: knowledge.EntryID(mind.was["price"])}, knowledge.Reply{Entry: "q"}, nil
	}
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.InForce, knowledge.Replaced)
}

// Whoever keeps today's answers while another publication is being made is heard.
func TestADecisionWhileAnotherPublicationIsMadeIsKept(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	h.publish(h.add("Price", "5 euros"))
	h.publish(h.add("Hours", "9 to 6"))
	h.stands(knowledge.Held, knowledge.Held)
	_, err := h.Decide(h.Ctx(), lea, 1, true)
	h.Must(err)
	keeps := during{func() {
		if live, err := h.Store.Live(h.Ctx(), chattest.Tenant); err == nil && live == 0 {
			_, err = h.Decide(h.Ctx(), lea, 2, false)
			h.Must(err)
		}
	}}
	// Beside the first edition the second changes nothing, so it would take force by itself.
	h.compare = func(context.Context, chat.TenantID, knowledge.Asked, chat.Message) (was, now knowledge.Reply, err error) {
		return knowledge.Reply{Entry: "p"}, knowledge.Reply{Entry: "p"}, nil
	}
	press := knowledge.NewPress(h.Store, h.shelf, keeps, func(_, _ *knowledge.Edition) knowledge.Compare {
		return h.compare
	}, h.Now)
	h.Must(press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after both decisions", answers{"Price": "5 euros"})
}

// An edition that never took force is deleted, also one that was made and could not be, since its words may be those of
// a person who is erased; and it cannot be brought back.
func TestAnEditionThatNeverTookForceIsGone(t *testing.T) {
	h := newHouse(t)
	h.asks("price of a bike")
	h.compare = changing().compare
	h.publish(h.add("Price", "5 euros"))
	h.publish(h.add("Hours", "9 to 6"))
	if _, err := h.RollBack(h.Ctx(), lea, 1); chat.CodeOf(err) != "never_in_force" {
		t.Errorf("one that waits comes back: %v", err)
	}
	for number, change := range []bool{false, true} {
		_, err := h.Decide(h.Ctx(), lea, number+1, change)
		h.Must(err)
	}
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.InForce, knowledge.Left)
	if _, err := h.shelf.Edition(h.Ctx(), lea.Tenant, 1); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("it is kept: %v", err)
	}
	if _, err := h.RollBack(h.Ctx(), lea, 1); chat.CodeOf(err) != "never_in_force" {
		t.Errorf("it comes back: %v", err)
	}
}
