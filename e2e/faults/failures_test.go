package faults

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/whatsapp"
)

// errorLines are the lines of level ERROR in a log.
func errorLines(t *testing.T, log string) []map[string]any {
	t.Helper()
	var found []map[string]any
	for raw := range strings.Lines(log) {
		line := map[string]any{}
		if err := json.Unmarshal([]byte(raw), &line); err != nil {
			t.Errorf("a line that is not JSON: %s", raw)
		}
		if line["level"] == "ERROR" {
			found = append(found, line)
		}
	}
	return found
}

func operation(key string, claims map[string]string) events.APIGatewayV2HTTPRequest {
	method, path, _ := strings.Cut(key, " ")
	e := events.APIGatewayV2HTTPRequest{RouteKey: key, RawPath: path, Headers: map[string]string{
		"authorization": "Bearer bk_01_secret",
	}}
	e.RequestContext.HTTP.Method, e.RequestContext.RequestID = method, "r-http"
	e.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: claims},
	}
	return e
}

func onSocket(route, body string) events.APIGatewayWebsocketProxyRequest {
	e := events.APIGatewayWebsocketProxyRequest{
		Body: body, Headers: map[string]string{"Origin": host.Origin},
		QueryStringParameters: map[string]string{"site": host.FastSite, "ticket": "x"},
	}
	e.RequestContext.ConnectionID, e.RequestContext.RequestID, e.RequestContext.RouteKey = "conn", "r-frame", route
	return e
}

func tasked(body string) events.SQSEvent {
	carried := "r-carried"
	return events.SQSEvent{Records: []events.SQSMessage{{
		MessageId: "m", Body: body, MessageAttributes: map[string]events.SQSMessageAttribute{
			"request": {StringValue: &carried, DataType: "String"},
		},
	}}}
}

func webhook() events.APIGatewayV2HTTPRequest {
	e := operation("POST /webhooks/whatsapp/{app}", nil)
	e.PathParameters = map[string]string{"app": host.MetaApp, "number": host.MetaNumber}
	e.Headers["x-hub-signature-256"] = whatsapp.Sign(nil, []byte("x"))
	return e
}

// linked is a look at the link of a mail.
func linked(link string) events.APIGatewayV2HTTPRequest {
	e := operation("POST /mail/{act}", nil)
	e.PathParameters, e.Body = map[string]string{"act": "look"}, `{"link":"`+link+`"}`
	return e
}

// streamed is one record of the table's stream: a visitor's message.
func streamed(t *testing.T) any {
	raw, err := os.ReadFile("../../functions/relay/testdata/event.json")
	must(t, err)
	var batch struct{ Records []any }
	must(t, json.Unmarshal(raw, &batch))
	batch.Records = batch.Records[:1]
	return batch
}

// waitingDelivery has a large delivery of Meta's stored, and returns the task that names it.
func waitingDelivery(t *testing.T, h *host.Host) string {
	must(t, delivers(t.Context(), h, padded(meta.Message("5531"+newDigits(), "wamid."+newID(), "Hello", time.Now()))))
	letters := h.Letters()
	if len(letters) != 1 {
		t.Fatalf("%d tasks wait", len(letters))
	}
	return letters[0]
}

// Alarms count lines of level ERROR: a function that fails writes one, with its operation, the error
// and the request, however it answers. An HTTP caller is told the request.
func TestEveryFunctionSaysThatItFailed(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	owner := map[string]string{
		"token_use": "id", "custom:tenant": string(host.Tenant), "cognito:groups": "[owner]", "sub": "a_olu", "name": "Olu",
		"iat": "4102444800", "exp": "4102444800",
	}
	task := `{"tenant":"t_kettle","conversation":"c_1","message":"01KAN7B1M0000000000000000A"}`
	all := []struct {
		function string
		event    any
		request  string
	}{
		{"admin-inbox", operation("GET /v1/conversations", owner), "r-http"},
		{"admin-insights", operation("GET /v1/insights/gaps", owner), "r-http"},
		{"admin-knowledge", operation("GET /v1/knowledge/publications", owner), "r-http"},
		{"admin-privacy", operation("GET /v1/erasures", owner), "r-http"},
		{"admin-search", operation("GET /v1/search", owner), "r-http"},
		{"admin-settings", operation("GET /v1/members", owner), "r-http"},
		{"admin-visitors", operation("GET /v1/sessions", owner), "r-http"},
		{"server-api", operation("POST /v1/server/erasures", nil), "r-http"},
		{"mail-link", linked("t_kettle.c_1.secret"), "r-http"},
		{"whatsapp-webhook", webhook(), "r-http"},
		{"whatsapp-flow", webhook(), "r-http"},
		{"widget-connect", onSocket("$connect", ""), "conn/r-frame"},
		{"widget-message", onSocket("$default", `{"action":"ping"}`), "conn/r-frame"},
		{"widget-disconnect", onSocket("$disconnect", ""), "conn/r-frame"},
		{"agent-connect", onSocket("$connect", ""), "conn/r-frame"},
		{"agent-message", onSocket("$default", `{"action":"ping"}`), "conn/r-frame"},
		{"agent-disconnect", onSocket("$disconnect", ""), "conn/r-frame"},
		{"whatsapp-send", tasked(task), "r-carried"},
		{"whatsapp-media", tasked(task), "r-carried"},
		{"mail-work", tasked(task), "r-carried"},
		{"answer", tasked(task), "r-carried"},
		{"knowledge-work", tasked(`{"tenant":"t_kettle"}`), "r-carried"},
		{"search-work", tasked(`{"tenant":"t_kettle","refs":[{"c":"c_1","m":"01KAN7B1M0000000000000000A"}]}`), "r-carried"},
		{"visit-end", tasked(`{"tenant":"t_kettle","visitor":"v_1","visit":"s_1","socket":"v.1"}`), "r-carried"},
		{"whatsapp-delivery", tasked(waitingDelivery(t, h)), "r-carried"},
		{"relay", streamed(t), "Q2xWbd/Q2xWcE"}, // the call that wrote the message
		{"sweep", host.Object{}, "request"},
	}
	folders, err := filepath.Glob("../../functions/*")
	must(t, err)
	const apart = 1 // embed touches no table: the tests of shared/embed see its failures
	if len(folders) != len(all)+apart {
		t.Errorf("%d of %d functions are looked at", len(all)+apart, len(folders))
	}
	h.Disturb(func(c host.Call) host.Fault {
		if strings.HasPrefix(c.Op, "DynamoDB.") {
			return host.Deny
		}
		return host.Pass
	})
	for _, c := range all {
		before := len(h.Logs())
		var answer json.RawMessage
		failed := h.Invoke(t.Context(), c.function, c.event, &answer)
		h.Restart(c.function) // its log is complete then
		lines := errorLines(t, h.Logs()[before:])
		if len(lines) != 1 {
			t.Errorf("%s wrote %d lines: %v (it answered %s, %v)", c.function, len(lines), lines, answer, failed)
			continue
		}
		line := lines[0]
		if line["request"] != c.request || line["op"] == "" || !strings.Contains(line["error"].(string), "dynamo") {
			t.Errorf("%s wrote %v", c.function, line)
		}
		if c.request == "r-http" && !bytes.Contains(answer, []byte(`"x-request-id":"r-http"`)) {
			t.Errorf("%s does not tell the request: %s", c.function, answer)
		}
	}
}

// A record that relay cannot process is parked, with one line that an alarm counts.
func TestAParkedRowIsOneLine(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	poison := host.Object{"Records": []any{host.Object{
		"eventID": "7", "eventName": "INSERT", "dynamodb": host.Object{
			"SequenceNumber": "1", "Keys": host.Object{"pk": host.Object{"S": "T#t_1#C#c"}, "sk": host.Object{"S": "M#poison"}},
			"NewImage": host.Object{
				"pk": host.Object{"S": "T#t_1#C#c"}, "sk": host.Object{"S": "M#poison"}, "t": host.Object{"S": "m"},
				"d": host.Object{"S": "{"},
			},
		},
	}}}
	before := len(h.Logs())
	must(t, h.Invoke(t.Context(), "relay", poison, nil))
	h.Restart("relay")
	log := h.Logs()[before:]
	lines := errorLines(t, log)
	if len(lines) != 1 || lines[0]["msg"] != "parked" || lines[0]["sort"] != "M#poison" || lines[0]["request"] != "7" {
		t.Errorf("the log is %v", lines)
	}
	if !strings.Contains(log, `"parked":1`) {
		t.Errorf("no metric counts it: %s", log)
	}
}

// A run of the sweep that went through is counted: an alarm hears when there is none.
func TestTheSweepHasAHeartbeat(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	before := len(h.Logs())
	must(t, h.Invoke(t.Context(), "sweep", host.Object{}, nil))
	h.Restart("sweep")
	log := h.Logs()[before:]
	if !strings.Contains(log, `"sweeps":1`) || !strings.Contains(log, `"Namespace":"Botifire/local"`) {
		t.Errorf("the log is %s", log)
	}
	h.Disturb(func(c host.Call) host.Fault { return host.Deny })
	before = len(h.Logs())
	if err := h.Invoke(t.Context(), "sweep", host.Object{}, nil); err == nil {
		t.Error("the run went through without a table")
	}
	h.Restart("sweep")
	if log := h.Logs()[before:]; strings.Contains(log, `"sweeps":1`) {
		t.Error("a run that failed is counted")
	}
}

// A question's task continues the call that filed it: both have its id in the log.
func TestATaskContinuesItsCall(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	v := h.Visitor(host.SlowSite)
	must(t, v.Arrive(t.Context(), "/"))
	_, err := v.Say(t.Context(), "When do you open?")
	must(t, err)
	h.Bot = func([]byte) (int, string) { return 200, "no JSON" }
	h.Drain(t.Context())
	h.Restart("answer")
	for _, c := range h.Calls() {
		if c.Op != "SQS.SendMessage" || c.Function != "relay" {
			continue
		}
		var sent struct {
			MessageAttributes map[string]events.SQSMessageAttribute
		}
		must(t, json.Unmarshal(c.Body, &sent))
		id := sent.MessageAttributes["request"].StringValue
		if id == nil || !strings.Contains(h.Logs(), `"op":"answer","request":"`+*id+`"`) {
			t.Errorf("the task carries %v, and the log does not have it", id)
		}
		return
	}
	t.Error("no task was filed")
}
