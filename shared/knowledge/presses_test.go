package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// sampling is a store in which something happens once while a press looks for questions to ask.
type sampling struct {
	knowledge.Store
	first func()
}

func (s *sampling) Talks(
	ctx context.Context, t chat.TenantID, before time.Time, position string, limit int,
) ([]chat.Head, string, error) {
	if first := s.first; first != nil {
		s.first = nil
		first()
	}
	return s.Store.Talks(ctx, t, before, position, limit)
}

// unmoved are bots that answer as before.
func unmoved(context.Context, chat.TenantID, knowledge.Asked, chat.Message) (was, now knowledge.Reply, err error) {
	return knowledge.Reply{Entry: "p"}, knowledge.Reply{Entry: "p"}, nil
}

// waiting is a house in which a publication waits that would change the answers to a number of questions.
func waiting(t *testing.T, questions int) *house {
	h := newHouse(t)
	for asked := 0; asked < questions; {
		some := []string{}
		for ; asked < questions && len(some) < 22; asked++ {
			some = append(some, fmt.Sprintf("price of %d bikes", asked))
		}
		h.asks(some...)
	}
	h.add("Price", "5 euros")
	_, err := h.PublishAll(h.Ctx(), lea, false)
	h.Must(err)
	return h
}

// loses has a press go on that another one has overtaken.
func (h *house) loses(press *knowledge.Press) {
	h.T.Helper()
	if err := press.Print(h.Ctx(), chattest.Tenant); !errors.Is(err, knowledge.ErrUnfinished) {
		h.T.Errorf("it goes on: %v", err)
	}
}

// A press that lost the race for a publication leaves the changed answers alone that the other one found.
func TestAPressThatLostLeavesTheRehearsalOfTheOther(t *testing.T) {
	h, once := waiting(t, 1), false
	h.loses(h.pressFrom(h.Store, func(
		ctx context.Context, t chat.TenantID, q knowledge.Asked, m chat.Message,
	) (was, now knowledge.Reply, err error) {
		if !once {
			once = true
			h.Must(h.pressFrom(h.Store, changing().compare).Print(ctx, t))
		}
		return unmoved(ctx, t, q, m)
	}))
	h.stands(knowledge.Held)
	h.changes(1, "price of 0 bikes: p > q")
}

// A press that is late with the questions to ask does not begin over the rehearsal that another one has made.
func TestAPressThatIsLateDoesNotBeginAnew(t *testing.T) {
	h := waiting(t, 1)
	h.loses(h.pressFrom(&sampling{h.Store, func() {
		h.Must(h.pressFrom(h.Store, changing().compare).Print(h.Ctx(), chattest.Tenant))
	}}, unmoved))
	h.stands(knowledge.Held)
	h.changes(1, "price of 0 bikes: p > q")
}

// Of two presses that asked as many questions with other outcomes, only one writes.
func TestOfTwoPressesThatCameAsFarOneWrites(t *testing.T) {
	h := waiting(t, 110)
	mind := changing()
	mind.fails = 105
	other := h.pressFrom(h.Store, mind.compare)
	h.loses(h.pressFrom(h.Store, func(
		ctx context.Context, t chat.TenantID, q knowledge.Asked, m chat.Message,
	) (was, now knowledge.Reply, err error) {
		if text, _ := knowledge.Question(&m); text == "price of 50 bikes" {
			if err := other.Print(h.Ctx(), t); !errors.Is(err, errCut) {
				h.T.Errorf("the other one is not cut off: %v", err)
			}
		}
		return unmoved(ctx, t, q, m)
	}))
	r, err := h.shelf.Rehearsal(h.Ctx(), chattest.Tenant, 1)
	h.Must(err)
	if r.Done != 100 || len(r.Changes) != 100 {
		t.Errorf("the file has %d changes of %d questions", len(r.Changes), r.Done)
	}
}
