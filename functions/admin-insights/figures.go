package main

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/ledger"
)

// catchUpTime is how long a reader of figures waits at most for the latest changes.
const catchUpTime = 3 * time.Second

// catchUp has the latest changes counted, and tells whether more can be counted at once. Figures without them are
// better than none, and a failed count is tried again by the sweep.
func (h handler) catchUp(ctx context.Context, tenant chat.TenantID) bool {
	short, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	more, err := h.keeper.CatchUp(short, tenant)
	if err != nil {
		slog.WarnContext(ctx, "figures are behind", "tenant", tenant, "error", err.Error())
	}
	return more && err == nil
}

func (h handler) ReadFigures(
	ctx context.Context, r insightsapi.ReadFiguresRequestObject,
) (insightsapi.ReadFiguresResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	more := httpapi.Or(r.Params.Latest) && h.catchUp(ctx, agent.Tenant)
	f, err := h.books.Figures(ctx, agent.Tenant, asked(r.Params.From.Time, r.Params.To.Time, r.Params.By))
	f.More = more
	if httpapi.Or(r.Params.By) == byAgent && !agent.Role.Includes(chat.RoleLead) { // figures of others are for leads
		f.By = slices.DeleteFunc(f.By, func(w ledger.Within) bool { return w.Value != string(agent.ID) })
	}
	return insightsapi.ReadFigures200JSONResponse(f), err
}

// byAgent is the dimension of colleagues.
const byAgent = "agent"

func asked(from, to time.Time, by *string) ledger.Asked {
	return ledger.Asked{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), By: httpapi.Or(by)}
}

func (h handler) ListLines(
	ctx context.Context, r insightsapi.ListLinesRequestObject,
) (insightsapi.ListLinesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	if httpapi.Or(p.By) == byAgent && httpapi.Or(p.Value) != string(agent.ID) && !agent.Role.Includes(chat.RoleLead) {
		return nil, chat.Errorf(chat.Forbidden, "role_needed", "The figures of a colleague are for leads and owners.")
	}
	list, err := h.books.Rows(ctx, agent.Tenant, ledger.Behind{
		Asked: asked(p.From.Time, p.To.Time, p.By), Figure: p.Figure, Without: httpapi.Or(p.Without),
		Value: httpapi.Or(p.Value), Broken: p.By != nil, Cursor: httpapi.Or(p.Cursor), Limit: httpapi.Or(p.Limit),
	})
	if err != nil {
		return nil, err
	}
	ids := []chat.VisitorID{}
	for _, l := range list.Rows {
		ids = append(ids, l.Visitor)
	}
	people, err := h.reader.Names(ctx, agent, ids)
	rows := []ledger.Row{}
	for _, l := range list.Rows {
		who := people[l.Visitor]
		rows = append(rows, l.Row(who.Called()))
	}
	return insightsapi.ListLines200JSONResponse{Rows: rows, Next: httpapi.Some(list.Next)}, err
}
