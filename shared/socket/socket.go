// Package socket is shared by the socket functions: it reads API Gateway's events and answers on
// the same socket.
package socket

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/geo"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/wire"
)

// Event is a frame, or a connect or disconnect, from API Gateway.
type Event = events.APIGatewayWebsocketProxyRequest

// Response is the function's answer to API Gateway.
type Response = events.APIGatewayProxyResponse

// Status is an answer without a body, because clouds treat a body differently.
func Status(code int) (Response, error) { return Response{StatusCode: code}, nil }

// Refuse answers $connect. A browser hides the reason, so it is logged; an
// internal error may be temporary, so the widget is told to retry.
func Refuse(ctx context.Context, err error) (Response, error) {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		slog.InfoContext(ctx, "refused", "code", e.Code)
		switch e.Kind {
		case chat.TooMany:
			return Status(429)
		case chat.Unavailable:
			return Status(503)
		}
		return Status(403)
	}
	trace.Failed(ctx, "connect failed", err)
	return Status(500)
}

// Disconnect is the function of $disconnect, which forgets a socket. of turns API Gateway's id of the
// connection into ours. API Gateway may repeat the event: a socket that is gone already is a success.
func Disconnect(
	forget func(context.Context, chat.ConnectionID, time.Time) error, of func(string) chat.ConnectionID,
) func(context.Context, Event) (Response, error) {
	return func(ctx context.Context, e Event) (Response, error) {
		err := forget(ctx, of(e.RequestContext.ConnectionID), time.Now().UTC().Truncate(time.Millisecond))
		if chat.Except(err, chat.ErrNotFound) != nil {
			return Refuse(ctx, err)
		}
		return Status(200)
	}
}

// Headers are the headers of the handshake, by lower-case name.
func Headers(e Event) geo.Headers {
	headers := geo.Headers{}
	for name, value := range e.Headers {
		headers[strings.ToLower(name)] = value
	}
	return headers
}

// Body is the frame's bytes.
func Body(e Event) ([]byte, error) {
	raw, err := edge.Body(e.Body, e.IsBase64Encoded)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_json", "Frames are text, not binary.")
	}
	return raw, nil
}

// Poster posts an answer to the socket that asked.
type Poster interface {
	Post(ctx context.Context, id chat.ConnectionID, raw []byte) error
	Close(ctx context.Context, id chat.ConnectionID) error
}

// Answer posts a frame. A closed socket needs no answer.
func Answer(ctx context.Context, to Poster, id chat.ConnectionID, frame any) {
	raw, err := json.Marshal(wire.Whole(frame))
	if err == nil {
		err = to.Post(ctx, id, raw)
	}
	if err != nil && !errors.Is(err, chat.ErrGone) {
		trace.Failed(ctx, "answer lost", err)
	}
}

// Fail posts an error, and closes a socket that we do not know.
func Fail(ctx context.Context, to Poster, id chat.ConnectionID, ref string, err error) {
	if chat.Ours(err) {
		trace.Failed(ctx, "frame failed", err)
	}
	Answer(ctx, to, id, wire.FailedFrame(err, ref))
	if errors.Is(err, chat.ErrGone) {
		_ = to.Close(ctx, id)
	}
}

// Refused is Fail of a rejected frame: a socket that stays over the rate limit is closed, and every socket of a
// closed stage.
func Refused(ctx context.Context, to Poster, id chat.ConnectionID, ref string, err error) {
	Fail(ctx, to, id, ref, err)
	if chat.KindOf(err) == chat.TooMany || errors.Is(err, chat.ErrClosed) {
		_ = to.Close(ctx, id)
	}
}

// Fit returns as many messages as fit one push, from the end if newest is set, and whether
// there are more.
func Fit(messages []chat.Message, newest bool) ([]chat.Message, bool) {
	size := 0
	for i := range messages {
		at := i
		if newest {
			at = len(messages) - 1 - i
		}
		raw, _ := json.Marshal(messages[at])
		if size += len(raw); size > chat.MaxBody && i > 0 {
			if newest {
				return messages[at+1:], true
			}
			return messages[:at], true
		}
	}
	return messages, false
}
