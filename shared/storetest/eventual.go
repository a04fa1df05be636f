package storetest

import (
	"errors"
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// eventualChange proves that a change which may begin with an old copy loses no other writer's.
func eventualChange(t *testing.T, b *bench) {
	k := chat.ConversationKey{Tenant: b.tenant, ID: chat.ConversationOf("v_eventual", "b_1")}
	id := chat.FirstIDAt(b.now)
	again := func(m *chat.Message) error { m.Bubbles[0].Delivery.Tries++; return nil }
	_, err := b.UpdateMessageEventually(b.ctx(), k, id, again)
	b.wants(err, chat.ErrNotFound)
	_, err = b.Append(b.ctx(), k, chat.Message{
		ID: id, At: b.now, Bubbles: []chat.Bubble{{Body: chat.Text("hi"), Delivery: &chat.Delivery{Status: chat.Queued}}},
	})
	b.must(err)
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			change := b.UpdateMessageEventually
			if i%2 == 0 {
				change = b.UpdateMessage
			}
			if _, err := change(b.ctx(), k, id, again); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	m, err := b.Message(b.ctx(), k, id)
	b.must(err)
	b.equal("changes that stand", m.Bubbles[0].Delivery.Tries, 6)
	refused := errors.New("refused")
	_, err = b.UpdateMessageEventually(b.ctx(), k, id, func(m *chat.Message) error { _ = again(m); return refused })
	b.wants(err, refused)
	same, err := b.UpdateMessageEventually(b.ctx(), k, id, func(*chat.Message) error { return nil })
	b.must(err)
	b.equal("nothing is changed", same.Bubbles[0].Delivery.Tries, 6)
}
