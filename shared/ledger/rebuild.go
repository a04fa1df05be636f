package ledger

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Visits lists the visits of a tenant, as chat.Store does.
type Visits interface {
	ListVisits(
		ctx context.Context, tenant chat.TenantID, live bool, position string, limit int,
	) (visits []chat.Visit, next string, err error)
}

// Rebuild makes all lines of a tenant anew, from the visits and the logs, and returns how many days were not as these
// say. Days that are older than visits are kept stay as they are, as do the sums of people who were erased.
func (k *Keeper) Rebuild(ctx context.Context, visits Visits, tenant chat.TenantID) (int, error) {
	people := map[chat.VisitorID]bool{}
	for _, live := range []bool{true, false} {
		for position := ""; ; {
			rows, next, err := visits.ListVisits(ctx, tenant, live, position, chat.MaxPageSize)
			if err != nil {
				return 0, err
			}
			for _, s := range rows {
				people[s.Visitor] = true
			}
			if position = next; next == "" {
				break
			}
		}
	}
	lines := []Line{}
	for id := range people {
		of, err := k.lines(ctx, chat.VisitorKey{Tenant: tenant, ID: id}, wanted{})
		if err != nil {
			return 0, err
		}
		lines = append(lines, of...)
	}
	return k.write(ctx, tenant, lines)
}
