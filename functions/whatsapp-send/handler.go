package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
)

type handler struct{ courier *chat.Courier }

// send does a task for WhatsApp. On the last try a message is marked as not sent, for the
// agent to see.
func (h handler) send(ctx context.Context, task chat.Task, tries int) error {
	switch task.Act {
	case chat.ActRead, chat.ActTyping:
		return h.courier.MarkReadOnWhatsApp(ctx, task)
	case chat.ActTemplates:
		return h.courier.FetchChanged(ctx, task)
	}
	err := h.courier.Deliver(ctx, task)
	if err != nil && tries+1 >= config.SendTries {
		return h.courier.GiveUp(ctx, task)
	}
	return err
}
