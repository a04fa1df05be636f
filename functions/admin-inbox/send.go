package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) SendMessage(
	ctx context.Context, r inboxapi.SendMessageRequestObject,
) (inboxapi.SendMessageResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	body, err := h.body(ctx, key, r.Body)
	if err != nil {
		return nil, err
	}
	var saw *chat.Seen
	if r.Body.Epoch != nil {
		saw = &chat.Seen{Epoch: *r.Body.Epoch}
	}
	m, _, err := h.desk.Reply(ctx, agent, key, chat.MessageID(r.Body.Id), body, saw)
	return inboxapi.SendMessage201JSONResponse(m), err
}

func (h handler) StartChat(
	ctx context.Context, r inboxapi.StartChatRequestObject,
) (inboxapi.StartChatResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	to := chat.VisitorKey{Tenant: agent.Tenant, ID: chat.VisitorID(r.Visitor)}
	_, head, err := h.desk.StartChat(ctx, agent, to, chat.MessageID(r.Body.Id), r.Body.Text)
	return inboxapi.StartChat201JSONResponse(head.ForAgent()), err
}

// body is an agent's message in its stored form.
func (h handler) body(ctx context.Context, key chat.ConversationKey, m *wire.NewMessage) (chat.Body, error) {
	body := chat.Body{
		Kind: chat.BodyKind(m.Kind), Text: httpapi.Or(m.Text), ReplyTo: httpapi.Or(m.ReplyTo),
		Options: httpapi.Or(m.Options), Choose: httpapi.Or(m.Choose), Location: m.Location, People: httpapi.Or(m.People),
		Reaction: m.Reaction, Mentions: agents(m.Mentions),
	}
	if t := m.Template; t != nil {
		body.Template = &chat.Filled{Name: t.Name, Language: t.Language, Values: httpapi.Or(t.Values)}
	}
	if m.Kind == wire.NewMessageKindForm && m.Form != nil {
		form, err := h.form(ctx, key, *m.Form)
		if err != nil {
			return body, err
		}
		body.Form = &form
	}
	if err := whole(m.Kind, body, m.File != nil); err != nil {
		return body, err
	}
	if m.File == nil {
		return body, nil
	}
	kept, err := h.files.Keep(ctx, key, chat.ByAgent, m.File.Upload, m.File.Name)
	if err != nil {
		return body, err
	}
	body.Media = kept.Media
	switch m.Kind {
	case wire.NewMessageKindFile:
		body.Kind = kept.Kind
	case wire.NewMessageKindVoice:
		body.Kind, body.Media.Voice = kept.Kind, true
	}
	return body, nil
}

func agents(ids *[]string) []chat.AgentID {
	var all []chat.AgentID
	for _, id := range httpapi.Or(ids) {
		all = append(all, chat.AgentID(id))
	}
	return all
}

// whole names the part that is missing: each kind of message needs one.
func whole(kind wire.NewMessageKind, b chat.Body, file bool) error {
	has, needs := true, ""
	switch kind {
	case wire.NewMessageKindFile, wire.NewMessageKindSticker, wire.NewMessageKindVoice:
		has, needs = file, "file"
	case wire.NewMessageKindButtons:
		has, needs = len(b.Options) > 0, "options"
	case wire.NewMessageKindForm:
		has, needs = b.Form != nil, "form"
	case wire.NewMessageKindLocation:
		has, needs = b.Location != nil, "location"
	case wire.NewMessageKindContacts:
		has, needs = len(b.People) > 0, "people"
	case wire.NewMessageKindReaction:
		has, needs = b.Reaction != nil && b.Reaction.To != "", "reaction"
	case wire.NewMessageKindEdit:
		has, needs = b.ReplyTo != "" && b.Text != "", "text"
	case wire.NewMessageKindRevoke:
		has, needs = b.ReplyTo != "", "replyTo"
	case wire.NewMessageKindTemplate:
		has, needs = b.Template != nil, "template"
	}
	if !has {
		return chat.Errorf(chat.Invalid, "no_"+needs, "A message of the kind %s needs its part %s.", kind, needs)
	}
	return nil
}

func (h handler) ResendMessage(
	ctx context.Context, r inboxapi.ResendMessageRequestObject,
) (inboxapi.ResendMessageResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	m, _, err := h.desk.Resend(ctx, agent, key, chat.MessageID(r.Message), chat.MessageID(r.Body.Id))
	return inboxapi.ResendMessage201JSONResponse(m), err
}

func (h handler) MarkWrong(
	ctx context.Context, r inboxapi.MarkWrongRequestObject,
) (inboxapi.MarkWrongResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	m, err := chat.Verdicts{Desk: h.desk}.Wrong(ctx, agent, key, chat.MessageID(r.Message), httpapi.Or(r.Body.Right))
	if err == nil {
		err = h.judged(ctx, key, m.ID)
	}
	return inboxapi.MarkWrong200JSONResponse(m), err
}

func (h handler) ListTemplates(
	ctx context.Context, r inboxapi.ListTemplatesRequestObject,
) (inboxapi.ListTemplatesResponseObject, error) {
	_, key := h.key(ctx, r.Conversation)
	rows, err := h.desk.SendableTemplates(ctx, key)
	return inboxapi.ListTemplates200JSONResponse{Rows: rows}, err
}

func (h handler) GetBilling(
	ctx context.Context, r inboxapi.GetBillingRequestObject,
) (inboxapi.GetBillingResponseObject, error) {
	_, key := h.key(ctx, r.Conversation)
	if _, err := h.desk.Conversation(ctx, key); err != nil {
		return nil, err
	}
	rows, err := h.reader.Billing(ctx, key)
	return inboxapi.GetBilling200JSONResponse{Rows: rows}, err
}
