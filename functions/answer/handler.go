package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	desk  *chat.Desk
	bots  *bot.Bots
	queue queue.Tasks
}

// The waits until a bot is asked again: a server that could not be reached, and a judge of our own that starts, for
// which somebody waits. One that has not answered is asked again within three seconds.
const (
	retry = 20 * time.Second
	soon  = time.Second
)

// waitAfter is the wait after a failure.
func waitAfter(err error) time.Duration {
	if errors.Is(err, chat.ErrLater) {
		return soon
	}
	return retry
}

// task is one message of the queue: a question for a bot, or a notification to one.
type task struct {
	chat.Task
	Event string `json:"event"`
}

// answer takes questions, and gives back those whose bot could not be reached. On the
// last try such a bot counts as failed: the question gets a person.
func (h handler) answer(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, m := range batch.Records {
		if err := h.one(queue.Continued(ctx, m, "answer"), m); err != nil {
			h.queue.Again(ctx, m, waitAfter(err))
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return failed, nil
}

func (h handler) one(ctx context.Context, m events.SQSMessage) error {
	var t task
	err := json.Unmarshal([]byte(m.Body), &t)
	switch tries, _ := strconv.Atoi(m.Attributes["ApproximateReceiveCount"]); {
	case err != nil:
	case t.Event != "":
		ctx = trace.As(ctx, "tell")
		err = h.tell(ctx, m.Body)
	default:
		err = h.desk.Answer(ctx, t.Task, tries >= config.AnswerTries)
	}
	if err == nil {
		return nil
	}
	level := slog.LevelError
	if chat.CodeOf(err) == "bot_unreachable" || errors.Is(err, chat.ErrLater) {
		level = slog.LevelWarn // the tenant's own server, or one that starts
	}
	slog.Log(ctx, level, "task comes again", "conversation", t.Conversation, "message", t.Message, "event", t.Event,
		"error", err.Error())
	return err
}

// tell delivers a notification to the tenant's own bot, if there still is one.
func (h handler) tell(ctx context.Context, body string) error {
	var n chat.Notice
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		return err
	}
	b, err := h.desk.Bot(ctx, n.Tenant, n.Bot)
	if errors.Is(err, chat.ErrNotFound) || (err == nil && b.Kind != chat.WebhookBot) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.bots.Tell(ctx, b, n)
}

// secrets opens the secret by which we prove ourselves to a tenant's own bot.
func secrets(sealer *seal.Sealer) func(context.Context, chat.Bot) ([]byte, error) {
	return func(ctx context.Context, b chat.Bot) ([]byte, error) {
		return sealer.Open(ctx, b.Tenant, chat.BotSecret, string(b.ID), b.Sealed)
	}
}
