package storetest

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Messages of several conversations are read at once; of another tenant's there is none.
func someMessages(_ *testing.T, b *bench) {
	want, refs := map[search.Ref]chat.Message{}, []search.Ref{}
	for range 120 { // more than DynamoDB reads at once
		k, m := b.conversation(), b.message(b.now, "one of many")
		stored, err := b.Append(b.ctx(), k, m)
		b.must(err)
		ref := search.Ref{Conversation: k.ID, Message: m.ID}
		want[ref], refs = stored, append(refs, ref, ref)
	}
	refs = append(refs, search.Ref{Conversation: b.conversation().ID, Message: at(b.now)})
	got, err := b.Messages(b.ctx(), b.tenant, refs)
	b.must(err)
	b.equal("messages", got, want)
	none, err := b.Messages(b.ctx(), chat.TenantID("t_"+id()), refs)
	b.must(err)
	b.equal("another tenant's messages", len(none), 0)
}
