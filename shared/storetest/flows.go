package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func flowRows(t *testing.T, b *bench) {
	one, other := b.conversation(), b.conversation()
	put := func(k chat.ConversationKey, flow string, ago time.Duration, bubble int) chat.FlowRow {
		r := chat.FlowRow{
			Flow: flow, Conversation: k.ID, Message: at(b.now.Add(-ago)), Bubble: bubble, Visitor: "v_1", At: b.now.Add(-ago),
		}
		for range 2 {
			b.must(b.UpdateFlowRow(b.ctx(), b.tenant, r, func(had *chat.FlowRow) error {
				b.equal("begins as", had.Flow, flow)
				had.Missed++
				return nil
			}))
		}
		r.Missed = 2
		return r
	}
	first, second, third := put(one, "600", 3*time.Hour, 0), put(other, "600", 2*time.Hour, 0),
		put(one, "600", time.Hour, 1)
	put(one, "700", time.Minute, 0)
	refused := errors.New("refused")
	b.wants(b.UpdateFlowRow(b.ctx(), b.tenant, first,
		func(r *chat.FlowRow) error { r.Missed = 9; return refused }), refused)
	rows, next, err := b.FlowRows(b.ctx(), b.tenant, "600", time.Time{}, time.Time{}, "", 2)
	b.must(err)
	b.equal("the latest first", rows, []chat.FlowRow{third, second})
	rows, next, err = b.FlowRows(b.ctx(), b.tenant, "600", time.Time{}, time.Time{}, next, 2)
	b.must(err)
	b.equal("the rest", rows, []chat.FlowRow{first})
	if next != "" {
		_, next, err = b.FlowRows(b.ctx(), b.tenant, "600", time.Time{}, time.Time{}, next, 2)
		b.must(err)
		b.equal("the end", next, "")
	}
	within := func(name string, from, to time.Time, want ...chat.FlowRow) {
		rows, _, err := b.FlowRows(b.ctx(), b.tenant, "600", from, to, "", 9)
		b.must(err)
		b.equal(name, rows, want)
	}
	within("from a time on", second.At, time.Time{}, third, second)
	within("before a time", time.Time{}, second.At, first)
	within("between two", second.At, third.At, second)
	rows, err = b.FlowRowsOf(b.ctx(), one, 2)
	b.must(err)
	b.equal("of a conversation, the latest", len(rows), 2)
	b.equal("and its Flow", rows[0].Flow, "700")
	forgetFlowRows(b, one, other, first, third)
}

func forgetFlowRows(b *bench, one, other chat.ConversationKey, first, third chat.FlowRow) {
	offer := b.message(b.now, "")
	offer.ID = third.Message
	form := chat.Body{Kind: chat.KindForm, Form: &chat.Form{ID: "f", Flow: "600"}}
	offer.Bubbles = []chat.Bubble{{Body: chat.Text("Please:")}, {Body: form}}
	b.must(b.EraseMessage(b.ctx(), one, offer))
	_, err := b.EraseConversation(b.ctx(), other)
	b.must(err)
	rows, _, err := b.FlowRows(b.ctx(), b.tenant, "600", time.Time{}, time.Time{}, "", 10)
	b.must(err)
	b.equal("after erasures", rows, []chat.FlowRow{first})
	reply := b.message(b.now, "")
	reply.ID, reply.Bubbles[0].Body = first.Message, chat.Body{Kind: chat.KindFlowReply, FlowReply: &chat.FlowReply{}}
	b.must(b.EraseMessage(b.ctx(), one, reply))
	rows, _, err = b.FlowRows(b.ctx(), b.tenant, "600", time.Time{}, time.Time{}, "", 10)
	b.must(err)
	b.equal("of a reply to nothing of ours", len(rows), 0)
}

func flows(t *testing.T, b *bench) {
	for range 2 {
		b.must(b.UpdateFlow(b.ctx(), b.tenant, "600", func(f *chat.FlowInfo) error { f.Name += "Repair"; return nil }))
	}
	b.must(b.UpdateFlow(b.ctx(), b.tenant, "700", func(*chat.FlowInfo) error { return nil }))
	all, err := b.Flows(b.ctx(), b.tenant)
	b.must(err)
	b.equal("flows", all, []chat.FlowInfo{{ID: "600", Name: "RepairRepair"}, {ID: "700"}})
}
