package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/notices"
)

// told proves that the latest notices of a channel are changed in place, those of each channel apart.
func told(_ *testing.T, b *bench) {
	until := b.now.Add(24 * time.Hour)
	for i := range 2 {
		b.must(b.UpdateTold(b.ctx(), b.tenant, "one", until, func(t *notices.Told) error {
			b.equal("a channel begins with none", len(t.Latest), i)
			t.Latest = map[string]int64{"a": 1, "b": 2}
			if i == 0 {
				delete(t.Latest, "b")
			}
			t.More = b.now
			return nil
		}))
		is, err := b.Told(b.ctx(), b.tenant, "one")
		b.must(err)
		b.equal("those that are read", []any{len(is.Latest), is.More.Equal(b.now)}, []any{i + 1, true})
	}
	none, err := b.Told(b.ctx(), b.tenant, "two")
	b.must(err)
	b.equal("those of a channel that was told nothing", none, notices.Told{})
	no := errors.New("no")
	for channel, had := range map[string]int{"one": 2, "two": 0} {
		b.wants(b.UpdateTold(b.ctx(), b.tenant, channel, until, func(t *notices.Told) error {
			b.equal("those of "+channel, []any{len(t.Latest), t.More.Equal(b.now)}, []any{had, had > 0})
			return no
		}), no)
	}
}
