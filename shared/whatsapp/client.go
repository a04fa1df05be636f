package whatsapp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"sync/atomic"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Client calls Meta's Graph API for the numbers whose tokens it can decrypt.
type Client struct {
	Graph string // https://graph.facebook.com/v25.0
	Token func(ctx context.Context, n chat.Number) ([]byte, error)
	Files func(ctx context.Context, key chat.ConversationKey, upload string) (io.ReadCloser, error) // our files
	// Keep stores a customer's file.
	Keep Keep
	http *http.Client
}

// New makes a client. token decrypts a number's access token.
func New(graph string, token func(context.Context, chat.Number) ([]byte, error)) *Client {
	return &Client{Graph: strings.TrimSuffix(graph, "/"), Token: token, http: &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Send posts one bubble. Meta has no idempotency key, so a failure after the first byte was written,
// without an error code of Graph's, may have been a success: Lost.
func (c *Client) Send(ctx context.Context, n chat.Number, out chat.Outgoing) (string, error) {
	if err := ValidateOutgoing(out); err != nil {
		return "", &chat.SendError{Reason: errorText(err)}
	}
	token, err := c.Token(ctx, n)
	if err != nil {
		return "", fmt.Errorf("whatsapp: token: %w", err)
	}
	media := ""
	if out.Body.Media != nil {
		if media, err = c.upload(ctx, n, token, out.Key, *out.Body.Media); err != nil {
			return "", err
		}
	}
	body, err := Request(out, media)
	if err != nil {
		return "", &chat.SendError{Reason: errorText(err)}
	}
	status, raw, err := c.post(ctx, n.ID+"/messages", token, "application/json", bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return "", err
	}
	return outcome(status, raw)
}

func errorText(err error) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Text
	}
	return err.Error()
}

// post calls Graph once. A failure may have been a success only if the first byte of the request was
// written; httptrace tells.
func (c *Client) post(
	ctx context.Context, path string, token []byte, kind string, body io.Reader, size int64,
) (int, []byte, error) {
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaderField: func(string, []string) { wrote.Store(true) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Graph+"/"+path, body)
	if err != nil {
		return 0, nil, fmt.Errorf("whatsapp: %w", err)
	}
	request.ContentLength = size
	request.Header.Set("Authorization", "Bearer "+string(token))
	request.Header.Set("Content-Type", kind)
	answer, err := c.http.Do(request)
	if err != nil {
		if wrote.Load() {
			return 0, nil, lost()
		}
		return 0, nil, &chat.SendError{Reason: "WhatsApp cannot be reached. We try again.", Retry: 5 * time.Second}
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return 0, nil, lost()
	}
	return answer.StatusCode, raw, nil
}

func lost() error {
	return &chat.SendError{
		Lost: true, Reason: "WhatsApp did not say whether this was sent. Ask the customer, or send it again.",
	}
}

// upload uploads a file of ours to Meta and returns Meta's id of it. The customer sees nothing of
// it, so any failure may be retried.
func (c *Client) upload(
	ctx context.Context, n chat.Number, token []byte, key chat.ConversationKey, m chat.Media,
) (string, error) {
	again := &chat.SendError{Reason: "WhatsApp did not take the file yet. We try again.", Retry: 5 * time.Second}
	content, err := c.Files(ctx, key, m.Upload)
	if chat.KindOf(err) != "" {
		return "", &chat.SendError{Reason: errorText(err)}
	}
	if err != nil {
		return "", again
	}
	defer content.Close()
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	_ = form.WriteField("messaging_product", "whatsapp")
	_ = form.WriteField("type", m.Type)
	_, _ = form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", m.Name)}, "Content-Type": {m.Type},
	})
	tail := "\r\n--" + form.Boundary() + "--\r\n"
	size := int64(head.Len()) + m.Size + int64(len(tail))
	status, raw, err := c.post(ctx, n.ID+"/media", token, form.FormDataContentType(),
		io.MultiReader(&head, content, strings.NewReader(tail)), size)
	if err != nil {
		return "", again
	}
	var taken struct {
		ID id `json:"id"`
	}
	if status == http.StatusOK && json.Unmarshal(raw, &taken) == nil && taken.ID != "" {
		return string(taken.ID), nil
	}
	if _, err := outcome(status, raw); err != nil {
		if failed, ok := errors.AsType[*chat.SendError](err); ok && !failed.Lost {
			return "", failed
		}
	}
	return "", again
}

// Read shows the customer that their message was read, and maybe that an agent is typing.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
func (c *Client) Read(ctx context.Context, n chat.Number, wamid string, typing bool) error {
	token, err := c.Token(ctx, n)
	if err != nil {
		return fmt.Errorf("whatsapp: token: %w", err)
	}
	told := object{"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
	if typing {
		told["typing_indicator"] = object{"type": "text"}
	}
	body, err := json.Marshal(told)
	if err != nil {
		return err
	}
	status, raw, err := c.post(ctx, n.ID+"/messages", token, "application/json", bytes.NewReader(body), int64(len(body)))
	if err == nil && status != http.StatusOK {
		_, err = outcome(status, raw)
	}
	return err
}

// outcome reads Graph's answer to a send. Only an error code of Graph's means that nothing was sent.
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
		return "", advice(*answer.Error.Code).failure(*answer.Error.Code)
	}
	if status != http.StatusOK || len(answer.Messages) == 0 || answer.Messages[0].ID == "" {
		return "", lost()
	}
	return answer.Messages[0].ID, nil
}
