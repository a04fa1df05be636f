package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/wire"
	"github.com/coder/websocket"
	"github.com/oklog/ulid/v2"
)

// toAgent measures the time from a visitor's frame to the push to an agent with the conversation
// open: the median of five runs of ten.
func toAgent(ctx context.Context, f facts) (time.Duration, error) {
	token, err := walk(ctx, f, "agent@demo.test")
	if err != nil {
		return 0, err
	}
	var runs times
	for range 5 {
		took, err := watch(ctx, f, token)
		if err != nil {
			return 0, err
		}
		runs = append(runs, took)
	}
	return runs.median(), nil
}

func watch(ctx context.Context, f facts, token string) (time.Duration, error) {
	door := strings.Replace(f.Door, "http", "ws", 1)
	visitor, err := open(ctx, door+"/visitor_socket?site=demo-shop&mode=full", f.Door)
	if err != nil {
		return 0, err
	}
	defer visitor.CloseNow()
	welcome, err := answered(ctx, visitor, `{"action":"hello","ref":"h"}`, `"welcome"`)
	if err != nil {
		return 0, err
	}
	var w wire.Welcome
	if err := json.Unmarshal(welcome, &w); err != nil {
		return 0, err
	}
	if _, err := answered(ctx, visitor, say("hello"), `"ack"`); err != nil {
		return 0, err
	}
	ticket, err := newTicket(ctx, f, token)
	if err != nil {
		return 0, err
	}
	agent, err := open(ctx, door+"/agent_socket?ticket="+ticket, f.Door)
	if err != nil {
		return 0, err
	}
	defer agent.CloseNow()
	if _, err := answered(ctx, agent, `{"action":"view","conversation":"`+w.Conversation+`","ref":"v"}`,
		`"ack"`); err != nil {
		return 0, err
	}
	var took times
	for i := range 10 {
		words := fmt.Sprintf("can you see number %d?", i)
		began := time.Now()
		if err := visitor.Write(ctx, websocket.MessageText, []byte(say(words))); err != nil {
			return 0, err
		}
		if err := until(ctx, agent, words); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
		if err := until(ctx, visitor, `"ack"`); err != nil {
			return 0, err
		}
	}
	return took.median(), nil
}

func say(text string) string {
	return `{"action":"message","id":"` + ulid.Make().String() + `","text":"` + text + `","ref":"m"}`
}

func newTicket(ctx context.Context, f facts, token string) (string, error) {
	var made wire.SocketTicket
	err := asked(ctx, f, token, http.MethodPost, "/v1/socket-tickets", nil, &made)
	return made.Ticket, err
}

// open dials a socket as a page of this origin.
func open(ctx context.Context, address, origin string) (*websocket.Conn, error) {
	header := http.Header{"User-Agent": {
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
	}}
	if origin != "" {
		header.Set("Origin", origin)
	}
	c, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: header})
	if err == nil {
		c.SetReadLimit(1 << 20)
	}
	return c, err
}

// answered sends a frame and returns the first one that holds a sign.
func answered(ctx context.Context, c *websocket.Conn, frame, sign string) ([]byte, error) {
	if err := c.Write(ctx, websocket.MessageText, []byte(frame)); err != nil {
		return nil, err
	}
	return read(ctx, c, sign)
}

func until(ctx context.Context, c *websocket.Conn, sign string) error {
	_, err := read(ctx, c, sign)
	return err
}

func read(ctx context.Context, c *websocket.Conn, sign string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		_, raw, err := c.Read(ctx)
		if err != nil {
			return nil, fmt.Errorf("no frame with %s: %w", sign, err)
		}
		if bytes.Contains(raw, []byte(`"action":"error"`)) {
			return nil, fmt.Errorf("answered by %s", raw)
		}
		if bytes.Contains(raw, []byte(sign)) {
			return raw, nil
		}
	}
}
