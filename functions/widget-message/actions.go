package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/login"
	"github.com/botifire/livechat/shared/qr"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/socket"
	"github.com/botifire/livechat/shared/wire"
)

type action func(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error)

// actions are the acts that a visitor may do after hello, by the frame that asks for them.
func (h handler) actions() map[string]action {
	return map[string]action{
		"message": h.message, "click": h.click, "form": h.form, "field": h.field, "rate": h.rate, "open": h.open,
		"upload": h.upload,
		"file":   h.file, "export": h.export, "erase": h.erase,
		"page": h.page, "track": h.track, "attributes": h.attributes, "typing": h.typing, "read": h.readUpTo,
		"history": h.history, "sync": h.sync, "ping": h.ping, "activity": h.activity, "mail": h.mail,
		"notify": h.notify, "whatsapp": h.whatsapp, "pair": h.pair, "identify": h.identify, "end": h.end,
	}
}

// say brings a visitor's message to the desk; the bot's answer travels on the ack.
func (h handler) say(
	ctx context.Context, s chat.Socket, id string, body chat.Body, seen *chat.MessageID, locale *string,
) (wire.Ack, error) {
	receipt, err := h.desk.Receive(ctx, chat.Incoming{
		Tenant: s.Tenant, Bot: s.Bot, Visitor: s.Visitor, Source: chat.Web, Site: s.Site, From: s.ID,
		Region: s.Place.Country, Seen: orNone(seen), Locale: orNone(locale),
		Message: chat.Message{ID: chat.MessageID(id), Visit: s.Visit, Bubbles: []chat.Bubble{{Body: body}}},
	})
	if err != nil {
		return wire.Ack{}, err
	}
	ack := wire.Ack{Promise: receipt.Promise}
	if stored, shows := receipt.Message.ForVisitor(); shows { // a tap that rates a case is a mark
		ack.Message = &stored
	}
	if receipt.Reply != nil {
		reply, _ := receipt.Reply.ForVisitor()
		ack.Reply = &reply
		if e := receipt.Reply.Effects; e != nil && e.HandOver != "" {
			team := chat.OwnerTeam
			ack.Owner = &team
		}
	}
	return ack, nil
}

func (h handler) message(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.MessageFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	body := chat.Text("")
	if f.File != nil {
		if body, err = h.files.Keep(ctx, s.ConversationKey(), chat.ByVisitor, f.File.Upload, f.File.Name); err != nil {
			return wire.Ack{}, err
		}
	}
	if f.Text != nil {
		body.Text = *f.Text
	}
	return h.say(ctx, s, f.Id, body, f.Seen, f.Locale)
}

func (h handler) click(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.ClickFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return h.say(ctx, s, f.Id, chat.Body{Kind: chat.KindClick, Click: &f.Click}, f.Seen, f.Locale)
}

func (h handler) form(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.FormFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return h.say(ctx, s, f.Id, chat.Body{Kind: chat.KindSubmission, Submission: &f.Submission}, f.Seen, f.Locale)
}

func (h handler) field(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.FieldFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.web.Field(ctx, s, chat.FormPlace{Message: f.Message, Form: f.Form, Field: f.Field})
}

func (h handler) rate(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.RateFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	if err := (chat.Verdicts{Desk: h.desk}).Rate(ctx, s, f.Message, f.Helpful); err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.journal.Judged(ctx, s.ConversationKey(), f.Message)
}

func (h handler) open(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.OpenFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	greeting, err := h.web.Open(ctx, s, chat.MessageID(f.Id), orNone(f.Locale))
	return wire.Ack{Message: greeting}, err
}

func (h handler) upload(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.UploadFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	if err := h.web.AdmitUpload(ctx, s, f.Size); err != nil {
		return wire.Ack{}, err
	}
	place, err := h.files.Upload(ctx, s.ConversationKey(), h.desk.NewID(h.desk.Now()), f.Name, f.Type, f.Size)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{Upload: &wire.Upload{Id: place.ID, Url: place.URL, Headers: place.Headers}}, nil
}

func (h handler) file(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.FileFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	address, err := h.files.Address(ctx, s.ConversationKey(), f.Upload)
	return wire.Ack{Url: &address}, err
}

func (h handler) export(ctx context.Context, s chat.Socket, _ []byte) (wire.Ack, error) {
	kept, err := h.requests.VisitorData(ctx, s)
	return wire.Ack{Kept: &kept}, err
}

func (h handler) erase(ctx context.Context, s chat.Socket, _ []byte) (wire.Ack, error) {
	return wire.Ack{}, h.requests.EraseOwn(ctx, s)
}

func (h handler) page(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.PageFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.saw(ctx, s, f.Seen) // the page itself is noted
}

func (h handler) track(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.TrackFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.web.Track(ctx, s, f.Goal)
}

func (h handler) attributes(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.AttributesFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.web.Attributes(ctx, s, f.Attributes)
}

func (h handler) typing(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.TypingFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.desk.Typing(ctx, s.ConversationKey(), nil, f.Typing)
}

func (h handler) readUpTo(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.ReadFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.saw(ctx, s, &f.UpTo)
}

// saw notes how far the visitor has read, where a frame says so.
func (h handler) saw(ctx context.Context, s chat.Socket, upTo *chat.MessageID) error {
	if upTo == nil {
		return nil
	}
	return h.web.Seen(ctx, s.ConversationKey(), *upTo, s.ID)
}

func orNone[T ~string](value *T) T {
	if value == nil {
		return ""
	}
	return *value
}

func (h handler) history(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.HistoryFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	before := chat.MessageID("")
	if f.Before != nil {
		before = *f.Before
	}
	messages, err := h.web.Earlier(ctx, s.ConversationKey(), before, chat.PageSize)
	return listed(messages, true), err
}

func (h handler) sync(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.SyncFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return h.after(ctx, s, f.After)
}

func (h handler) ping(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.PingFrame](raw)
	if err == nil {
		err = h.saw(ctx, s, f.Seen)
	}
	ack := wire.Ack{}
	if err == nil && f.After != nil {
		ack, err = h.after(ctx, s, f.After)
	}
	here := h.web.Here(ctx, s)
	ack.Here = &here
	return ack, err
}

// after are the messages that the widget lacks: the whole latest page, if it has none.
func (h handler) after(ctx context.Context, s chat.Socket, last *chat.MessageID) (wire.Ack, error) {
	if last == nil {
		messages, err := h.web.Earlier(ctx, s.ConversationKey(), "", chat.PageSize)
		return listed(messages, true), err
	}
	messages, err := h.web.Later(ctx, s.ConversationKey(), *last)
	return listed(messages, false), err
}

func listed(messages []chat.Message, newest bool) wire.Ack {
	rows, more := socket.Fit(messages, newest)
	return wire.Ack{Messages: &rows, More: &more}
}

// activity needs nothing more than to be admitted: its sign is kept with the socket.
func (h handler) activity(context.Context, chat.Socket, []byte) (wire.Ack, error) {
	return wire.Ack{}, nil
}

func (h handler) mail(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.MailFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	left, err := h.post.Leave(ctx, s, f.Address, f.Page, f.Locale)
	return wire.Ack{Mail: left}, err
}

// notify has the visitor notified in this browser, or in none any more.
func (h handler) notify(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.NotifyFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	if f.Subscription == nil {
		return wire.Ack{}, h.web.Unsubscribe(ctx, s.VisitorKey())
	}
	return wire.Ack{}, h.bell.Subscribe(ctx, s, *f.Subscription, orNone(f.Page), orNone(f.Locale))
}

func (h handler) whatsapp(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.WhatsAppFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	way, err := h.links.WayToWhatsApp(ctx, s, f.Words)
	if err != nil {
		return wire.Ack{}, err
	}
	ack := wire.Ack{Way: &wire.WhatsAppWay{Url: way.URL, Apart: &way.Apart}}
	if path, size, err := qr.Draw(way.URL); err == nil { // else the link alone is shown
		ack.Way.Qr = &wire.QR{Path: path, Size: size}
	}
	return ack, nil
}

func (h handler) pair(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.PairFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, h.links.Paired(ctx, s, f.Yes)
}

func (h handler) identify(ctx context.Context, s chat.Socket, raw []byte) (wire.Ack, error) {
	f, err := schema.Decode[wire.IdentifyFrame](raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return wire.Ack{}, login.New(h.links, h.seals).Identify(ctx, s, f.Jwt)
}

func (h handler) end(ctx context.Context, s chat.Socket, _ []byte) (wire.Ack, error) {
	return wire.Ack{}, h.web.SignOut(ctx, s)
}
