package storetest

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func twoVisitors(_ *testing.T, b *bench) {
	one, other := b.visitor(), b.visitor()
	refuse := func(*chat.Visitor, *chat.Visitor) error { return errRefused }
	b.wants(b.UpdateTwo(b.ctx(), b.tenant, one.ID, other.ID, refuse), errRefused)
	join := func(x, y *chat.Visitor) error {
		x.Links = append(x.Links, chat.Link{To: y.ID, How: chat.ByHand, At: b.now})
		y.Links = append(y.Links, chat.Link{To: x.ID, How: chat.ByHand, At: b.now})
		x.Profile, x.Scheme = map[string]chat.Fact{"name": {Value: "Zelda", At: b.now}}, 1
		return nil
	}
	b.must(b.UpdateTwo(b.ctx(), b.tenant, one.ID, other.ID, join))
	x, err := b.Visitor(b.ctx(), one.Key())
	b.must(err)
	y, err := b.Visitor(b.ctx(), other.Key())
	b.must(err)
	b.equal("both are linked", x.LinkedTo(y.ID) != nil && y.LinkedTo(x.ID) != nil, true)
	found, err := b.FindVisitors(b.ctx(), b.tenant, chat.Term{Kind: "name", Text: "zelda"}, chat.Posting{}, 10)
	b.must(err)
	b.equal("they are found by a name that changed with it", found, []chat.Posting{{Text: "zelda", Visitor: one.ID}})
	b.must(b.UpdateTwo(b.ctx(), b.tenant, one.ID, other.ID, func(*chat.Visitor, *chat.Visitor) error { return nil }))

	b.must(b.PlaceTombstones(b.ctx(), b.tenant, chat.Subject{Visitor: other.ID, At: b.now}))
	b.wants(b.UpdateTwo(b.ctx(), b.tenant, one.ID, other.ID, join), chat.ErrErased)
	again, err := b.Visitor(b.ctx(), one.Key())
	b.must(err)
	b.equal("neither is written", again, x)
	b.wants(b.UpdateTwo(b.ctx(), b.tenant, one.ID, "v_nobody", join), chat.ErrNotFound)
}
