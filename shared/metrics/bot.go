package metrics

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Bots is a responder whose answers are counted, with the time that each took.
type Bots struct {
	chat.Responder
	Meter *Meter
}

// Respond asks the bot.
func (b Bots) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	began := time.Now()
	answer, err := b.Responder.Respond(ctx, q)
	outcome := "answered"
	switch {
	case err != nil:
		outcome = "failed"
	case answer.Effects.HandOver != "":
		outcome = "handed-over"
	}
	b.Meter.Took(ctx, BotAnswers, time.Since(began), string(q.Bot.Kind), outcome)
	return answer, err
}
