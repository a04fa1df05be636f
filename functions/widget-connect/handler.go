package main

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/geo"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/socket"
)

type handler struct {
	desk  *chat.Desk
	guard edge.Guard
}

// connect stores the socket with all that only the handshake tells: site, origin,
// mode, place and device. Who the visitor is comes with hello.
func (h handler) connect(ctx context.Context, e socket.Event) (socket.Response, error) {
	s, err := h.admit(ctx, e, socket.Headers(e))
	if err == nil {
		err = h.desk.Store.OpenSocket(ctx, s)
	}
	if err != nil {
		return socket.Refuse(err)
	}
	return socket.Status(200)
}

func (h handler) admit(ctx context.Context, e socket.Event, headers geo.Headers) (chat.Socket, error) {
	if !h.guard.Passes(headers[edge.Header]) {
		return chat.Socket{}, chat.Errorf(chat.Forbidden, "not_from_edge", "Use the public address.")
	}
	site, err := h.desk.Store.Site(ctx, e.QueryStringParameters["site"])
	if errors.Is(err, chat.ErrNotFound) || (err == nil && (site.Paused || site.Over(h.desk.Now()))) {
		return chat.Socket{}, chat.Errorf(chat.NotFound, "unknown_site", "There is no site with this key.")
	}
	if err != nil {
		return chat.Socket{}, err
	}
	if !site.Allows(headers["origin"]) {
		return chat.Socket{}, chat.Errorf(chat.Forbidden, "origin_not_allowed", "This origin is not listed for the site.")
	}
	if geo.Crawler(headers) {
		return chat.Socket{}, chat.Errorf(chat.Forbidden, "crawler", "Crawlers are not visitors.")
	}
	if err := h.desk.AdmitConnect(ctx, site, geo.Address(headers)); err != nil {
		return chat.Socket{}, err
	}
	caller, err := h.desk.Caller(ctx, geo.Address(headers))
	if err != nil {
		return chat.Socket{}, err
	}
	now := h.desk.Now()
	s := chat.Socket{
		ID: push.OfVisitor(e.RequestContext.ConnectionID), Tenant: site.Tenant, Bot: site.Bot, Site: site.Key, Pages: site.Look.Pages, Caller: caller,
		Opened: now, Seen: now, Active: now, Mode: chat.Minimal, Place: geo.Place(headers),
	}
	if e.QueryStringParameters["mode"] == string(chat.Full) && !geo.OptedOut(headers) {
		s.Mode = chat.Full
	}
	if s.Mode.Keeps(chat.KeepNetwork) {
		s.Network = geo.Network(headers)
	}
	if s.Mode.Keeps(chat.KeepDevice) {
		s.Device = geo.Device(headers)
	}
	if !s.Mode.Keeps(chat.KeepCity) {
		s.Place.City = ""
	}
	return s, h.desk.Sight(ctx, site, headers["origin"])
}
