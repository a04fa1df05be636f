package storetest

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// mentions proves that somebody is told of a message once, the newest first, and that a read mark only moves forward.
func mentions(b *bench) {
	none, read, err := b.Mentions(b.ctx(), b.tenant, "a_1", 10)
	b.must(err)
	b.equal("before the first", []any{len(none), read.IsZero()}, []any{0, true})
	mention := func(id chat.MessageID, after time.Duration) chat.Mention {
		return chat.Mention{To: "a_1", Conversation: "c_1", Message: id, At: b.now.Add(after)}
	}
	until := b.now.Add(30 * 24 * time.Hour)
	for _, one := range []struct {
		id    chat.MessageID
		after time.Duration
		fresh bool
	}{{"m_1", 0, true}, {"m_2", time.Second, true}, {"m_1", 0, false}} {
		fresh, err := b.AddMention(b.ctx(), b.tenant, mention(one.id, one.after), until)
		b.must(err)
		b.equal("whether it is new", fresh, one.fresh)
	}
	b.must(b.ReadMentions(b.ctx(), b.tenant, "a_1", b.now.Add(time.Second), until))
	b.must(b.ReadMentions(b.ctx(), b.tenant, "a_1", b.now, until))
	all, read, err := b.Mentions(b.ctx(), b.tenant, "a_1", 10)
	b.must(err)
	b.equal("the newest first", all, []chat.Mention{mention("m_2", time.Second), mention("m_1", 0)})
	b.equal("how far they were read", read.Equal(b.now.Add(time.Second)), true)
	one, _, err := b.Mentions(b.ctx(), b.tenant, "a_1", 1)
	b.must(err)
	b.equal("no more than are wanted", len(one), 1)
	others, _, err := b.Mentions(b.ctx(), b.tenant, "a_2", 10)
	b.must(err)
	b.equal("of somebody else", len(others), 0)
}
