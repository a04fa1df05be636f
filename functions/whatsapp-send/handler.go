package main

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
)

type handler struct{ desk *chat.Desk }

// send does a task for WhatsApp. On the last try a message is marked as not sent, for the
// agent to see.
func (h handler) send(ctx context.Context, task chat.Task, tries int) error {
	switch task.Act {
	case chat.ActRead, chat.ActTyping:
		return h.desk.Receipt(ctx, task)
	case chat.ActTemplates:
		return h.desk.FetchChanged(ctx, task)
	}
	err := h.desk.Deliver(ctx, task)
	if err != nil && tries+1 >= config.SendTries {
		return h.desk.GiveUp(ctx, task)
	}
	return err
}
