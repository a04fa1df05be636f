package main

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/geo"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/socket"
)

type handler struct {
	web   *chat.WebChannel
	guard edge.Guard
	meter *metrics.Meter
}

// connect hands over the data that only the handshake has: site, origin, mode, place and device.
func (h handler) connect(ctx context.Context, e socket.Event) (socket.Response, error) {
	headers := socket.Headers(e)
	if !h.guard.Passes(ctx, headers[edge.Header]) {
		return socket.Refuse(ctx, chat.Errorf(chat.Forbidden, "not_from_edge", "Use the public address."))
	}
	err := h.web.Admit(ctx, chat.Handshake{
		Connection: push.OfVisitor(e.RequestContext.ConnectionID), Site: e.QueryStringParameters["site"],
		Origin:  headers["origin"],
		Address: geo.Address(headers), Viewer: geo.Whole(headers), Wants: chat.Mode(e.QueryStringParameters["mode"]),
		OptedOut: geo.OptedOut(headers), Crawler: geo.Crawler(headers),
		Place: geo.Place(headers), Network: geo.Network(headers), Device: geo.Device(headers),
		Language: geo.Language(headers),
	})
	if errors.Is(err, chat.ErrClosed) {
		return socket.Status(200) // a browser hides why a connect is refused: the answer to the first frame has the words
	}
	if err != nil {
		h.meter.Count(ctx, metrics.VisitorsConnected, 1, "refused")
		return socket.Refuse(ctx, err)
	}
	h.meter.Count(ctx, metrics.VisitorsConnected, 1, "let-in")
	return socket.Status(200)
}
