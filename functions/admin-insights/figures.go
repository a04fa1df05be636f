package main

import (
	"context"
	"log/slog"
	"slices"
	"strings"
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
	more, err := h.keeper.Glance(short, tenant)
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
	period := asked(r.Params.From.Time, r.Params.To.Time, r.Params.By)
	period.Audience = httpapi.Or(r.Params.Audience)
	if also := httpapi.Or(r.Params.Also); also != "" {
		period.Also = strings.Split(string(also), ",")
	}
	f, err := h.books.Figures(ctx, agent.Tenant, period)
	f.More = more
	if !seesCosts(agent) {
		f.WithoutCosts()
	}
	if err == nil && httpapi.Or(r.Params.By) == byAgent {
		err = h.ofPersons(ctx, agent, &f)
	}
	return insightsapi.ReadFigures200JSONResponse(f), err
}

// seesCosts tells whether somebody may know the team's costs.
func seesCosts(agent chat.Agent) bool { return agent.Role.Includes(chat.RoleOwner) }

// byAgent is the dimension of colleagues.
const byAgent = "agent"

// ofPersons leaves the figures of persons that the caller may read: leads and owners all, agents their own, viewers
// none. Nobody reads any in a team that has switched them off.
func (h handler) ofPersons(ctx context.Context, a chat.Agent, f *ledger.Figures) error {
	t, err := h.desk.Tenant(ctx, a.Tenant)
	f.By = slices.DeleteFunc(f.By, func(w ledger.Within) bool { return !reads(a, &t, w.Value) })
	f.NoPersons = t.NoPersons
	return err
}

// reads tells whether somebody may read the figures of a person.
func reads(a chat.Agent, t *chat.Tenant, id string) bool {
	own := id == string(a.ID) && a.Role.Includes(chat.RoleAgent)
	return !t.NoPersons && (own || a.Role.Includes(chat.RoleLead))
}

func asked(from, to time.Time, by *string) ledger.Asked {
	return ledger.Asked{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), By: httpapi.Or(by)}
}

// listsOf refuses the list behind the figures of a person that the caller may not read.
func (h handler) listsOf(ctx context.Context, a chat.Agent, by, value *string) error {
	if httpapi.Or(by) != byAgent {
		return nil
	}
	t, err := h.desk.Tenant(ctx, a.Tenant)
	switch {
	case err != nil:
		return err
	case t.NoPersons:
		return chat.Errorf(chat.Forbidden, "no_persons", "Your team has switched figures by person off.")
	case !reads(a, &t, httpapi.Or(value)):
		return chat.Errorf(chat.Forbidden, "role_needed", "The figures of a colleague are for leads and owners.")
	}
	return nil
}

func (h handler) ListLines(
	ctx context.Context, r insightsapi.ListLinesRequestObject,
) (insightsapi.ListLinesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	if err := h.listsOf(ctx, agent, p.By, p.Value); err != nil {
		return nil, err
	}
	if (ledger.IsCost(p.Figure) || ledger.IsCost(httpapi.Or(p.Without))) && !seesCosts(agent) {
		return nil, chat.Errorf(chat.Forbidden, "role_needed", "Costs are for owners.")
	}
	sees, err := h.desk.SeesContacts(ctx, agent)
	if err != nil {
		return nil, err
	}
	list, err := h.books.Rows(ctx, agent.Tenant, ledger.Behind{
		Asked: asked(p.From.Time, p.To.Time, p.By), Figure: p.Figure, Without: httpapi.Or(p.Without),
		Value: httpapi.Or(p.Value), Broken: p.By != nil, Sees: sees,
		Cursor: httpapi.Or(p.Cursor), Limit: httpapi.Or(p.Limit),
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
		if !sees {
			l.Country, l.City = "", "" // few people may share it
		}
		row := l.Row(who.Called())
		if !seesCosts(agent) {
			row.Micros = 0
		}
		rows = append(rows, row)
	}
	return insightsapi.ListLines200JSONResponse{Rows: rows, Next: httpapi.Some(list.Next)}, err
}
