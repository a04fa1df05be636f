// Package httpapi lets a net/http handler serve an API Gateway HTTP API. It does the work at the edge
// that all operations share: it proves the edge, finds the agent, checks the role, validates query and
// body, and words errors.
package httpapi

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/privacy"
)

// maxBody is the largest body of an operation.
const maxBody = 256 * 1024

// larger are the operations that take a whole file.
var larger = map[string]int{"/v1/knowledge/imports": 5 << 20}

// Serve makes a Lambda function of a handler for agents who are signed in.
func Serve(guard edge.Guard, team SignIns, handler http.Handler) Function {
	return serve(guard, func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (signedIn, error) {
		in, err := caller(event)
		if err == nil {
			in.agent, err = team.Known(ctx, in.agent, in.issued)
		}
		return in, err
	}, handler)
}

// ServeKeys makes one for tenants' own servers, which prove themselves with an API key.
func ServeKeys(guard edge.Guard, keys APIKeys, handler http.Handler) Function {
	return serve(guard, func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (signedIn, error) {
		key, _ := strings.CutPrefix(event.Headers["authorization"], "Bearer ")
		agent, err := keys.ByKey(ctx, key)
		return signedIn{agent: agent}, err
	}, handler)
}

// Function is a Lambda function behind an HTTP API.
type Function = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

func serve(
	guard edge.Guard, who func(context.Context, events.APIGatewayV2HTTPRequest) (signedIn, error), handler http.Handler,
) Function {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		answer := &recorder{header: http.Header{}}
		if !guard.Passes(ctx, event.Headers[edge.Header]) {
			Fail(ctx, answer, chat.Errorf(chat.Forbidden, "not_from_edge", "Use the public address."))
			return response(answer), nil
		}
		caller, err := who(ctx, event)
		if err != nil {
			Fail(ctx, answer, err)
			return response(answer), nil
		}
		caller.agent.Network = privacy.Network(event.Headers[edge.Viewer])
		request, err := request(context.WithValue(ctx, contextKey{}, caller), event)
		if err != nil {
			Fail(ctx, answer, err)
			return response(answer), nil
		}
		handler.ServeHTTP(answer, request)
		return compressed(response(answer), event.Headers["accept-encoding"]), nil
	}
}

func request(ctx context.Context, event events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body, err := edge.Body(event.Body, event.IsBase64Encoded)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_body", "The body could not be read.")
	}
	if most := max(maxBody, larger[event.RawPath]); len(body) > most {
		return nil, chat.Errorf(chat.Invalid, "body_too_large", "A body has at most %s.", chat.Size(int64(most)))
	}
	ctx = context.WithValue(ctx, originKey{}, event.Headers["origin"])
	address := url.URL{Path: event.RawPath, RawQuery: event.RawQueryString}
	if address.Path == "" {
		address.Path = event.RequestContext.HTTP.Path
	}
	r, err := http.NewRequestWithContext(ctx, event.RequestContext.HTTP.Method, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_input", "The request could not be read.")
	}
	return r, nil
}

// Mux is the mux to which a generated server adds its operations. A route of API Gateway may lead every path below a
// collection here, so a path or method that is no operation is answered like every other error.
func Mux() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		Fail(r.Context(), w, chat.Errorf(chat.NotFound, "no_operation", "This API has no such path and method."))
	})
	return mux
}

// recorder keeps an answer until it can be given to API Gateway whole.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(raw []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(raw)
}

func response(answer *recorder) events.APIGatewayV2HTTPResponse {
	answer.WriteHeader(http.StatusOK)
	headers := map[string]string{"cache-control": "no-store"}
	edge.Safe(answer.header)
	for name := range answer.header {
		headers[strings.ToLower(name)] = answer.header.Get(name)
	}
	return events.APIGatewayV2HTTPResponse{StatusCode: answer.status, Headers: headers, Body: answer.body.String()}
}
