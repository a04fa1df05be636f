package storetest

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func leads(t *testing.T, b *bench) {
	edit(b, "a lead", func(version int64, note string) error {
		return b.PutLead(b.ctx(), b.tenant, chat.Lead{Edited: chat.Edited{Version: version}, Visit: "0s", Note: note})
	}, func() (int64, string, error) {
		all, err := b.LeadsOf(b.ctx(), b.tenant, []chat.VisitID{"0s", "none"})
		if err != nil || len(all) == 0 {
			return 0, "", err
		}
		return all[0].Version, all[0].Note, nil
	})
	for n := range 7 {
		l := chat.Lead{Visit: chat.VisitID(fmt.Sprint("1s", n)), Visitor: "v_1", State: chat.NewLead}
		b.must(b.PutLead(b.ctx(), b.tenant, l))
	}
	for _, oldest := range []bool{true, false} {
		seen, position := []chat.VisitID{}, ""
		for range 10 {
			page, next, err := b.Leads(b.ctx(), b.tenant, oldest, position, 3)
			b.must(err)
			for _, l := range page {
				seen = append(seen, l.Visit)
			}
			if position = next; next == "" {
				break
			}
		}
		want := map[bool]string{
			true: "[0s 1s0 1s1 1s2 1s3 1s4 1s5 1s6]", false: "[1s6 1s5 1s4 1s3 1s2 1s1 1s0 0s]",
		}
		b.equal("leads in their order", fmt.Sprint(seen), want[oldest])
	}
	visit := b.visit("v_1", b.now)
	b.begun(visit)
	l := chat.Lead{Visit: visit.ID, Visitor: "v_1"}
	b.must(b.PutLead(b.ctx(), b.tenant, l))
	for range 2 {
		b.must(b.EraseVisit(b.ctx(), visit.Key()))
	}
	all, err := b.LeadsOf(b.ctx(), b.tenant, []chat.VisitID{"1s2", visit.ID})
	b.must(err)
	b.equal("leads that are left", len(all), 1)
	b.equal("nothing comes in its place", chat.KindOf(b.PutLead(b.ctx(), b.tenant, l)), chat.Conflict)
	page, _, err := b.Leads(b.ctx(), b.tenant, true, "", 20)
	b.must(err)
	b.equal("leads in the list", len(page), 8)
}
