package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
)

func (h handler) GetHours(
	ctx context.Context, _ settingsapi.GetHoursRequestObject,
) (settingsapi.GetHoursResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	found, err := h.office.Hours(ctx, agent)
	return settingsapi.GetHours200JSONResponse(found), err
}

func (h handler) SaveHours(
	ctx context.Context, r settingsapi.SaveHoursRequestObject,
) (settingsapi.SaveHoursResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	is, err := h.office.SaveHours(ctx, agent, r.Body.Hours, r.Body.Version)
	return settingsapi.SaveHours200JSONResponse(is), err
}

func (h handler) GetBotHours(
	ctx context.Context, r settingsapi.GetBotHoursRequestObject,
) (settingsapi.GetBotHoursResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	found, err := h.office.BotHours(ctx, agent, chat.BotID(r.Bot))
	return settingsapi.GetBotHours200JSONResponse(found), err
}

func (h handler) SaveBotHours(
	ctx context.Context, r settingsapi.SaveBotHoursRequestObject,
) (settingsapi.SaveBotHoursResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	is, err := h.office.SaveBotHours(ctx, agent, chat.BotID(r.Bot), r.Body.Hours, r.Body.Version)
	return settingsapi.SaveBotHours200JSONResponse(is), err
}
