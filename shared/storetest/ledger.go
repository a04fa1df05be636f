package storetest

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
)

func recounts(t *testing.T, b *bench) {
	none, err := b.Recounts(b.ctx(), b.tenant, "", 10)
	b.must(err)
	b.equal("no notes", len(none), 0)
	notes := []ledger.Change{}
	for _, who := range []chat.VisitorID{"v_1", "v_2", "v_3"} {
		c := ledger.Change{ID: string(at(b.now)), Visitor: who, Visit: "s_x"}
		notes = append(notes, c)
		b.must(b.AddRecount(b.ctx(), b.tenant, c))
	}
	all, err := b.Recounts(b.ctx(), b.tenant, "", 10)
	b.must(err)
	b.equal("people", visitorsIn(all), visitorsIn(notes))
	first, err := b.Recounts(b.ctx(), b.tenant, "", 1)
	b.must(err)
	rest, err := b.Recounts(b.ctx(), b.tenant, first[0].ID, 10)
	b.must(err)
	b.equal("the others", len(rest), 2)
	b.equal("the first is not among them", visitorsIn(append(first, rest...)), visitorsIn(notes))

	next, err := b.EraseRecounts(b.ctx(), b.tenant, "v_2", "")
	b.must(err)
	b.equal("so few are erased at once", next, "")
	rest, err = b.Recounts(b.ctx(), b.tenant, "", 10)
	b.must(err)
	b.equal("who is left", visitorsIn(rest), map[chat.VisitorID]bool{"v_1": true, "v_3": true})

	edit(b, "the progress", func(version int64, after string) error {
		return b.PutRecounted(b.ctx(), b.tenant, ledger.Progress{Edited: chat.Edited{Version: version}, After: after})
	}, func() (int64, string, error) {
		p, err := b.Recounted(b.ctx(), b.tenant)
		return p.Version, p.After, err
	})
}

func visitorsIn(all []ledger.Change) map[chat.VisitorID]bool {
	found := map[chat.VisitorID]bool{}
	for _, c := range all {
		found[c.Visitor] = true
	}
	return found
}

func ledgerMonths(t *testing.T, b *bench) {
	none, err := b.Month(b.ctx(), b.tenant, "2026-11")
	b.must(err)
	b.equal("no month", none.Sums, "")
	edit(b, "a month", func(version int64, sums string) error {
		return b.PutMonth(b.ctx(), b.tenant, ledger.Month{
			Edited: chat.Edited{Version: version}, Month: "2026-11", Days: map[string]string{"2026-11-02": "x"}, Sums: sums,
		})
	}, func() (int64, string, error) {
		m, err := b.Month(b.ctx(), b.tenant, "2026-11")
		return m.Version, m.Sums, err
	})
	for _, month := range []string{"2026-10", "2026-12", "2027-01"} {
		b.must(b.PutMonth(b.ctx(), b.tenant, ledger.Month{Month: month}))
	}
	months, err := b.Months(b.ctx(), b.tenant, "2026-11", "2026-12")
	b.must(err)
	b.equal("months", []any{len(months), months[0].Month, months[1].Month}, []any{2, "2026-11", "2026-12"})
	months, err = b.Months(b.ctx(), b.tenant, "2026-12", "2026-11")
	b.must(err)
	b.equal("months of an empty period", len(months), 0)
}
