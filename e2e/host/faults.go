package host

import (
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"net/http"
	"strings"
)

// Call is one call of a function to the outside.
type Call struct {
	Function string
	Op       string // DynamoDB.PutItem, SQS.SendMessage, KMS.Decrypt, sockets.post, graph, bot, hook
	N        int    // counts the calls of this function since Reset, from 1
	Event    int    // counts the events of this function since Reset, from 1
	Point    uint64 // stands for the function, what it changed before in this event (in any order), and this call's shape
	Read     float64
	Write    float64 // capacity units, of the table and its indexes
	Listed   float64 // of these, the write units of the index of lists
	Body     []byte  // the body of the request
}

// Changes tells whether a call may have changed something, and not only read.
func (c Call) Changes() bool {
	switch c.Op {
	case "S3.GetObject", "S3.HeadObject", "S3.ListObjectsV2", "KMS.Decrypt", "graph.look":
		return false
	}
	return c.Write > 0 || !strings.HasPrefix(c.Op, "DynamoDB.")
}

// Fault is one way in which a call goes wrong.
type Fault int

// Faults, as they happen in AWS.
const (
	Pass     Fault = iota
	Kill           // the call is done, and its caller's process ends before the answer
	Throttle       // nothing is done: too many requests
	Refuse         // nothing is done: internal error
	Lose           // the call is done, but its answer is an error
	Conflict       // another transaction was in the way; nothing is done
	Gone           // the socket is closed
	Deny           // nothing is done: the role may not do it
)

// decide numbers a call, and decides its fault.
func (o *Outside) decide(call *Call) Fault {
	shape := call.Shape()
	o.mu.Lock()
	o.count[call.Function]++
	call.N, call.Event = o.count[call.Function], o.events[call.Function]
	call.Point = digest(call.Function, o.changed[event{call.Function, call.Event}], shape)
	decide := o.fault
	o.mu.Unlock()
	if decide == nil {
		return Pass
	}
	return decide(*call)
}

// event is one of a function's events.
type event struct {
	function string
	n        int
}

// note keeps a call that was made.
func (o *Outside) note(call Call) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, call)
	if call.Changes() && !strings.HasPrefix(call.Op, "sockets.") { // a push leaves nothing behind
		o.changed[event{call.Function, call.Event}] += digest(call.Shape())
	}
}

func digest(parts ...any) uint64 {
	sum := fnv.New64a()
	_, _ = fmt.Fprint(sum, parts...)
	return sum.Sum64()
}

// respond writes an answer as the service of the call does.
func respond(w http.ResponseWriter, call Call, status int, answer []byte) {
	if strings.HasPrefix(call.Op, "sockets.") && status == http.StatusGone {
		w.Header().Set("X-Amzn-Errortype", "GoneException")
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if strings.HasPrefix(call.Op, "S3.") {
		content := call.Body
		if call.Op == "S3.GetObject" {
			content = answer
		}
		w.Header().Set("Etag", etag(content))
		w.Header().Set("Content-Type", "application/xml")
	}
	w.Header().Set("X-Amz-Crc32", fmt.Sprint(crc32.ChecksumIEEE(answer)))
	w.WriteHeader(status)
	_, _ = w.Write(answer)
}

func operation(r *http.Request, function, path string) string {
	target := r.Header.Get("X-Amz-Target")
	service, op, _ := strings.Cut(target, ".")
	switch {
	case strings.HasPrefix(service, "DynamoDB"):
		return "DynamoDB." + op
	case service == "AmazonSQS":
		return "SQS." + op
	case service == "TrentService":
		return "KMS." + op
	case service == "AWSCognitoIdentityProviderService":
		return "Cognito." + op
	case strings.Contains(r.Header.Get("Authorization"), "/s3/aws4_request") || r.URL.Query().Has("X-Amz-Signature"):
		return fileOp(r, path)
	case strings.HasSuffix(path, "/converse"):
		return "bedrock.Converse"
	case strings.HasSuffix(path, "/outbound-emails"):
		return "SES.SendEmail"
	case strings.HasSuffix(path, "/invocations"):
		return "Lambda.Invoke"
	case strings.Contains(path, "@connections") && r.Method == http.MethodDelete:
		return "sockets.close"
	case strings.Contains(path, "@connections"):
		return "sockets.post"
	case strings.HasPrefix(path, "graph") && r.Method == http.MethodGet:
		return "graph.look"
	case strings.HasPrefix(path, "graph"):
		return "graph"
	}
	return function
}

// failure is how AWS words a fault.
func failure(f Fault, op string) (int, []byte) {
	graph := op == "graph" || op == "bot" || op == "hook"
	switch {
	case f == Gone:
		return http.StatusGone, []byte(`{"message":"gone"}`)
	case f == Deny:
		return http.StatusBadRequest, []byte(`{"__type":"AccessDeniedException","message":"not authorized"}`)
	case f == Throttle && graph:
		return http.StatusTooManyRequests, []byte(`{"error":{"code":130429,"message":"rate"}}`)
	case f == Throttle && strings.HasPrefix(op, "DynamoDB"):
		return http.StatusBadRequest,
			[]byte(`{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}`)
	case f == Throttle && strings.HasPrefix(op, "S3."):
		return http.StatusServiceUnavailable, []byte(`<Error><Code>SlowDown</Code><Message>slow down</Message></Error>`)
	case strings.HasPrefix(op, "S3."):
		return http.StatusInternalServerError, []byte(`<Error><Code>InternalError</Code><Message>internal</Message></Error>`)
	case f == Throttle:
		return http.StatusTooManyRequests, []byte(`{"__type":"TooManyRequestsException","message":"slow down"}`)
	case f == Conflict && op == "DynamoDB.TransactWriteItems":
		return http.StatusBadRequest,
			[]byte(`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"conflict",` +
				`"CancellationReasons":[{"Code":"TransactionConflict","Message":"conflict"},{"Code":"None"}]}`)
	case f == Conflict:
		return http.StatusBadRequest,
			[]byte(`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"conflict"}`)
	}
	return http.StatusInternalServerError, []byte(`{"__type":"InternalServerError","message":"internal"}`)
}
