package host

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/e2e/bedrock"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/webpushtest"
)

// Outside is everything that functions call.
type Outside struct {
	Meta  *meta.Meta                                    // serves the Graph API
	Model bedrock.Model                                 // answers as Bedrock
	Bot   func(body []byte) (status int, answer string) // answers for a customer's own bot
	Hook  func(body []byte) (status int)                // answers for the webhook of a channel that is told

	host  *Host
	proxy *http.Client
	graph *http.ServeMux

	mu       sync.Mutex
	fault    func(Call) Fault
	calls    []Call
	count    map[string]int
	events   map[string]int
	changed  map[event]uint64 // the sum of the shapes of the calls that changed something
	queues   map[string][]*task
	handed   []*task
	sockets  map[string]*socket
	sends    [][]byte
	mails    []Mail
	hooks    []string
	browser  *webpushtest.Browser // of the team's device, or of a visitor
	buckets  map[string]object
	accounts map[string]*account
	heat     *heat // nil unless it is counted
}

func (o *Outside) init(h *Host) {
	o.host, o.proxy = h, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	o.queues, o.sockets = map[string][]*task{}, map[string]*socket{}
	o.buckets, o.accounts = map[string]object{}, map[string]*account{}
	o.Reset()
	o.Hook = func([]byte) int { return http.StatusOK }
	o.Bot = func([]byte) (int, string) {
		return 200, `{"bubbles":[{"kind":"text","text":"I thought about it."}]}`
	}
}

// Disturb has a function decide about each call before it is made; nil lets all pass.
func (o *Outside) Disturb(fault func(Call) Fault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fault = fault
}

// Reset forgets all counts.
func (o *Outside) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls, o.sends = nil, nil
	o.count, o.events, o.changed = map[string]int{}, map[string]int{}, map[event]uint64{}
}

// Forget forgets the messages that were sent to Graph.
func (o *Outside) Forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sends = nil
}

// Calls are the calls since Reset, in order.
func (o *Outside) Calls() []Call {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Call(nil), o.calls...)
}

// Sends are the messages that Graph accepted since Reset.
func (o *Outside) Sends() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([][]byte(nil), o.sends...)
}

// ServeHTTP takes a call, decides its fault, makes it, and counts it.
func (o *Outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	function, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	call := Call{Function: function, Op: operation(r, function, path), Body: body}
	switch call.Op {
	case "bot":
		call.Function = "answer"
	case "hook":
		call.Function = "mail-work"
	}
	fault := o.decide(&call)
	status, answer := 0, []byte(nil)
	if fault == Pass || fault == Kill || fault == Lose {
		status, answer = o.do(&call, r, path, body)
	}
	o.note(call)
	if fault == Kill {
		o.host.killAll(call.Function)
		return
	}
	if fault != Pass {
		status, answer = failure(fault, call.Op)
	}
	if call.Op == "S3.HeadObject" {
		w.Header().Set("Last-Modified", o.fileAt(path).UTC().Format(http.TimeFormat))
	}
	respond(w, call, status, answer)
}

// do makes a call.
func (o *Outside) do(call *Call, r *http.Request, path string, body []byte) (int, []byte) {
	switch service, op, _ := strings.Cut(call.Op, "."); service {
	case "DynamoDB":
		return o.database(call, r, body)
	case "SQS":
		return o.queue(op, body)
	case "KMS":
		return kms(op, body)
	case "Cognito":
		return o.cognito(op, body)
	case "S3":
		return o.files(op, r, path, body)
	case "Lambda":
		return o.function(r, path, body)
	case "SES":
		return o.mail(body)
	case "sockets":
		return o.socket(op, path, body)
	case "bedrock":
		return o.converse(body)
	case "graph":
		return o.callGraph(r, path, body)
	case "bot":
		status, answer := o.Bot(body)
		return status, []byte(answer)
	case "hook":
		body = o.pushed(r, body)
		o.mu.Lock()
		o.hooks = append(o.hooks, string(body))
		o.mu.Unlock()
		return o.Hook(body), nil
	}
	return http.StatusNotFound, nil
}

// converse asks the stand-in for a model. One that stalls is waited for until the caller has given up.
func (o *Outside) converse(body []byte) (int, []byte) {
	status, kind, answer := o.Model.Converse(body)
	if status == 0 {
		time.Sleep(modelPatience)
		return http.StatusGatewayTimeout, nil
	}
	if kind != "" {
		answer = []byte(`{"__type":"` + kind + `","message":"no"}`)
	}
	return status, answer
}

// modelPatience is longer than the product waits for a model.
const modelPatience = 8 * time.Second

// withCapacity asks DynamoDB for the cost of a call.
func withCapacity(body []byte) []byte {
	var in map[string]any
	if json.Unmarshal(body, &in) != nil {
		return body
	}
	in["ReturnConsumedCapacity"] = "INDEXES"
	if more, err := json.Marshal(in); err == nil {
		return more
	}
	return body
}

// database passes a call on to the engine, and asks for its cost.
func (o *Outside) database(call *Call, r *http.Request, body []byte) (int, []byte) {
	request, err := http.NewRequest(http.MethodPost, o.host.Engine.Address, bytes.NewReader(withCapacity(body)))
	if err != nil {
		return http.StatusBadGateway, nil
	}
	for name := range r.Header {
		if name != "Content-Length" && name != "Accept-Encoding" {
			request.Header.Set(name, r.Header.Get(name))
		}
	}
	answer, err := o.proxy.Do(request)
	if err != nil {
		return http.StatusBadGateway, nil
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return http.StatusBadGateway, nil
	}
	call.Read, call.Write = consumed(call.Op, answer.StatusCode, raw)
	call.Listed = listed(raw)
	o.mu.Lock()
	counted := o.heat != nil && call.Function != "setup"
	o.mu.Unlock()
	if counted {
		o.warm(*call)
	}
	return answer.StatusCode, raw
}

// function runs a function that another one invokes.
func (o *Outside) function(r *http.Request, path string, body []byte) (int, []byte) {
	_, name, _ := strings.Cut(path, "functions/")
	name, _, _ = strings.Cut(name, "/")
	answer, err := o.host.invoke(r.Context(), name, body)
	if err != nil {
		return http.StatusInternalServerError, []byte(`{"message":"the function failed"}`)
	}
	return http.StatusOK, answer
}
