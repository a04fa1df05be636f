package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Bots asks each bot according to its kind.
type Bots struct {
	scripted *ScriptBot
	http     *http.Client
	secret   func(ctx context.Context, b chat.Bot) ([]byte, error)
	judge    func(answer []byte) error
}

// New makes a responder for bots of both kinds. client calls tenants' addresses, secret decrypts the
// secret that signs calls to a bot, judge checks answers against their schema.
func New(
	scripted *ScriptBot, client *http.Client, secret func(context.Context, chat.Bot) ([]byte, error),
	judge func([]byte) error,
) *Bots {
	return &Bots{scripted, client, secret, judge}
}

// Greet is the bot's first message. A webhook bot waits for the visitor.
func (b *Bots) Greet(ctx context.Context, bot chat.Bot, locale string) ([]chat.Body, error) {
	if bot.Kind == chat.ScriptBot {
		return b.scripted.Greet(ctx, bot, locale)
	}
	return nil, nil
}

// Respond asks the bot.
func (b *Bots) Respond(ctx context.Context, q chat.Question) (chat.Answer, error) {
	if q.Bot.Kind == chat.ScriptBot {
		return b.scripted.Respond(ctx, q)
	}
	return b.call(ctx, q)
}

// maxAnswer is the largest answer of a webhook bot, in bytes.
const maxAnswer = 256 << 10

// webhookQuestion is the request to a customer's bot.
type webhookQuestion struct {
	ID      chat.MessageID  `json:"id"`
	Source  chat.Source     `json:"source"`
	Message chat.Body       `json:"message"`
	State   json.RawMessage `json:"state,omitempty"`
	Visitor string          `json:"visitor"`
}

// webhookAnswer is its answer: BotAnswer of api/schemas.yaml.
type webhookAnswer struct {
	Bubbles  []chat.Body        `json:"bubbles"`
	State    json.RawMessage    `json:"state"`
	Goals    []chat.GoalReached `json:"goals"`
	HandOver string             `json:"handover"`
	NoAnswer bool               `json:"noAnswer"`
}

// call posts the question, signed: X-Botifire-Signature is t=<unix seconds>,
// v1=<hex HMAC-SHA256 of "<t>.<body>">. A timeout or 5xx is retried; anything else is final.
func (b *Bots) call(ctx context.Context, q chat.Question) (chat.Answer, error) {
	raw, err := b.post(ctx, q.Bot, webhookQuestion{
		q.Message.ID, q.Source, *q.Message.Body(), q.State, q.Message.Author.ID,
	})
	if err != nil {
		return chat.Answer{}, err
	}
	a, err := b.judged(q, raw)
	words := ""
	for _, b := range a.Bubbles {
		words += b.Text + " "
	}
	return introduced(q, a, tongues[languageOf(words)].assistant), err
}

// Tell posts a notification to a tenant's own bot, signed like a question. The body of the answer
// does not matter, as long as its status is 200.
func (b *Bots) Tell(ctx context.Context, bot chat.Bot, n chat.Notice) error {
	_, err := b.post(ctx, bot, struct {
		Event   string         `json:"event"`
		Visitor chat.VisitorID `json:"visitor"`
		At      time.Time      `json:"at"`
	}{n.Event, n.Visitor, n.At})
	return err
}

// post sends JSON to a bot's address, signed, and returns the answer.
func (b *Bots) post(ctx context.Context, bot chat.Bot, what any) ([]byte, error) {
	body, err := json.Marshal(what)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	secret, err := b.secret(ctx, bot)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "bot_secret", "The bot's secret cannot be opened.")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, bot.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Botifire-Signature", sign(body, secret, time.Now()))
	answer, err := b.http.Do(request)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "bot_unreachable", "The bot cannot be reached.")
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil || answer.StatusCode >= 500 {
		return nil, chat.Errorf(chat.Unavailable, "bot_unreachable", "The bot cannot be reached.")
	}
	if answer.StatusCode != http.StatusOK || len(raw) > maxAnswer {
		return nil, fmt.Errorf("bot: answered %d", answer.StatusCode)
	}
	return raw, nil
}

func sign(body, secret []byte, at time.Time) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// maxState is the largest state of a bot, in bytes.
const maxState = 8 << 10

// judged checks a bot's answer against the schema and reads it. An answer with one invalid part is
// refused as a whole: the rest of it may mean something else.
func (b *Bots) judged(q chat.Question, raw []byte) (chat.Answer, error) {
	if err := b.judge(raw); err != nil {
		return chat.Answer{}, fmt.Errorf("bot: its answer does not match the schema: %w", err)
	}
	var said webhookAnswer
	if err := json.Unmarshal(raw, &said); err != nil {
		return chat.Answer{}, fmt.Errorf("bot: its answer cannot be read: %w", err)
	}
	if len(said.State) > maxState {
		return chat.Answer{}, fmt.Errorf("bot: its state has more than %d bytes", maxState)
	}
	if string(said.State) == "null" {
		said.State = nil
	}
	answer := chat.Answer{Bubbles: said.Bubbles, Effects: chat.Effects{State: said.State, HandOver: said.HandOver}}
	for _, goal := range said.Goals {
		goal.Verified = false // only the tenant's server, with its API key, may set that
		answer.Effects.Goals = append(answer.Effects.Goals, goal)
	}
	if said.NoAnswer {
		answer.Effects.Gap = &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}
	}
	return answer, nil
}
