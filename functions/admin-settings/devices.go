package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/httpapi"
)

func (h handler) ListMyDevices(
	ctx context.Context, _ settingsapi.ListMyDevicesRequestObject,
) (settingsapi.ListMyDevicesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	own, err := h.notices.Devices(ctx, agent)
	return settingsapi.ListMyDevices200JSONResponse{Rows: own}, err
}

func (h handler) KeepMyDevice(
	ctx context.Context, r settingsapi.KeepMyDeviceRequestObject,
) (settingsapi.KeepMyDeviceResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	d, err := h.notices.KeepDevice(ctx, agent, *r.Body)
	return settingsapi.KeepMyDevice200JSONResponse(d), err
}

func (h handler) MakePushKey(
	ctx context.Context, _ settingsapi.MakePushKeyRequestObject,
) (settingsapi.MakePushKeyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	key, err := h.office.PushKey(ctx, agent.Tenant)
	return settingsapi.MakePushKey200JSONResponse{Key: key}, err
}

func (h handler) DropMyDevice(
	ctx context.Context, r settingsapi.DropMyDeviceRequestObject,
) (settingsapi.DropMyDeviceResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return settingsapi.DropMyDevice204Response{}, h.notices.DropDevice(ctx, agent, r.Device)
}

func (h handler) TestMyDevice(
	ctx context.Context, r settingsapi.TestMyDeviceRequestObject,
) (settingsapi.TestMyDeviceResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	tested, err := h.notices.TestDevice(ctx, agent, r.Device)
	return settingsapi.TestMyDevice200JSONResponse(tested), err
}
