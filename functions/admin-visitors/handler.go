package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/visitorsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk    *chat.Desk
	reader  *views.Reader
	links   *chat.Links
	journal *ledger.Journal
}

func (h handler) ListSessions(
	ctx context.Context, r visitorsapi.ListSessionsRequestObject,
) (visitorsapi.ListSessionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	q := views.VisitQuery{Live: r.Params.State == nil || *r.Params.State == "live"}
	q.Source, q.Country, q.Goal = httpapi.Or(r.Params.Source), httpapi.Or(r.Params.Country), httpapi.Or(r.Params.Goal)
	q.From, q.To = httpapi.Or(r.Params.From), httpapi.Or(r.Params.To)
	q.Bot, q.Site, q.Network = chat.BotID(httpapi.Or(r.Params.Bot)), httpapi.Or(r.Params.Site),
		httpapi.Or(r.Params.Network)
	q.Device, q.GoalBy = string(httpapi.Or(r.Params.Device)), chat.HelpedBy(httpapi.Or(r.Params.GoalBy))
	q.FromDay, q.ToDay = httpapi.Day(r.Params.FromDay), httpapi.Day(r.Params.ToDay)
	if is := httpapi.Or(r.Params.Presence); is == "helped" {
		q.Helped = true
	} else {
		q.State = chat.State(is)
	}
	q.Cursor, q.Limit = httpapi.Or(r.Params.Cursor), httpapi.Or(r.Params.Limit)
	list, reached, err := h.reader.Visits(ctx, agent, q)
	if err != nil {
		return nil, err
	}
	ids := make([]chat.VisitorID, len(list.Rows))
	for i, s := range list.Rows {
		ids[i] = s.Visitor
	}
	people, err := h.reader.Names(ctx, agent, ids)
	if err != nil {
		return nil, err
	}
	visits, also, err := h.reader.Together(ctx, q, list.Rows, people)
	if err != nil {
		return nil, err
	}
	rows := make([]wire.SessionRow, len(visits))
	for i, s := range visits {
		v := people[s.Visitor]
		name := v.Called()
		rows[i] = wire.SessionRow{Session: s.Visit, Name: &name, CookieId: &v.CookieID, Presence: s.Presence}
		if beside := also[s.ID]; len(beside) > 0 {
			rows[i].Also = &beside
		}
		if s.Opened {
			rows[i].Conversation = httpapi.Some(string(s.ConversationKey().ID))
		}
	}
	answer := visitorsapi.ListSessions200JSONResponse{Rows: rows, Next: httpapi.Some(list.Next)}
	if !reached.IsZero() {
		answer.Reached = &reached
	}
	return answer, nil
}

// ListSources names all sites and numbers from which visits come.
func (h handler) ListSources(
	ctx context.Context, _ visitorsapi.ListSourcesRequestObject,
) (visitorsapi.ListSourcesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.reader.Sources(ctx, agent)
	rows := make([]wire.SourceName, len(all))
	for i, s := range all {
		rows[i] = wire.SourceName{Kind: wire.SourceNameKind(s.Kind), Id: s.ID, Name: s.Name, Bot: httpapi.Some(string(s.Bot))}
	}
	return visitorsapi.ListSources200JSONResponse{Rows: rows}, err
}

func (h handler) FindVisitors(
	ctx context.Context, r visitorsapi.FindVisitorsRequestObject,
) (visitorsapi.FindVisitorsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	found, next, err := h.reader.Find(ctx, agent, r.Params.Q, httpapi.Or(r.Params.Cursor))
	rows := make([]wire.VisitorMatch, len(found))
	for i, p := range found {
		rows[i] = wire.VisitorMatch{Visitor: p.Visitor.ForAgent(), Conversations: p.Conversations}
	}
	return visitorsapi.FindVisitors200JSONResponse{Rows: rows, Next: httpapi.Some(next)}, err
}

func (h handler) GetVisitor(
	ctx context.Context, r visitorsapi.GetVisitorRequestObject,
) (visitorsapi.GetVisitorResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p, err := h.reader.Person(ctx, agent, chat.VisitorID(r.Visitor))
	if err != nil {
		return nil, err
	}
	answer := visitorsapi.GetVisitor200JSONResponse{
		Visitor: p.Visitor.ForAgent(), Presence: p.Presence, Sessions: p.Visits, Conversations: p.Conversations,
		Notes: p.Notes,
	}
	if len(p.Doubles) > 0 {
		answer.Doubles = forAgents(p.Doubles)
	}
	if len(p.Linked) > 0 {
		answer.Linked = forAgents(p.Linked)
	}
	return answer, nil
}

func forAgents(all []chat.Visitor) *[]chat.Visitor {
	shown := make([]chat.Visitor, len(all))
	for i, v := range all {
		shown[i] = v.ForAgent()
	}
	return &shown
}

func (h handler) LinkVisitors(
	ctx context.Context, r visitorsapi.LinkVisitorsRequestObject,
) (visitorsapi.LinkVisitorsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	err := h.links.LinkByHand(ctx, agent, chat.VisitorID(r.Visitor), chat.VisitorID(r.Body.Visitor), r.Body.Reason)
	return visitorsapi.LinkVisitors204Response{}, err
}

func (h handler) UnlinkVisitors(
	ctx context.Context, r visitorsapi.UnlinkVisitorsRequestObject,
) (visitorsapi.UnlinkVisitorsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	err := h.links.Unlink(ctx, agent, chat.VisitorID(r.Visitor), chat.VisitorID(r.Other))
	return visitorsapi.UnlinkVisitors204Response{}, err
}

func (h handler) ChangeVisitor(
	ctx context.Context, r visitorsapi.ChangeVisitorRequestObject,
) (visitorsapi.ChangeVisitorResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	if r.Body.OptIn != nil || r.Body.WantsQuiet != nil {
		var yes *chat.OptIn
		if in := r.Body.OptIn; in != nil {
			yes = &chat.OptIn{Source: in.Source, On: in.On.Time}
		}
		id := chat.VisitorID(r.Visitor)
		v, err := chat.Permissions{Desk: h.desk}.Permit(ctx, agent, id, yes, r.Body.WantsQuiet)
		if err != nil || r.Body.Profile == nil && r.Body.Blocked == nil {
			return visitorsapi.ChangeVisitor200JSONResponse(v.ForAgent()), err
		}
	}
	if why := r.Body.HeardWrongly; why != nil {
		v, err := chat.Permissions{Desk: h.desk}.Unhear(ctx, agent, chat.VisitorID(r.Visitor), *why)
		if err != nil || r.Body.Profile == nil && r.Body.Blocked == nil {
			return visitorsapi.ChangeVisitor200JSONResponse(v.ForAgent()), err
		}
	}
	if own := r.Body.Own; own != nil {
		v, err := h.insider(ctx, agent, chat.VisitorID(r.Visitor), *own)
		if err != nil || r.Body.Profile == nil && r.Body.Blocked == nil {
			return visitorsapi.ChangeVisitor200JSONResponse(v.ForAgent()), err
		}
	}
	v, err := h.desk.ChangeVisitor(ctx, agent, chat.VisitorID(r.Visitor), httpapi.Or(r.Body.Profile), r.Body.Blocked)
	if err == nil && r.Body.Blocked != nil { // nothing of a blocked person is counted, in whichever profile
		err = h.journal.Changed(ctx, agent.Tenant, ledger.Change{Visitor: v.ID, Whole: true})
	}
	return visitorsapi.ChangeVisitor200JSONResponse(v.ForAgent()), err
}

// insider notes that a person is of the team, or is not. All of their lines are made anew.
func (h handler) insider(ctx context.Context, a chat.Agent, id chat.VisitorID, own bool) (chat.Visitor, error) {
	v, marked, err := chat.Insiders{Desk: h.desk}.Mark(ctx, a, id, own)
	for _, one := range marked {
		if err == nil {
			err = h.journal.Changed(ctx, a.Tenant, ledger.Change{Visitor: one, Whole: true})
		}
	}
	return v, err
}

func (h handler) GetTimeline(
	ctx context.Context, r visitorsapi.GetTimelineRequestObject,
) (visitorsapi.GetTimelineResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	moments, err := h.reader.Timeline(ctx, agent, chat.VisitorID(r.Visitor))
	if err != nil {
		return nil, err
	}
	rows := make([]wire.TimelineRow, len(moments))
	for i, m := range moments {
		rows[i] = wire.TimelineRow{
			At: m.At, Session: httpapi.Some(string(m.Visit)), Event: m.Event, Message: m.Message, Flow: m.Flow,
		}
	}
	return visitorsapi.GetTimeline200JSONResponse{Rows: rows}, nil
}

func (h handler) AddNote(
	ctx context.Context, r visitorsapi.AddNoteRequestObject,
) (visitorsapi.AddNoteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	note, err := h.desk.AddNote(ctx, agent, chat.VisitorID(r.Visitor), r.Body.Text)
	return visitorsapi.AddNote201JSONResponse(note), err
}
