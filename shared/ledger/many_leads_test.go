package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/storetest"
	"github.com/botifire/livechat/shared/views"
)

// reading counts the leads that are read.
type reading struct {
	storetest.Store
	rows, reads int
}

func (r *reading) Leads(
	ctx context.Context, t chat.TenantID, oldest bool, position string, limit int,
) ([]chat.Lead, string, error) {
	page, next, err := r.Store.Leads(ctx, t, oldest, position, limit)
	r.rows, r.reads = r.rows+len(page), r.reads+1
	return page, next, err
}

// A page of a hundred thousand leads reads as many rows as a page of a few hundred, also if hardly any lead fits.
func TestAPageOfLeadsCostsTheSameHoweverManyThereAre(t *testing.T) {
	read, all := map[int][]int{}, 100_000
	if testing.Short() {
		all = 5000
	}
	for _, many := range []int{600, all} {
		w := chattest.New(t)
		for n := range many {
			w.Must(w.Store.PutLead(w.Ctx(), chattest.Tenant, chat.Lead{
				Visit: chat.VisitID(fmt.Sprintf("%06d", n)), Visitor: "v_1", State: chat.NewLead,
			}))
		}
		store := &reading{Store: w.Store}
		for _, q := range []views.LeadQuery{{Limit: 50}, {Limit: 50, Oldest: true}, {Limit: 50, State: chat.JunkLead}} {
			store.rows = 0
			page, err := views.New(w.Desk, store).Leads(w.Ctx(), chattest.Ana, q)
			w.Must(err)
			if page.Next == "" || q.State == "" && len(page.Rows) != 50 {
				t.Errorf("of %d leads a page has %d, then %q", many, len(page.Rows), page.Next)
			}
			read[many] = append(read[many], store.rows)
		}
	}
	if fmt.Sprint(read[600]) != fmt.Sprint(read[all]) || read[600][2] > chat.MaxLookback {
		t.Errorf("rows read: %v", read)
	}
}

// A sheet of leads reads many at once, and says so where it ends before the leads do.
func TestASheetOfLeadsSaysWhereItEnds(t *testing.T) {
	w := chattest.New(t)
	for n := range chat.MaxSheet + 50 {
		l := chat.Lead{Visit: chat.VisitID(fmt.Sprintf("%06d", n)), Visitor: "v_1", State: chat.NewLead}
		if n%2 == 0 {
			l.State = chat.JunkLead
		}
		w.Must(w.Store.PutLead(w.Ctx(), chattest.Tenant, l))
	}
	for state, want := range map[chat.LeadState]int{"": chat.MaxSheet + 1, chat.JunkLead: chat.MaxSheet/2 + 25} {
		store := &reading{Store: w.Store}
		raw, err := views.New(w.Desk, store).LeadSheet(w.Ctx(), chattest.Ana, views.LeadQuery{State: state})
		w.Must(err)
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		if cut := strings.Contains(lines[len(lines)-1], "There may be more"); len(lines)-1 != want || cut != (state == "") {
			t.Errorf("%q: the sheet has %d rows, and ends with %s", state, len(lines)-1, lines[len(lines)-1])
		}
		if store.reads > 12 {
			t.Errorf("%q: it takes %d reads", state, store.reads)
		}
	}
}
