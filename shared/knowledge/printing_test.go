package knowledge_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// stuck makes every index but that of one edition.
type stuck int

func (s stuck) Index(_ context.Context, _ chat.TenantID, number, _ int) (bool, error) {
	return number != int(s), nil
}

// mistaken is a house that has published a mistake, as edition 2. Another publication waits, as edition 3.
func mistaken(t *testing.T) *house {
	h := newHouse(t)
	price := h.add("Price", "5 euros")
	h.publish()
	h.rewrite(price, "60 euros")
	h.publish()
	h.wants("after a mistake", answers{"Price": "60 euros"})
	hours := h.add("Hours", "9 to 6")
	h.asks("price of a bike")
	_, err := h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: hours.ID, Version: int(hours.Version)}}, false)
	h.Must(err)
	return h
}

// back asks for the first edition.
func (h *house) back() {
	h.T.Helper()
	h.Pass(time.Second)
	_, err := h.RollBack(h.Ctx(), lea, 1)
	h.Must(err)
}

// pressOn is a press with another indexer.
func (h *house) pressOn(indexer knowledge.Indexer) *knowledge.Press {
	return knowledge.NewPress(h.Store, h.shelf, indexer, func(_, _ *knowledge.Edition) knowledge.Compare {
		return h.compare
	}, h.Now)
}

// An earlier edition comes back at once, although publications wait that were asked for before it. It would replace
// them, so they never take force; one that is asked for after it does.
func TestAnEarlierEditionComesBackBeforeAllThatWaits(t *testing.T) {
	h := mistaken(t)
	h.back()
	h.Must(h.pressOn(stuck(3)).Print(h.Ctx(), chattest.Tenant))
	h.wants("after the way back", answers{"Price": "5 euros"})
	h.stands(knowledge.InForce, knowledge.Left, knowledge.Replaced, knowledge.Replaced)
	h.compare = changing().compare
	_, err := h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after the next one", answers{"Price": "60 euros", "Hours": "9 to 6"})
}

// A publication that asks questions again stops for an earlier edition that is to come back.
func TestAnEarlierEditionComesBackDuringTheAskingForAnother(t *testing.T) {
	h, once := mistaken(t), false
	mind := changing()
	h.compare = mind.compare
	press := h.pressOn(during{func() {
		if !once {
			once = true
			h.back()
		}
	}})
	if err := press.Print(h.Ctx(), chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) || len(mind.asked) > 0 {
		t.Errorf("%d questions are asked first: %v", len(mind.asked), err)
	}
	h.Must(press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after the way back", answers{"Price": "5 euros"})
	h.stands(knowledge.InForce, knowledge.Left, knowledge.Replaced, knowledge.Replaced)
}

// striding is a store in which something happens just before an edition takes force.
type striding struct {
	knowledge.Store
	first func() error
}

func (s striding) GoLive(ctx context.Context, t chat.TenantID, number int) error {
	if err := s.first(); err != nil {
		return err
	}
	return s.Store.GoLive(ctx, t, number)
}

// pressFrom is a press on another store. Its bots answer likewise.
func (h *house) pressFrom(store knowledge.Store, compare knowledge.Compare) *knowledge.Press {
	return knowledge.NewPress(store, h.shelf, whole{}, func(_, _ *knowledge.Edition) knowledge.Compare {
		return compare
	}, h.Now)
}

// A publication that took force although another press had ended it at that moment is what bots answer from, and it
// stands so until the earlier edition is back.
func TestTheEditionInForceIsLiveWhateverItsRowSays(t *testing.T) {
	h := mistaken(t)
	compare, once := changing().compare, false
	_, err := h.PublishAll(h.Ctx(), lea, true)
	h.Must(err)
	dies := striding{h.Store, func() error { return errCut }}
	ends := striding{h.Store, func() error {
		if once {
			return errCut
		}
		once = true
		h.back()
		if err := h.pressFrom(dies, compare).Print(h.Ctx(), chattest.Tenant); !errors.Is(err, errCut) {
			t.Errorf("the other press goes on: %v", err)
		}
		return nil
	}}
	if err := h.pressFrom(ends, compare).Print(h.Ctx(), chattest.Tenant); !errors.Is(err, errCut) {
		t.Errorf("it goes on: %v", err)
	}
	h.wants("before the way back", answers{"Price": "60 euros", "Hours": "9 to 6"})
	h.stands(knowledge.Waiting, knowledge.InForce, knowledge.Left, knowledge.Replaced, knowledge.Replaced)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.wants("after the way back", answers{"Price": "5 euros"})
}

// A press that goes on with a publication which another one has ended meanwhile does not bring it to life again.
func TestAPublicationThatWasOvertakenStaysSo(t *testing.T) {
	h := mistaken(t)
	h.compare = func(context.Context, chat.TenantID, knowledge.Asked, chat.Message) (was, now knowledge.Reply, err error) {
		h.back()
		h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
		return was, now, nil
	}
	if err := h.pressOn(whole{}).Print(h.Ctx(), chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		t.Errorf("it goes on: %v", err)
	}
	h.stands(knowledge.InForce, knowledge.Left, knowledge.Replaced, knowledge.Replaced)
	h.wants("after the way back", answers{"Price": "5 euros"})
}
