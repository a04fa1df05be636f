package host

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

// Kettle is the company as Meta knows it.
var Kettle = meta.Business{
	Name: "Kettle", WABA: "200000", Number: MetaNumber, Spare: "100200300", Display: "15550100000",
	Token: "meta-token", App: MetaApp, Flows: map[string]string{"600": "Contact"},
	Templates: []Object{{
		"name": "hello", "language": "en", "status": "APPROVED", "category": "UTILITY",
		"components": []Object{{"type": "BODY", "text": "Hello {{1}}"}},
	}},
}

// graphPath is where functions find the Graph API, after their own name.
const graphPath = "/graph/v25.0"

// startMeta starts the stand-in for Meta. It sends no statuses by itself: tests deliver them.
func (h *Host) startMeta() {
	h.Meta = meta.New(Kettle, h.Address()+"/whatsapp-media/graph", h.post)
	h.Meta.Behave(meta.Behaviour{Statuses: []string{}})
	h.graph = http.NewServeMux()
	h.Meta.Graph(h.graph)
}

// callGraph passes a call on to the stand-in, and notes the messages that it accepts.
func (o *Outside) callGraph(r *http.Request, path string, body []byte) (int, []byte) {
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.Body = strings.TrimPrefix(path, "graph"), io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	o.graph.ServeHTTP(answer, inner)
	sent := strings.HasSuffix(path, "/messages") && !bytes.Contains(body, []byte(`"status":"read"`))
	if sent && answer.Code == http.StatusOK {
		o.mu.Lock()
		o.sends = append(o.sends, body)
		o.mu.Unlock()
	}
	return answer.Code, answer.Body.Bytes()
}

// post runs the function that serves an address of the webhooks.
func (h *Host) post(ctx context.Context, path string, body []byte) (int, []byte, error) {
	function := "whatsapp-webhook"
	event := events.APIGatewayV2HTTPRequest{
		Body: string(body), PathParameters: map[string]string{"app": MetaApp},
		Headers: map[string]string{"x-hub-signature-256": whatsapp.Sign(body, []byte(appSecret))},
	}
	event.RequestContext.HTTP.Method = http.MethodPost
	if strings.HasPrefix(path, "/webhooks/flows/") {
		function, event.PathParameters["number"] = "whatsapp-flow", MetaNumber
	}
	var answer events.APIGatewayV2HTTPResponse
	err := h.Invoke(ctx, function, event, &answer)
	return answer.StatusCode, []byte(answer.Body), err
}

// Webhook delivers a body to the webhook, signed, and returns the status of its answer. The
// messages in it are then on the customers' phones.
func (h *Host) Webhook(ctx context.Context, body []byte) (int, error) {
	h.wrote(body)
	return h.Deliver(ctx, body)
}

// Deliver is Webhook for customers who will get no answer, so that its time is that of the function.
func (h *Host) Deliver(ctx context.Context, body []byte) (int, error) {
	status, _, err := h.post(ctx, "/webhooks/whatsapp/"+MetaApp, body)
	return status, err
}

// wrote tells the stand-in which customers wrote the messages of a delivery.
func (h *Host) wrote(body []byte) {
	var delivery struct {
		Entry []struct {
			Changes []struct{ Value struct{ Messages []Object } }
		}
	}
	if json.Unmarshal(body, &delivery) != nil {
		return // a test delivers a body that cannot be read
	}
	for _, entry := range delivery.Entry {
		for _, change := range entry.Changes {
			for _, message := range change.Value.Messages {
				h.Meta.Wrote(message)
			}
		}
	}
}

// FlowKey makes a key for the Flows of the company's number.
func (h *Host) FlowKey(ctx context.Context) error {
	provisioner := &setup.Provisioner{Store: h.Store, Sealer: h.Sealer()}
	return provisioner.FlowKey(ctx, Tenant, MetaNumber, h.Address()+"/setup"+graphPath)
}

// Flow posts to the endpoint of the number's Flows, signed.
func (h *Host) Flow(ctx context.Context, body []byte) (int, error) {
	status, _, err := h.post(ctx, "/webhooks/flows/"+MetaApp+"/"+MetaNumber, body)
	return status, err
}

// Photo puts a picture on Meta's servers, as if a customer had attached it, and returns its id.
func (h *Host) Photo(name string) string {
	id := "media-" + name
	h.Meta.Keep(id, "image/png", Picture)
	return id
}

// Picture is a PNG of one dot.
var Picture = []byte("\x89PNG\r\n\x1a\n" +
	"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")
