package storetest

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
)

func boxes(_ *testing.T, b *bench) {
	k, other := b.conversation(), b.conversation()
	_, err := b.Box(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)
	b.wants(b.UpdateBox(b.ctx(), k, func(*mail.Box) error { return errRefused }), errRefused)
	_, err = b.Box(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)
	box := mail.Box{Address: "ana@mail.test", Hash: "h", Visitor: "v_1", Left: b.now}
	b.must(b.UpdateBox(b.ctx(), k, func(had *mail.Box) error {
		b.equal("a box begins empty", *had, mail.Box{})
		*had = box
		return nil
	}))
	b.must(b.UpdateBox(b.ctx(), k, func(had *mail.Box) error { had.Proved = b.now; return nil }))
	box.Proved = b.now
	found, err := b.Box(b.ctx(), k)
	b.must(err)
	b.equal("the box", found, box)
	left, err := b.LeftAddress(b.ctx(), k)
	b.must(err)
	b.equal("the address that was left", left, &lifecycle.LeftAddress{Address: box.Address, Left: b.now, Proved: b.now})
	none, err := b.LeftAddress(b.ctx(), other)
	b.must(err)
	b.equal("no address", none, (*lifecycle.LeftAddress)(nil))

	link := mail.Link{Hash: "one", Box: "h", Visitor: "v_1", Until: b.now.Add(time.Hour)}
	b.must(b.PutLink(b.ctx(), k, link))
	b.must(b.UpdateLink(b.ctx(), k, "one", func(l *mail.Link) error { l.Used = b.now; return nil }))
	b.wants(b.UpdateLink(b.ctx(), k, "one", func(l *mail.Link) error { l.By = "x"; return errRefused }), errRefused)
	link.Used = b.now
	used, err := b.Link(b.ctx(), k, "one")
	b.must(err)
	b.equal("the link", used, link)
	_, err = b.Link(b.ctx(), other, "one")
	b.wants(err, chat.ErrNotFound)
	b.wants(b.UpdateLink(b.ctx(), k, "two", func(*mail.Link) error { return nil }), chat.ErrNotFound)

	b.must(b.DropBox(b.ctx(), k))
	_, err = b.Box(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)
	_, err = b.Link(b.ctx(), k, "one")
	b.wants(err, chat.ErrNotFound)
	b.must(b.DropBox(b.ctx(), k))
	b.erasedBox(k, box, link)
}

// erasedBox proves that an erasure deletes the address and its links.
func (b *bench) erasedBox(k chat.ConversationKey, box mail.Box, link mail.Link) {
	b.must(b.UpdateBox(b.ctx(), k, func(had *mail.Box) error { *had = box; return nil }))
	b.must(b.PutLink(b.ctx(), k, link))
	n, err := b.EraseConversation(b.ctx(), k)
	b.must(err)
	b.equal("erased rows", n, 2)
	_, err = b.Box(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)
	_, err = b.Link(b.ctx(), k, link.Hash)
	b.wants(err, chat.ErrNotFound)
}

func silences(_ *testing.T, b *bench) {
	is, err := b.Silence(b.ctx(), b.tenant, "h")
	b.must(err)
	b.equal("an address that nothing is known of", is.Set(), false)
	b.must(b.UpdateSilence(b.ctx(), b.tenant, "h", func(s *mail.Silence) error { s.Bounced = b.now; return nil }))
	is, err = b.Silence(b.ctx(), b.tenant, "h")
	b.must(err)
	b.equal("one that bounced", is, mail.Silence{Bounced: b.now})
	b.must(b.UpdateSilence(b.ctx(), b.tenant, "w", func(s *mail.Silence) error { s.Wrote = b.now; return nil }))
	is, err = b.Silence(b.ctx(), b.tenant, "w")
	b.must(err)
	b.equal("one that was written to", is, mail.Silence{Wrote: b.now})
	b.equal("it may be written to", is.Set(), false)
	is, err = b.Silence(b.ctx(), b.tenant+"_other", "h")
	b.must(err)
	b.equal("of another tenant", is.Set(), false)
}
