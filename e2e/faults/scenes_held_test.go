package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/team"
)

// heldAnswers has three unsure answers wait for the person on deck: she sends one, one goes out by itself, and one is
// dropped because she takes the conversation over.
func heldAnswers(ctx context.Context, h *host.Host) ([]string, error) {
	a, err := onDeck(ctx, h)
	if err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	asks := func(text string) (string, error) {
		pause()
		id := newID()
		_, err := v.Ask(ctx, host.Object{"action": "message", "id": id, "text": text})
		h.Drain(ctx)
		return id, err
	}
	first, err := asks("Do zebras wear hats?")
	if err != nil {
		return nil, err
	}
	at := "/v1/conversations/" + string(v.Conversation)
	if err := agentDoes(ctx, h, "POST", at+"/held", host.Object{"message": first, "act": team.Send}, nil); err != nil {
		return nil, err
	}
	if _, err := asks("Do zebras wear shoes?"); err != nil {
		return nil, err
	}
	if err := overdue(ctx, h, a); err != nil {
		return nil, err
	}
	if _, err := asks("Do zebras wear coats?"); err != nil {
		return nil, err
	}
	if err := agentActs(ctx, h, at, "take-over"); err != nil {
		return nil, err
	}
	if err := overdue(ctx, h, a); err != nil {
		return nil, err
	}
	story, err := ending(ctx, h, v)
	if err != nil {
		return nil, err
	}
	messages, err := h.Store.Since(ctx, v.Key(), "", 100)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		if m.Unanswered() {
			story = append(story, "without an answer: "+m.Effects.Gap.Question)
		}
		if m.Part != "" {
			story = append(story, "with a part of "+string(m.Part)+": "+m.Preview())
		}
	}
	if err := a.Leave(ctx); err != nil {
		return nil, err
	}
	return story, holding(ctx, h, "")
}

// aboutHolds are the calls that end a wait, and those that begin it: other scenes disturb the rest.
func aboutHolds(c host.Call) bool {
	return c.Function == "admin-inbox" || c.Function == "visit-end" || bytes.Contains(c.Body, []byte("held"))
}

// onDeck has the fast bot's unsure answers wait, and brings an agent to the deck.
func onDeck(ctx context.Context, h *host.Host) (*host.Agent, error) {
	if err := holding(ctx, h, chat.HoldSends); err != nil {
		return nil, err
	}
	a, err := h.Agent(ctx, ana)
	if err != nil {
		return nil, err
	}
	return a, a.Watch(ctx)
}

// holding sets what becomes of unsure answers, for functions that start from now on.
func holding(ctx context.Context, h *host.Host, hold chat.Hold) error {
	b, err := h.Store.Bot(ctx, host.Tenant, host.FastBot)
	if err != nil {
		return err
	}
	b.Hold = hold
	if err := h.Store.PutBot(ctx, b); err != nil {
		return err
	}
	h.Restart("widget-message", "relay", "answer", "visit-end", "admin-inbox")
	return nil
}

// overdue lets time pass until no answer waits any more. The agent's page looks again each minute, as its heartbeat
// does: in bad weather the server takes its socket for closed, and who comes back has not gone away.
func overdue(ctx context.Context, h *host.Host, a *host.Agent) error {
	kind := &types.AttributeValueMemberS{Value: dynamo.TypeHeld}
	rows, err := h.Engine.DB.Scan(ctx, &dynamodb.ScanInput{
		TableName: aws.String(dynamotest.Table), FilterExpression: aws.String("#type = :held"),
		ExpressionAttributeNames:  map[string]string{"#type": dynamo.TypeName},
		ExpressionAttributeValues: map[string]types.AttributeValue{":held": kind},
	})
	if err != nil {
		return err
	}
	for _, it := range rows.Items {
		var held team.Held
		if err := json.Unmarshal([]byte(value(it["d"])), &held); err != nil {
			return err
		}
		held.Until = held.Until.Add(-time.Hour)
		raw, err := json.Marshal(held)
		if err != nil {
			return err
		}
		it["d"] = &types.AttributeValueMemberS{Value: string(raw)}
		put := dynamodb.PutItemInput{TableName: aws.String(dynamotest.Table), Item: it}
		if _, err := h.Engine.DB.PutItem(ctx, &put); err != nil {
			return err
		}
	}
	for range 3 { // a task that failed comes again a moment later
		if err := a.Watch(ctx); err != nil {
			return err
		}
		if err := h.Elapse(ctx, time.Minute); err != nil {
			return err
		}
	}
	return nil
}
