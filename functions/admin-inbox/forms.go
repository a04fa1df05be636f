package main

import (
	"context"
	"slices"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

func (h handler) ListForms(
	ctx context.Context, r inboxapi.ListFormsRequestObject,
) (inboxapi.ListFormsResponseObject, error) {
	_, key := h.key(ctx, r.Conversation)
	rows, err := h.forms(ctx, key)
	return inboxapi.ListForms200JSONResponse{Rows: rows}, err
}

// forms are those of the script in force that can be sent in a conversation: on WhatsApp
// those that a Flow asks.
func (h handler) forms(ctx context.Context, key chat.ConversationKey) ([]chat.Form, error) {
	forms := []chat.Form{}
	head, err := h.desk.Conversation(ctx, key)
	if err != nil {
		return forms, err
	}
	stored, err := h.reader.PublishedScript(ctx, key.Tenant, head.Bot)
	if err != nil || len(stored.Text) == 0 {
		return forms, err
	}
	script, err := bot.Parse(stored.Text)
	if err != nil {
		return forms, err
	}
	for _, f := range script.Forms() {
		if head.Source != chat.WhatsApp || f.Flow != "" {
			forms = append(forms, f.Form)
		}
	}
	return forms, nil
}

func (h handler) form(ctx context.Context, key chat.ConversationKey, id string) (chat.Form, error) {
	forms, err := h.forms(ctx, key)
	if err != nil {
		return chat.Form{}, err
	}
	i := slices.IndexFunc(forms, func(f chat.Form) bool { return f.ID == id })
	if i < 0 {
		return chat.Form{}, chat.Errorf(chat.Invalid, "unknown_form",
			"The bot's script has no such form that can be sent here.")
	}
	return forms[i], nil
}
