package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/serverapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk     *chat.Desk
	requests *lifecycle.Requests
}

func (h handler) ReportGoal(
	ctx context.Context, r serverapi.ReportGoalRequestObject,
) (serverapi.ReportGoalResponseObject, error) {
	server, _ := httpapi.Caller(ctx)
	b := r.Body
	goal := chat.ServerGoal{
		Visitor: chat.VisitorID(httpapi.Or(b.Visitor)), Conversation: chat.ConversationID(httpapi.Or(b.Conversation)),
	}
	goal.GoalReached = chat.GoalReached{
		Name: b.Name, OrderID: httpapi.Or(b.OrderId), Value: httpapi.Or(b.Value), Currency: httpapi.Or(b.Currency),
	}
	if (goal.Visitor == "") == (goal.Conversation == "") {
		return nil, chat.Errorf(chat.Invalid, "whose_goal", "Name the visitor or the conversation, and not both.")
	}
	return serverapi.ReportGoal204Response{}, h.desk.ReachByServer(ctx, server.Tenant, goal)
}

// EraseByServer begins an erasure; the sweep goes on with it within a minute.
func (h handler) EraseByServer(
	ctx context.Context, r serverapi.EraseByServerRequestObject,
) (serverapi.EraseByServerResponseObject, error) {
	server, _ := httpapi.Caller(ctx)
	j, err := h.requests.Erase(ctx, server, chat.VisitorID(r.Body.Visitor))
	return serverapi.EraseByServer201JSONResponse{
			Id: j.ID, Kind: wire.JobKind(j.Kind), State: wire.JobState(j.State), Made: j.Made,
		},
		err
}
