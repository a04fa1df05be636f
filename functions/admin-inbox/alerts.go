package main

import (
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/wire"
)

// alerts are the caller's, as clients get them.
func (h handler) alerts(ctx context.Context, a chat.Agent) ([]wire.Alert, error) {
	all, err := h.team.Alerts(ctx, a)
	out := make([]wire.Alert, len(all))
	for i, t := range all {
		out[i] = wire.Alert{Conversation: string(t.Conversation), Case: t.Case, Cause: t.Cause, Score: t.Score, At: t.At}
		if verdict := wire.AlertVerdict(t.Verdict); verdict != "" {
			out[i].Verdict = &verdict
		}
	}
	return out, err
}

// week has the figures by which a team chooses how soon it is alerted.
func (h handler) week(ctx context.Context, a chat.Agent) (*wire.AlertWeek, error) {
	expected, err := h.reader.Expected(ctx, a)
	if err != nil {
		return nil, err
	}
	judged, err := h.team.Judged(ctx, a.Tenant, h.desk.Now().Add(-7*24*time.Hour))
	week := &wire.AlertWeek{Made: judged.Made, Right: judged.Right, NotNeeded: judged.NotNeeded}
	week.Expected.Sensitive = float32(expected[course.Sensitive])
	week.Expected.Even = float32(expected[course.Even])
	week.Expected.Calm = float32(expected[course.Calm])
	return week, err
}

func (h handler) JudgeAlert(
	ctx context.Context, r inboxapi.JudgeAlertRequestObject,
) (inboxapi.JudgeAlertResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	return inboxapi.JudgeAlert204Response{}, h.team.Judge(ctx, agent, key.ID, r.Body.Right)
}

// held are the answers that wait now, for those who may decide about them.
func (h handler) held(ctx context.Context, a chat.Agent) ([]wire.Held, error) {
	out := []wire.Held{}
	if !a.Role.Includes(chat.RoleAgent) {
		return out, nil
	}
	all, err := h.team.Waiting(ctx, a.Tenant)
	for _, one := range all {
		row := wire.Held{
			Conversation: string(one.Conversation), Message: string(one.Message), Question: one.Question, Until: one.Until,
			Then: wire.HeldThen(one.Then), Bubbles: []chat.Bubble{},
		}
		for _, body := range one.Answer.Bubbles {
			row.Bubbles = append(row.Bubbles, chat.Bubble{Body: body})
		}
		out = append(out, row)
	}
	return out, err
}

func (h handler) DecideHeld(
	ctx context.Context, r inboxapi.DecideHeldRequestObject,
) (inboxapi.DecideHeldResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	m, err := h.team.Decide(ctx, agent, key, r.Body.Message, team.Act(r.Body.Act), httpapi.Or(r.Body.Text))
	return inboxapi.DecideHeld200JSONResponse(m), err
}
