package host

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// Agent is a browser with the admin app open.
type Agent struct {
	h    *Host
	who  chat.Agent
	conn string
}

// Agent opens an agent's socket, with as many attempts as it takes.
func (h *Host) Agent(ctx context.Context, who chat.Agent) (*Agent, error) {
	a := &Agent{h: h, who: who}
	return a, a.connect(ctx)
}

func (a *Agent) connect(ctx context.Context) error {
	var err error
	for range tries {
		var ticket wire.SocketTicket
		status := 0
		if status, err = a.h.Call(ctx, a.who, "POST", "/v1/socket-tickets", nil, &ticket); err != nil || status >= 300 {
			continue
		}
		a.conn = newID()
		event := events.APIGatewayWebsocketProxyRequest{
			Headers: map[string]string{"Origin": "https://admin.test"}, QueryStringParameters: map[string]string{
				"ticket": ticket.Ticket,
			},
		}
		event.RequestContext.ConnectionID = a.conn
		var answer events.APIGatewayProxyResponse
		if err = a.h.Invoke(ctx, "agent-connect", event, &answer); err == nil && answer.StatusCode == 200 {
			a.h.opens(a.conn)
			return nil
		}
	}
	return fmt.Errorf("no socket: %w", err)
}

// View opens a conversation.
func (a *Agent) View(ctx context.Context, id chat.ConversationID) error {
	return a.shows(ctx, Object{"conversation": id})
}

// Watch opens the flight deck.
func (a *Agent) Watch(ctx context.Context) error { return a.shows(ctx, Object{"deck": true}) }

// shows tells what the browser shows, on another socket once the server has closed this one.
func (a *Agent) shows(ctx context.Context, view Object) error {
	view["action"], view["ref"] = "view", "view"
	raw, err := json.Marshal(view)
	for range tries {
		if !a.h.Open(a.conn) {
			if err = a.connect(ctx); err != nil {
				return err
			}
		}
		err = a.h.Frame(ctx, "agent-message", a.conn, raw)
		for _, frame := range a.h.Frames(a.conn) {
			var f struct{ Action, Code, Ref string }
			if json.Unmarshal(frame, &f) == nil && f.Ref == "view" && f.Action == "ack" {
				return nil
			}
		}
	}
	return fmt.Errorf("view was not answered: %w", err)
}

// Type says that the agent writes in the conversation that is open.
func (a *Agent) Type(ctx context.Context) error {
	return a.h.Frame(ctx, "agent-message", a.conn, []byte(`{"action":"typing","typing":true}`))
}

// Leave closes the browser.
func (a *Agent) Leave(ctx context.Context) error {
	a.h.closes(a.conn)
	event := events.APIGatewayWebsocketProxyRequest{}
	event.RequestContext.ConnectionID = a.conn
	var err error
	for range tries {
		if err = a.h.Invoke(ctx, "agent-disconnect", event, nil); err == nil {
			return nil
		}
	}
	return err
}

// Conn is the id of the agent's socket.
func (a *Agent) Conn() string { return a.conn }
