package main

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// bots finds a tenant's bots.
type bots interface {
	Bot(ctx context.Context, tenant chat.TenantID, bot chat.BotID) (chat.Bot, error)
}

// asker asks bots that answer from scripts, as a visitor on the web.
type asker struct {
	bots bots
	mind *bot.ScriptBot
}

// Answering is the entry that answers a text. A bot that is gone, and one of the team's own, is answered by none.
func (a *asker) Answering(ctx context.Context, t chat.TenantID, id chat.BotID, text string) (string, error) {
	b, err := a.bots.Bot(ctx, t, id)
	if errors.Is(err, chat.ErrNotFound) || err == nil && b.Kind != chat.ScriptBot {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	answer, err := a.mind.Respond(ctx, chat.Question{
		Bot: b, Source: chat.Web, Last: true, Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	})
	if why := answer.Effects.Why; err == nil && why != nil && why.Answered && len(why.Best) > 0 {
		return why.Best[0].Entry, nil
	}
	return "", err
}
