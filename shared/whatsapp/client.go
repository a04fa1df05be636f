package whatsapp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Client sends through Meta's Graph API.
type Client struct {
	graph string // https://graph.facebook.com/v25.0
	token func(ctx context.Context, n chat.Number) ([]byte, error)
	http  *http.Client
}

// New makes a client. token opens a number's access token.
func New(graph string, token func(context.Context, chat.Number) ([]byte, error)) *Client {
	return &Client{strings.TrimSuffix(graph, "/"), token, &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Send posts one bubble. Meta knows no idempotency key, so a failure after the first
// byte was written, without an error code of Graph's, may have been a success: Lost.
func (c *Client) Send(ctx context.Context, n chat.Number, out chat.Outgoing) (string, error) {
	body, err := Request(out)
	if err != nil {
		return "", &chat.SendError{Reason: err.Error()}
	}
	token, err := c.token(ctx, n)
	if err != nil {
		return "", fmt.Errorf("whatsapp: token: %w", err)
	}
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaderField: func(string, []string) { wrote.Store(true) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.graph+"/"+n.ID+"/messages", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("whatsapp: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(request)
	if err != nil {
		if wrote.Load() {
			return "", lost()
		}
		return "", &chat.SendError{Reason: "WhatsApp cannot be reached. We try again.", Retry: 5 * time.Second}
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return "", lost()
	}
	return outcome(answer.StatusCode, raw)
}

func lost() error {
	return &chat.SendError{Lost: true, Reason: "WhatsApp did not say whether this was sent. Ask the customer, or send it again."}
}

// outcome reads Graph's answer. Only an error code of Graph's says that nothing was sent.
func outcome(status int, raw []byte) (string, error) {
	var answer struct {
		Messages []struct {
			ID string `json:"id"`
		} `json:"messages"`
		Error *struct {
			Code *int `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal(raw, &answer) != nil {
		return "", lost()
	}
	if answer.Error != nil && answer.Error.Code != nil {
		v := advice(*answer.Error.Code)
		return "", &chat.SendError{Code: *answer.Error.Code, Reason: v.text, Retry: v.wait}
	}
	if status != http.StatusOK || len(answer.Messages) == 0 || answer.Messages[0].ID == "" {
		return "", lost()
	}
	return answer.Messages[0].ID, nil
}
