package faults

import (
	"testing"

	"github.com/botifire/livechat/e2e/host"
)

// A partition takes 1,000 write and 3,000 read units a second. One company's rush leaves most of that, with all of its
// sockets held, and the transactions that meet on the rows of one country and one bot.
func TestNoPartitionIsHot(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	spots, err := h.Heat(t.Context(), host.Busiest, 60)
	must(t, err)
	for i, s := range host.Hottest(spots) {
		u := spots[s]
		if i < 12 {
			t.Logf("%-6s %-40s %6.0f writes, %6.0f reads, %4.0f transactions on a row a second", s.Index, s.Key, u.Write,
				u.Read, u.Row)
		}
		if u.Write > 300 || u.Read > 1500 {
			t.Errorf("%s %s takes %.0f write and %.0f read units a second", s.Index, s.Key, u.Write, u.Read)
		}
	}
	for _, shared := range []host.Spot{
		{Index: "list", Key: "T#t_kettle#L#live#0"},
		{Index: "list", Key: "T#t_kettle#L#past#3"},
		{Key: "T#t_kettle"},
		{Key: "SITE#" + host.FastSite},
	} {
		if u := spots[shared]; u.Read+u.Write == 0 {
			t.Errorf("%v was not counted", shared)
		}
	}
}
