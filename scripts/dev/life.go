package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/setup"
	"github.com/coder/websocket"
	"github.com/oklog/ulid/v2"
)

// The pages, questions, browsers and languages of simulated visitors.
var (
	shopPages = []string{
		"/", "/kettles", "/kettles/copper", "/teapots", "/teapots/cast-iron", "/delivery", "/returns",
		"/cart",
	}
	questions = []string{
		"hello", "When do you open?", "How long does delivery take?", "Can I return a kettle?",
		"Do you ship to the moon?", "What is the warranty?", "Where is my order?",
	}
	browsers = []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 " +
			"(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 " +
			"(KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
	}
	tongues = []string{"en", "pt-BR,pt;q=0.9", "es-ES,es;q=0.9", "de-DE,de;q=0.9,en;q=0.8", "en-IN,en;q=0.9,hi;q=0.8"}
)

// live has one simulated visitor come, look around, sometimes ask, and leave again, through the
// public door like everybody else.
func (c *cloud) live(ctx context.Context, i int) {
	token := ""
	for ctx.Err() == nil {
		nap(ctx, rand.N(20*time.Second))
		stay, cancel := context.WithTimeout(ctx, time.Minute+rand.N(5*time.Minute))
		token = c.visit(stay, i, token)
		cancel()
	}
}

// visit is one visit to the shop's pages. It returns the token for the next visit.
func (c *cloud) visit(ctx context.Context, i int, token string) string {
	address := fmt.Sprintf("ws://localhost:%d/visitor_socket?site=%s&mode=full&from=%s", c.port, setup.DemoSite,
		places[i%len(places)].name)
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: http.Header{
		"Origin": {c.door()}, "User-Agent": {browsers[i%len(browsers)]},
		"Accept-Language": {tongues[i%len(tongues)]},
	}})
	if err != nil {
		return token
	}
	defer conn.Close(websocket.StatusNormalClosure, "")
	send := func(frame object) {
		raw, _ := json.Marshal(frame)
		_ = conn.Write(ctx, websocket.MessageText, raw)
	}
	page := func() object {
		path := shopPages[rand.N(len(shopPages))]
		return object{"url": "https://shop.demo.test" + path, "title": strings.Trim("Kettle & Co "+path, "/ ")}
	}
	hello := object{"action": "hello", "page": page()}
	if token != "" {
		hello["token"] = token
	}
	send(hello)
	go func() {
		for ctx.Err() == nil {
			nap(ctx, 5*time.Second+rand.N(40*time.Second))
			if rand.N(4) == 0 {
				send(object{"action": "message", "id": ulid.Make().String(), "text": questions[rand.N(len(questions))]})
			} else {
				send(object{"action": "page", "page": page()})
			}
		}
	}()
	for {
		_, raw, err := conn.Read(ctx)
		if err != nil {
			return token
		}
		var frame struct{ Action, Token, Code string }
		_ = json.Unmarshal(raw, &frame)
		if frame.Token != "" {
			token = frame.Token
		}
		if frame.Code == "stale_token" {
			return ""
		}
	}
}

func nap(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
