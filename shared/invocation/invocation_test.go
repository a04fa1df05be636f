package invocation

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/botifire/livechat/shared/trace"
)

type (
	request  = events.APIGatewayV2HTTPRequest
	response = events.APIGatewayV2HTTPResponse
)

func httpCall(id, header string) request {
	r := request{RouteKey: "GET /v1/conversations/{id}", Headers: map[string]string{Header: header}}
	r.RequestContext.RequestID = id
	return r
}

// The caller reads the id under which the log has the call.
func TestTheIDOfAnHTTPCall(t *testing.T) {
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "lambda-1"})
	for name, c := range map[string]struct {
		event request
		want  string
	}{
		"the gateway's":                  {httpCall("JKJaXmPLvHcESHA=", "mine-1234"), "JKJaXmPLvHcESHA="},
		"the caller's":                   {httpCall("", "mine-1234"), "mine-1234"},
		"one that would forge a line":    {httpCall("", "x\nlevel=ERROR"), "lambda-1"},
		"one that is too long":           {httpCall("", strings.Repeat("x", 65)), "lambda-1"},
		"the invocation's, without both": {httpCall("", ""), "lambda-1"},
	} {
		seen := ""
		answer, err := Traced(func(ctx context.Context, _ request) (response, error) {
			seen = trace.Request(ctx)
			return response{StatusCode: 200}, nil
		})(ctx, c.event)
		if err != nil || seen != c.want || answer.Headers[Header] != c.want {
			t.Errorf("%s: %q in the log, %q told, want %q", name, seen, answer.Headers[Header], c.want)
		}
	}
}

// A frame is found by its connection and its request.
func TestTheIDOfAFrame(t *testing.T) {
	event := events.APIGatewayWebsocketProxyRequest{}
	event.RequestContext.ConnectionID, event.RequestContext.RequestID = "conn", "req"
	event.RequestContext.RouteKey = "$connect"
	_, _ = Traced(func(ctx context.Context, _ events.APIGatewayWebsocketProxyRequest) (any, error) {
		if got := trace.Request(ctx); got != "conn/req" {
			t.Errorf("the frame is %q", got)
		}
		return nil, nil
	})(t.Context(), event)
}

// An error that a handler returns is in the log once.
func TestAReturnedErrorIsLogged(t *testing.T) {
	var out bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(trace.NewHandler(&out)))
	defer slog.SetDefault(was)
	_, err := Traced(func(context.Context, request) (response, error) { return response{}, errors.New("no table") })(
		t.Context(), httpCall("r-1", ""))
	if err == nil || strings.Count(out.String(), `"level":"ERROR"`) != 1 ||
		!strings.Contains(out.String(), `"op":"GET /v1/conversations/{id}","request":"r-1"`) {
		t.Error(err, out.String())
	}
}
