// Package push posts frames to WebSockets through API Gateway, best effort. A client that missed a
// push asks for it.
package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	api "github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi/types"
	"github.com/botifire/livechat/shared/chat"
)

// Connection ids say which of the two WebSocket APIs they belong to.
const (
	visitor = "v."
	agent   = "a."
)

// OfVisitor is our id of a connection to the visitors' WebSocket API.
func OfVisitor(id string) chat.ConnectionID { return chat.ConnectionID(visitor + id) }

// OfAgent is our id of a connection to the agents' WebSocket API.
func OfAgent(id string) chat.ConnectionID { return chat.ConnectionID(agent + id) }

// maxFrame is the largest frame of API Gateway in bytes, with room for its envelope.
const maxFrame = 31 * 1024

// Pusher posts to both APIs.
type Pusher struct{ visitors, agents *api.Client }

// New makes a pusher for the two APIs' callback addresses.
func New(cfg aws.Config, visitors, agents string) *Pusher {
	client := func(address string) *api.Client {
		return api.NewFromConfig(cfg, func(o *api.Options) {
			o.BaseEndpoint = &address
			o.Retryer = retry.AddWithMaxAttempts(cfg.Retryer(), 2)
		})
	}
	return &Pusher{client(visitors), client(agents)}
}

// Push posts one frame. A message that is too large becomes a hint to ask for it.
func (p *Pusher) Push(ctx context.Context, id chat.ConnectionID, what chat.Push) error {
	raw, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	if len(raw) > maxFrame {
		hint := chat.Push{Action: chat.PushChanged, Conversation: what.Conversation}
		if what.Message != nil {
			hint.Last = what.Message.ID
		}
		raw, _ = json.Marshal(hint)
	}
	return p.Post(ctx, id, raw)
}

// Post posts bytes unchanged: the answers to a socket's own frames.
func (p *Pusher) Post(ctx context.Context, id chat.ConnectionID, raw []byte) error {
	client, name := p.visitors, strings.TrimPrefix(string(id), visitor)
	if strings.HasPrefix(string(id), agent) {
		client, name = p.agents, strings.TrimPrefix(string(id), agent)
	}
	_, err := client.PostToConnection(ctx, &api.PostToConnectionInput{ConnectionId: &name, Data: raw})
	if _, gone := errors.AsType[*types.GoneException](err); gone {
		return chat.ErrGone
	}
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	return nil
}

// Close closes a socket.
func (p *Pusher) Close(ctx context.Context, id chat.ConnectionID) error {
	client, name := p.visitors, strings.TrimPrefix(string(id), visitor)
	if strings.HasPrefix(string(id), agent) {
		client, name = p.agents, strings.TrimPrefix(string(id), agent)
	}
	_, err := client.DeleteConnection(ctx, &api.DeleteConnectionInput{ConnectionId: &name})
	return err
}
