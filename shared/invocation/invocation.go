// Package invocation runs a function's handler for Lambda: it gives the call its id, logs an error
// that the handler returns, and tells HTTP callers the id under which we find their call.
package invocation

import (
	"context"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/trace"
)

// Header is the header in which HTTP callers read the id of their call.
const Header = "x-request-id"

// Handler is a function's handler.
type Handler[E, R any] = func(context.Context, E) (R, error)

// Traced is a handler whose lines in the log all name the call.
func Traced[E, R any](handle Handler[E, R]) Handler[E, R] {
	return func(ctx context.Context, event E) (R, error) {
		ctx = begin(ctx, event)
		answer, err := handle(ctx, event)
		if _, unknown := trace.Unlogged(err); unknown != nil {
			trace.Failed(ctx, "function failed", unknown)
		}
		if http, ok := any(&answer).(*events.APIGatewayV2HTTPResponse); ok && err == nil {
			tell(http, trace.Request(ctx))
		}
		return answer, err
	}
}

// begin names the call by its event. An event without an id or a route has those of the invocation.
func begin(ctx context.Context, event any) context.Context {
	id, op := "", ""
	switch e := event.(type) {
	case events.APIGatewayV2HTTPRequest:
		id, op = httpID(e), e.RouteKey
		if op == "" {
			op = e.RequestContext.RouteKey
		}
	case events.APIGatewayWebsocketProxyRequest:
		id, op = socketID(e), strings.TrimPrefix(e.RequestContext.RouteKey, "$")
	}
	if op == "" {
		op = lambdacontext.FunctionName
	}
	if id == "" {
		if lambda, ok := lambdacontext.FromContext(ctx); ok {
			id = lambda.AwsRequestID
		}
	}
	return trace.With(ctx, id, op)
}

// httpID is API Gateway's id, which is in its access log too. A caller's own id counts where there is
// none.
func httpID(e events.APIGatewayV2HTTPRequest) string {
	if id := e.RequestContext.RequestID; id != "" {
		return id
	}
	if id := e.Headers[Header]; given().MatchString(id) {
		return id
	}
	return ""
}

// given is an id that a caller may choose: it can forge no line of a log.
var given = pattern.Lazy(`^[A-Za-z0-9_-]{8,64}$`)

// socketID is the connection and the request on it: the frames of one page are found by its first part.
func socketID(e events.APIGatewayWebsocketProxyRequest) string {
	if e.RequestContext.RequestID == "" {
		return e.RequestContext.ConnectionID
	}
	return e.RequestContext.ConnectionID + "/" + e.RequestContext.RequestID
}

func tell(answer *events.APIGatewayV2HTTPResponse, id string) {
	if id == "" {
		return
	}
	if answer.Headers == nil {
		answer.Headers = map[string]string{}
	}
	answer.Headers[Header] = id
}
