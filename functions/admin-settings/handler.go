package main

import (
	"bytes"
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk    *chat.Desk
	courier *chat.Courier
	office  *office.Office
	reader  *views.Reader
	sealer  *seal.Sealer
	graph   string
	known   bot.Knowledge
	models  []model.Price
	budget  *model.Budget
	notices *notices.Room
	post    *mail.Post // reads to which addresses nothing is written
}

func (h handler) ListGoalSettings(
	ctx context.Context, _ settingsapi.ListGoalSettingsRequestObject,
) (settingsapi.ListGoalSettingsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.Tenant(ctx, agent)
	return settingsapi.ListGoalSettings200JSONResponse(goals(t)), err
}

func goals(t chat.Tenant) wire.GoalSettings {
	if t.Goals == nil {
		t.Goals = []chat.Goal{}
	}
	return wire.GoalSettings{Goals: t.Goals, Version: t.Version}
}

func (h handler) SaveGoals(
	ctx context.Context, r settingsapi.SaveGoalsRequestObject,
) (settingsapi.SaveGoalsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.SaveGoals(ctx, agent, r.Body.Goals, r.Body.Version)
	return settingsapi.SaveGoals200JSONResponse(goals(t)), err
}

func (h handler) ListLabels(
	ctx context.Context, _ settingsapi.ListLabelsRequestObject,
) (settingsapi.ListLabelsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.Tenant(ctx, agent)
	return settingsapi.ListLabels200JSONResponse(labels(t)), err
}

func labels(t chat.Tenant) wire.LabelSettings {
	if t.Labels == nil {
		t.Labels = []chat.Label{}
	}
	return wire.LabelSettings{Labels: t.Labels, Version: t.Version}
}

func (h handler) SaveLabels(
	ctx context.Context, r settingsapi.SaveLabelsRequestObject,
) (settingsapi.SaveLabelsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.SaveLabels(ctx, agent, r.Body.Labels, r.Body.Version)
	return settingsapi.SaveLabels200JSONResponse(labels(t)), err
}

func (h handler) ListGroups(
	ctx context.Context, _ settingsapi.ListGroupsRequestObject,
) (settingsapi.ListGroupsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.Tenant(ctx, agent)
	return settingsapi.ListGroups200JSONResponse(groups(t)), err
}

func groups(t chat.Tenant) wire.GroupSettings {
	if t.Groups == nil {
		t.Groups = []chat.Group{}
	}
	return wire.GroupSettings{Groups: t.Groups, Version: t.Version}
}

func (h handler) SaveGroups(
	ctx context.Context, r settingsapi.SaveGroupsRequestObject,
) (settingsapi.SaveGroupsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	t, err := h.office.SaveGroups(ctx, agent, r.Body.Groups, r.Body.Version)
	return settingsapi.SaveGroups200JSONResponse(groups(t)), err
}

func (h handler) GetGeneral(
	ctx context.Context, _ settingsapi.GetGeneralRequestObject,
) (settingsapi.GetGeneralResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	g, err := h.office.General(ctx, agent)
	if err == nil {
		h.failing(ctx, agent, g)
	}
	return settingsapi.GetGeneral200JSONResponse(g), err
}

func (h handler) SaveGeneral(
	ctx context.Context, r settingsapi.SaveGeneralRequestObject,
) (settingsapi.SaveGeneralResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	g, err := h.office.SaveGeneral(ctx, agent, *r.Body)
	if err == nil {
		h.failing(ctx, agent, g)
	}
	return settingsapi.SaveGeneral200JSONResponse(g), err
}

// failing adds to the channels that an owner reads how their last calls failed. Where that cannot be told, the settings
// are read, or saved, without it.
func (h handler) failing(ctx context.Context, a chat.Agent, g office.General) {
	if g.Channels == nil || len(*g.Channels) == 0 {
		return
	}
	fails, err := h.notices.Failing(ctx, a)
	if err != nil {
		trace.Failed(ctx, "how channels fail is not told", err, "tenant", a.Tenant)
	}
	for i := range *g.Channels {
		c := &(*g.Channels)[i]
		if how, is := fails[c.ID]; is {
			c.Fails = &how
		}
	}
}

func (h handler) TestChannel(
	ctx context.Context, r settingsapi.TestChannelRequestObject,
) (settingsapi.TestChannelResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	tested, err := h.notices.Test(ctx, agent, r.Body.Channel)
	return settingsapi.TestChannel200JSONResponse(tested), err
}

func key(k office.APIKey) wire.Key {
	row := wire.Key{Id: k.ID, Name: k.Name, Made: k.Made}
	if !k.Rotated.IsZero() {
		row.Rotated = &k.Rotated
	}
	if !k.Used.IsZero() {
		row.Used = &k.Used
	}
	if !k.Until.IsZero() {
		row.Until = &k.Until
	}
	return row
}

func (h handler) ListKeys(
	ctx context.Context, _ settingsapi.ListKeysRequestObject,
) (settingsapi.ListKeysResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	keys, err := h.office.APIKeys(ctx, agent)
	rows := []wire.Key{}
	for _, k := range keys {
		rows = append(rows, key(k))
	}
	return settingsapi.ListKeys200JSONResponse{Rows: rows}, err
}

func (h handler) AddKey(
	ctx context.Context, r settingsapi.AddKeyRequestObject,
) (settingsapi.AddKeyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	k, secret, err := h.office.NewAPIKey(ctx, agent, r.Body.Name)
	return settingsapi.AddKey201JSONResponse{Key: key(k), Secret: secret}, err
}

func (h handler) RotateKey(
	ctx context.Context, r settingsapi.RotateKeyRequestObject,
) (settingsapi.RotateKeyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	k, secret, err := h.office.RotateAPIKey(ctx, agent, r.Key)
	return settingsapi.RotateKey201JSONResponse{Key: key(k), Secret: secret}, err
}

func (h handler) DeleteKey(
	ctx context.Context, r settingsapi.DeleteKeyRequestObject,
) (settingsapi.DeleteKeyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	_, err := h.office.DeleteAPIKey(ctx, agent, r.Key)
	return settingsapi.DeleteKey204Response{}, err
}

func (h handler) ListAudit(
	ctx context.Context, r settingsapi.ListAuditRequestObject,
) (settingsapi.ListAuditResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	list, err := h.office.Audits(ctx, agent, office.AuditQuery{
		From: httpapi.Or(p.From), To: httpapi.Or(p.To), By: chat.AgentID(httpapi.Or(p.By)), Action: httpapi.Or(p.Action),
		Cursor: httpapi.Or(p.Cursor), Limit: httpapi.Or(p.Limit),
	})
	return settingsapi.ListAudit200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, err
}

func (h handler) AuditSheet(
	ctx context.Context, r settingsapi.AuditSheetRequestObject,
) (settingsapi.AuditSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	raw, _, err := h.office.AuditSheet(ctx, agent, office.AuditQuery{
		From: httpapi.Or(p.From), To: httpapi.Or(p.To), By: chat.AgentID(httpapi.Or(p.By)), Action: httpapi.Or(p.Action),
	})
	return settingsapi.AuditSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}
