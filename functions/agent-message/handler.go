package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/socket"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk   *chat.Desk
	poster socket.Poster
}

// frame answers one frame on the socket it came from.
func (h handler) frame(ctx context.Context, e socket.Event) (socket.Response, error) {
	id := push.OfAgent(e.RequestContext.ConnectionID)
	raw, err := socket.Body(e)
	frame, bad := schema.Frame{}, err
	if err == nil {
		frame, bad = schema.ParseFrame(raw, schema.AgentFrames)
	}
	if bad == nil {
		ctx = trace.As(ctx, frame.Action)
	}
	s, err := h.desk.AdmitFrame(ctx, id, chat.Here)
	if err != nil {
		socket.Refused(ctx, h.poster, id, frame.Ref, err)
		return socket.Status(200)
	}
	err = bad
	if err == nil && (s.Agent == nil || h.desk.Now().After(s.Expires)) {
		err = chat.ErrGone // the sign-in is over: connect again with a new ticket
	}
	if err == nil {
		err = h.serve(ctx, s, frame, raw)
	}
	if err != nil {
		socket.Fail(ctx, h.poster, id, frame.Ref, err)
		return socket.Status(200)
	}
	now := h.desk.Now()
	ack := wire.Ack{Action: wire.AckActionAck, Now: &now}
	if frame.Action == "ping" {
		ack.Action = wire.AckActionPong
	}
	if frame.Ref != "" {
		ack.Ref = &frame.Ref
	}
	socket.Answer(ctx, h.poster, id, ack)
	return socket.Status(200)
}

func (h handler) serve(ctx context.Context, s chat.Socket, f schema.Frame, raw []byte) error {
	switch f.Action {
	case "view":
		view, err := schema.Decode[wire.ViewFrame](raw)
		if err != nil {
			return err
		}
		id := ""
		if view.Conversation != nil {
			id = *view.Conversation
		}
		who := *s.Agent
		who.OnDeck = view.Deck != nil && *view.Deck
		s.Agent = &who
		return h.desk.View(ctx, s, chat.ConversationID(id))
	case "typing":
		typing, err := schema.Decode[wire.TypingFrame](raw)
		if err != nil || s.Viewing == "" {
			return err
		}
		return h.desk.Typing(ctx, chat.ConversationKey{Tenant: s.Tenant, ID: s.Viewing}, s.Agent, typing.Typing)
	}
	return nil
}
