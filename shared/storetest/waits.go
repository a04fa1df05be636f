package storetest

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/promise"
)

func waits(_ *testing.T, b *bench) {
	none, err := b.RecentWaits(b.ctx(), b.tenant)
	b.must(err)
	b.equal("before the first", len(none.Waits), 0)
	at := b.now.Truncate(time.Millisecond)
	first, second := promise.Wait{From: at.Add(-time.Hour), Ended: at}, promise.Wait{From: at, Ended: at.Add(time.Minute)}
	for _, w := range []promise.Wait{second, first, second} {
		b.must(b.AddWait(b.ctx(), b.tenant, w))
	}
	had, err := b.RecentWaits(b.ctx(), b.tenant)
	b.must(err)
	b.equal("in order, each once", had.Waits, []promise.Wait{first, second})
	other, err := b.RecentWaits(b.ctx(), b.tenant+"_other")
	b.must(err)
	b.equal("of another tenant", len(other.Waits), 0)
}
