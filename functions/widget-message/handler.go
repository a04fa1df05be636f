package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/login"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/socket"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk     *chat.Desk
	web      *chat.WebChannel
	requests *lifecycle.Requests
	poster   socket.Poster
	files    *media.Store
	journal  *ledger.Journal
	post     *mail.Post
	bell     *notify.Bell
	links    *chat.Links
	seals    login.Opener
}

// newBell keeps the browsers in which visitors want to be notified.
func newBell(env config.Env, desk *chat.Desk, store notify.Store) *notify.Bell {
	bell := notify.New(desk, store)
	bell.Local = env[config.Stage] == config.Local
	return bell
}

// frame answers one frame on the socket it came from. The invocation always succeeds: an error is an
// answer, too.
func (h handler) frame(ctx context.Context, e socket.Event) (socket.Response, error) {
	id := push.OfVisitor(e.RequestContext.ConnectionID)
	raw, err := socket.Body(e)
	frame, bad := schema.Frame{}, err
	if err == nil {
		frame, bad = schema.ParseFrame(raw, schema.VisitorFrames)
	}
	if bad == nil {
		ctx = trace.As(ctx, frame.Action)
	}
	if bad == nil && frame.Action == "hello" {
		if err := h.hello(ctx, id, frame, raw); err != nil {
			socket.Refused(ctx, h.poster, id, frame.Ref, err)
		}
		return socket.Status(200)
	}
	sign := signOf(frame, raw)
	s, err := h.admit(ctx, id, frame, raw, bad, sign)
	if err != nil {
		socket.Refused(ctx, h.poster, id, frame.Ref, err)
		return socket.Status(200)
	}
	err = bad
	if err == nil {
		defer h.web.Signed(ctx, s, sign) // the answer to the frame comes first
	}
	if err == nil {
		err = h.serve(ctx, s, frame, raw, sign)
	}
	if err != nil {
		socket.Fail(ctx, h.poster, id, frame.Ref, err)
	}
	return socket.Status(200)
}

// admit lets a frame pass. A page is noted with the same write.
func (h handler) admit(
	ctx context.Context, id chat.ConnectionID, f schema.Frame, raw []byte, bad error, sign chat.Sign,
) (chat.Socket, error) {
	if bad != nil || f.Action != "page" {
		return h.desk.AdmitFrame(ctx, id, sign)
	}
	page, err := schema.Decode[wire.PageFrame](raw)
	if err != nil {
		return chat.Socket{}, err
	}
	frame := h.desk.NewID(h.desk.Now())
	if page.Id != nil {
		frame = string(*page.Id)
	}
	return h.web.Page(ctx, id, frame, page.Page)
}

// signOf is the activity signal in a frame: every frame is a sign of the visitor but a ping. A ping may
// say that the page came into view or went out of it, and activity has the page's own observations.
func signOf(f schema.Frame, raw []byte) chat.Sign {
	if f.Action == "activity" {
		activity, err := schema.Decode[wire.ActivityFrame](raw)
		switch {
		case err != nil:
			return chat.NoSign
		case activity.Active:
			return chat.Back
		}
		return chat.Still
	}
	if f.Action == "open" {
		return chat.Opens
	}
	if f.Action != "ping" {
		return chat.Here
	}
	ping, err := schema.Decode[wire.PingFrame](raw)
	switch {
	case err != nil || ping.Visible == nil:
		return chat.NoSign
	case *ping.Visible:
		return chat.Here
	}
	return chat.Hidden
}

// serve runs the action of a frame and posts its answer.
func (h handler) serve(ctx context.Context, s chat.Socket, f schema.Frame, raw []byte, sign chat.Sign) error {
	if s.Visitor == "" {
		return chat.Errorf(chat.Invalid, "say_hello", "The first frame of a socket is hello.")
	}
	if sign.Returns() && f.Action != "ping" && f.Action != "page" && s.Quiet(h.desk.Now()) {
		var err error
		if s, err = h.web.Reenter(ctx, s); err != nil {
			return err
		}
	}
	ack, err := h.actions()[f.Action](ctx, s, raw)
	if err != nil || (f.Action == "page" && f.Ref == "") { // most pages want no answer
		return err
	}
	now := h.desk.Now()
	ack.Action, ack.Now = wire.AckActionAck, &now
	if f.Action == "ping" {
		ack.Action = wire.AckActionPong
	}
	if f.Ref != "" {
		ack.Ref = &f.Ref
	}
	socket.Answer(ctx, h.poster, s.ID, ack)
	return nil
}

// onWhatsApp tells whether the visitor may go on there; nil for no.
func (h handler) onWhatsApp(ctx context.Context, w chat.Welcome) *bool {
	n, err := h.links.WhatsAppOf(ctx, w.Bot.Tenant, w.Bot.ID)
	if err != nil { // the visitor is welcome all the same
		trace.Failed(ctx, "the numbers of a tenant are not read", err, "tenant", w.Bot.Tenant)
	}
	if n == nil {
		return nil
	}
	yes := true
	return &yes
}

func (h handler) hello(ctx context.Context, id chat.ConnectionID, f schema.Frame, raw []byte) error {
	hello, err := schema.Decode[wire.HelloFrame](raw)
	if err != nil {
		return err
	}
	in := chat.Hello{Page: hello.Page, Consent: hello.Consent != nil, Tells: hello.Tells != nil && *hello.Tells}
	if hello.Token != nil {
		in.Token = *hello.Token
	}
	if hello.After != nil {
		in.After = *hello.After
	}
	if hello.Page != nil {
		in.PageURL = hello.Page.URL
	}
	w, err := h.web.Greet(ctx, id, in)
	if err != nil {
		return err
	}
	left, err := h.post.Left(ctx, w.Socket.ConversationKey(), w.Owner != chat.OwnerBot)
	if err != nil { // the visitor is welcome all the same
		trace.Failed(ctx, "the address of a visitor is not read", err, "conversation", w.Socket.Conversation)
		left = nil
	}
	welcome := wire.Welcome{
		Action: "welcome", CookieId: w.CookieID, Now: w.Now, Conversation: string(w.Socket.Conversation), Owner: w.Owner,
		Agent: w.Agent, Opening: w.Opening, Here: &w.Here, Promise: w.Promise, Mail: left,
	}
	welcome.Pair, welcome.Whatsapp = w.Pair, h.onWhatsApp(ctx, w)
	if w.SignedIn {
		welcome.SignedIn = &w.SignedIn
	}
	if w.Notifies {
		welcome.Notifies = &w.Notifies
	}
	visitor := string(w.Socket.Visitor)
	welcome.Visitor = &visitor
	welcome.Bot.Id, welcome.Bot.Name = string(w.Bot.ID), w.Bot.Name
	if w.Token != "" {
		welcome.Token = &w.Token
	}
	if w.Seen != "" {
		welcome.Seen = &w.Seen
	}
	if f.Ref != "" {
		welcome.Ref = &f.Ref
	}
	messages, more := socket.Fit(w.Messages, in.After == "")
	welcome.Messages, welcome.More = messages, &more
	socket.Answer(ctx, h.poster, id, welcome)
	return nil
}
