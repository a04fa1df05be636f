package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/signin"
	"github.com/botifire/livechat/shared/setup"
	"github.com/coder/websocket"
)

// alerted are how many talks need a person in a run: one person is alerted at most 60 times an hour.
const alerted = 40

// alerts measures the time from a visitor's words that need a person until somebody on deck is alerted.
func (b *bench) alerts(ctx context.Context, f facts) error {
	token, err := walk(ctx, f, "lead@demo.test") // whose hands the demo leaves free
	if err != nil {
		return err
	}
	ticket, err := newTicket(ctx, f, token)
	if err != nil {
		return err
	}
	door := strings.Replace(f.Door, "http", "ws", 1)
	agent, err := open(ctx, door+"/agent_socket?ticket="+ticket, f.Door)
	if err != nil {
		return err
	}
	defer agent.CloseNow()
	if _, err := answered(ctx, agent, `{"action":"view","deck":true,"ref":"v"}`, `"ack"`); err != nil {
		return err
	}
	var took times
	for range alerted {
		one, err := alert(ctx, f, door, agent)
		if err != nil {
			return err
		}
		took = append(took, one)
	}
	fmt.Printf("  words that need a person until the alert: p50 %s, p95 %s\n", ms(took.median()), ms(took.at(0.95)))
	b.add("words that need a person until the alert", "an echo "+b.echo, within(took.at(0.95), 2*time.Second))
	return nil
}

// alert has a new visitor say such words, and waits for the alert.
func alert(ctx context.Context, f facts, door string, agent *websocket.Conn) (time.Duration, error) {
	visitor, err := open(ctx, door+"/visitor_socket?site=demo-shop&mode=full", f.Door)
	if err != nil {
		return 0, err
	}
	defer visitor.CloseNow()
	if _, err := answered(ctx, visitor, `{"action":"hello","ref":"h"}`, `"welcome"`); err != nil {
		return 0, err
	}
	if _, err := answered(ctx, visitor, say("When do you open?"), `"ack"`); err != nil {
		return 0, err
	}
	began := time.Now()
	words := say("it caught fire and my son is injured") // of danger: they alert by themselves
	if err := visitor.Write(ctx, websocket.MessageText, []byte(words)); err != nil {
		return 0, err
	}
	err = until(ctx, agent, `"action":"alert"`)
	return time.Since(began), err
}

// alertOften has the demo team alerted as often as a team may be, once functions read its settings again.
func alertOften(ctx context.Context, f facts) error {
	token, err := walk(ctx, f, "owner@demo.test")
	if err != nil {
		return err
	}
	var general map[string]any
	if err := asked(ctx, f, token, http.MethodGet, "/v1/general", nil, &general); err != nil {
		return err
	}
	general["alerts"] = map[string]any{"level": "sensitive", "hourly": 60}
	return asked(ctx, f, token, http.MethodPut, "/v1/general", general, nil)
}

// walk signs somebody of the demo team in, and returns the token of the admin API.
func walk(ctx context.Context, f facts, who string) (string, error) {
	tokens, err := signin.Walk(ctx, signin.Page{
		Endpoint: f.Endpoint, Client: f.Stack["Client"], Back: f.Door + "/admin/signed-in",
	}, who, setup.DemoPassword)
	return tokens.ID, err
}

// asked calls an operation of the admin API as a page does.
func asked(ctx context.Context, f facts, token, method, path string, body, out any) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, f.Door+path, content)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Origin", f.Door)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %d", method, path, answer.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(out)
}
