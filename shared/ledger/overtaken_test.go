package ledger_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// overtaking is a store whose reader writes a guest's lines after another keeper has written newer ones: an order was
// told of between its read and its write, and is counted already.
func overtaking(w *chattest.World) *hooked {
	w.T.Helper()
	g := asks(w)
	store := &hooked{Store: w.Store}
	store.putMonth = func() {
		w.Must(g.ServerTells(chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 20, Currency: "EUR"}))
		w.Streams()
		w.CatchesUp()
		wants(w.T, soFar(w), ledger.Sums{"goal:Checkout": 1})
	}
	return store
}

// A keeper that read somebody before another one did, and writes them after it, has them made anew: nothing else would
// ever say that its lines are the older ones.
func TestAKeeperThatIsOvertakenLeavesNoOldLines(t *testing.T) {
	w := chattest.New(t)
	store := overtaking(w)
	more, err := keeps(w, store, w.Ledger).CatchUp(w.Ctx(), chattest.Tenant)
	if w.Must(err); !more || store.putMonth != nil {
		t.Errorf("it says that all is done: %v", store.putMonth == nil)
	}
	w.CatchesUp()
	wants(t, soFar(w), ledger.Sums{"visits": 1, "goal:Checkout": 1})
}

// So it is with a recount of everything, beside which keepers work.
func TestARecountThatIsOvertakenLeavesNoOldLines(t *testing.T) {
	w := chattest.New(t)
	store := overtaking(w)
	_, err := keeps(w, store, w.Ledger).Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	if w.Must(err); store.putMonth != nil {
		t.Fatal("nothing was written")
	}
	w.CatchesUp()
	wants(t, soFar(w), ledger.Sums{"visits": 1, "goal:Checkout": 1})
}

// A recount of a team that there is not leaves nothing behind.
func TestARecountOfNobodyLeavesNothing(t *testing.T) {
	w := chattest.New(t)
	_, err := w.Keeper.Rebuild(w.Ctx(), w.Store, "t_nobody")
	p, bad := w.Store.Recounted(w.Ctx(), "t_nobody")
	if w.Must(bad); err == nil || p.Version != 0 {
		t.Errorf("it left %+v: %v", p, err)
	}
}
