package main

import (
	"bytes"
	"context"
	"crypto/rsa"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/phone"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/whatsapp"
)

// plain is a sealer whose secrets were never sealed; it counts the secrets that it opens.
type plain struct{ opened int }

func (p *plain) Open(_ context.Context, _ chat.TenantID, _, _ string, sealed []byte) ([]byte, error) {
	p.opened++
	return sealed, nil
}

func (*plain) TenantKey(context.Context, chat.Tenant) (privacy.Key, error) {
	return privacy.Key("a key of thirty-two bytes, exact!"), nil
}

// sent takes the messages to WhatsApp, to learn the token in them.
type sent struct{ token string }

func (s *sent) Send(_ context.Context, _ chat.Number, out chat.Outgoing) (string, error) {
	s.token = out.Token
	return "wamid.1", nil
}

func (*sent) Templates(context.Context, chat.Number, time.Time) ([]chat.Template, error) {
	return nil, nil
}
func (*sent) FlowName(context.Context, chat.Number, string) (string, error) { return "", nil }
func (*sent) Read(context.Context, chat.Number, string, bool) error         { return nil }
func (*sent) Push(context.Context, chat.ConnectionID, chat.Push) error      { return nil }
func (*sent) Ask(context.Context, chat.Task) error                          { return nil }
func (*sent) Fetch(context.Context, chat.Task) error                        { return nil }
func (*queue) End(context.Context, chat.VisitTask) error                    { return nil }

func (*sent) Tell(context.Context, chat.Notice) error                      { return nil }
func (*sent) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) { return nil, nil }
func (*sent) Respond(context.Context, chat.Question) (chat.Answer, error) {
	return chat.Answer{
		Bubbles: []chat.Body{
			{
				Kind: chat.KindForm,
				Form: &chat.Form{
					ID: "f", Flow: "600", Fields: []chat.Field{{Name: "email", Label: "E-mail", Type: "email", Required: true}},
				},
			},
		},
	}, nil
}

type queue struct {
	*sent
	tasks []chat.Task
}

func (q *queue) Send(_ context.Context, t chat.Task) error {
	q.tasks = append(q.tasks, t)
	return nil
}

// endpoint is the function with a form sent to a customer.
type endpoint struct {
	t       *testing.T
	handler handler
	store   *memory.Store
	token   string
	public  *rsa.PublicKey
	seals   *plain
}

func newEndpoint(t *testing.T) *endpoint {
	t.Helper()
	ctx, store, seals := t.Context(), memory.New(), &plain{}
	private, _, err := whatsapp.NewFlowKey()
	if err != nil {
		t.Fatal(err)
	}
	key, _ := whatsapp.ReadFlowKey(private)
	for _, err := range []error{
		store.PutTenant(ctx, chat.Tenant{ID: "t_1"}),
		store.PutBot(ctx, chat.Bot{Tenant: "t_1", ID: "b_1", Kind: chat.ScriptBot}),
		store.PutApp(ctx, chat.App{Key: "app", Tenant: "t_1", Secret: []byte("secret"), Previous: []byte("before")}),
		store.PutNumber(ctx, chat.Number{App: "app", ID: "100", Tenant: "t_1", Bot: "b_1"}),
		store.PutFlowKeys(ctx, "t_1", "100", [][]byte{private}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	desk, out := chat.New(store), &sent{}
	tasks := &queue{sent: out}
	desk.Keys, desk.Pusher, desk.Queues, desk.Responder = seals, out, tasks, out
	courier := chat.NewCourier(desk, store)
	courier.Sender = out
	n, _ := store.Number(ctx, "app", "100")
	if err := courier.ReceiveWhatsApp(ctx, n, chat.Contact{WaID: "551"}, chat.Text("book"),
		chat.Origin{Wamid: "wamid.0", Sent: time.Now()}); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(store.Changes); i++ {
		if err := desk.Relay(ctx, store.Changes[i]); err != nil {
			t.Fatal(err)
		}
	}
	for _, task := range tasks.tasks {
		if err := courier.Deliver(ctx, task); err != nil {
			t.Fatal(err)
		}
	}
	if out.token == "" {
		t.Fatal("no form was sent")
	}
	return &endpoint{
		t, handler{courier, seals, edge.NewGuard("local", "-"), &sync.Map{}}, store, out.token, &key.PublicKey, seals,
	}
}

// asks seals a request, and opens the answer.
func (e *endpoint) asks(plain string) (int, string) {
	e.t.Helper()
	call, err := phone.Seal(e.public, []byte(plain))
	if err != nil {
		e.t.Fatal(err)
	}
	status, answer := e.posts(call.Body, "secret")
	if status != 200 {
		return status, answer
	}
	opened, err := call.Open([]byte(answer))
	if err != nil {
		e.t.Fatal(err)
	}
	return status, string(opened)
}

func (e *endpoint) posts(body []byte, secret string) (int, string) {
	e.t.Helper()
	r := request{
		Body: string(body), PathParameters: map[string]string{"app": "app", "number": "100"},
		Headers: map[string]string{"x-hub-signature-256": whatsapp.Sign(body, []byte(secret))},
	}
	answer, err := e.handler.serve(e.t.Context(), r)
	if err != nil {
		e.t.Fatal(err)
	}
	return answer.StatusCode, answer.Body
}

// A Flow runs from its first screen to its end; anything else is answered with one of Meta's statuses.
func TestAFlowRunsFromItsFirstScreenToItsEnd(t *testing.T) {
	e := newEndpoint(t)
	token := `"flow_token":"` + e.token + `"`
	for _, c := range []struct {
		plain  string
		status int
		has    string
	}{
		{`{"version":"3.0","action":"ping"}`, 200, `{"data":{"status":"active"}}`},
		{`{"version":"3.0","action":"INIT",` + token + `}`, 200, `"label_email":"E-mail"`},
		{
			`{"version":"3.0","action":"data_exchange","screen":"FORM","data":{"email":"nobody"},` + token + `}`, 200,
			`"error_message":"E-mail does not look right."`,
		},
		{`{"version":"3.0","action":"BACK","screen":"FORM",` + token + `}`, 200, `"screen":"FORM"`},
		{
			`{"version":"3.0","action":"data_exchange","screen":"FORM","data":{"email":"zoe@example.test"},` + token + `}`, 200,
			`"screen":"SUCCESS","data":{"extension_message_response":{"params":{"email":"zoe@example.test",` + token,
		},
		{
			`{"version":"3.0","action":"data_exchange","data":{"error":"invalid-screen-transition","error_message":"x"},` +
				token + `}`,
			200, `{"data":{"acknowledged":true}}`,
		},
		{
			`{"version":"3.0","action":"INIT","flow_token":"expired"}`, 427,
			`{"error_msg":"The message is no longer available."}`,
		},
		{`not JSON`, 421, ""},
	} {
		if status, answer := e.asks(c.plain); status != c.status || !strings.Contains(answer, c.has) {
			t.Errorf("%s: %d %s", c.plain, status, answer)
		}
	}
	before := e.seals.opened
	e.asks(`{"version":"3.0","action":"ping"}`)
	if n := e.seals.opened - before; n > 2 { // the two secrets, which the sealer remembers; not the key
		t.Errorf("%d values were opened for a ping on a warm function", n)
	}
}

// A field of a form that is called error is an answer like any other, and no customer's words come into the log.
func TestAFieldCalledErrorIsNoReport(t *testing.T) {
	e := newEndpoint(t)
	var out bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(trace.NewHandler(&out)))
	defer slog.SetDefault(was)
	token := `"flow_token":"` + e.token + `"`
	for _, c := range []struct{ data, has string }{
		{`{"error":"Amara of Hill Road","email":"zoe@example.test"}`, `"screen":"SUCCESS"`},
		{`{"error":"Amara of Hill Road","error_message":"Amara"}`, `"acknowledged":true`},
	} {
		status, answer := e.asks(
			`{"version":"3.0","action":"data_exchange","screen":"FORM","data":` + c.data + `,` + token + `}`)
		if status != 200 || !strings.Contains(answer, c.has) {
			t.Errorf("%s: %d %s", c.data, status, answer)
		}
	}
	if strings.Contains(out.String(), "Amara") || !strings.Contains(out.String(), "another reason") {
		t.Errorf("the log has %s", out.String())
	}
}

func TestOnlySignedRequestsForAKnownNumberAreAnswered(t *testing.T) {
	e := newEndpoint(t)
	body := []byte(`{"encrypted_flow_data":"","encrypted_aes_key":"","initial_vector":""}`)
	for secret, want := range map[string]int{"secret": 421, "before": 421, "other": 432, "": 432} {
		if status, answer := e.posts(body, secret); status != want || answer != "" {
			t.Errorf("signed with %q: %d %q", secret, status, answer)
		}
	}
	if err := e.store.PutFlowKeys(t.Context(), "t_1", "100", nil); err != nil {
		t.Fatal(err)
	}
	if status, _ := e.asks(`{"version":"3.0","action":"ping"}`); status != 421 {
		t.Errorf("without a key: %d", status)
	}
	r := request{PathParameters: map[string]string{"app": "app", "number": "999"}}
	if answer, err := e.handler.serve(t.Context(), r); err != nil || answer.StatusCode != 404 {
		t.Errorf("another number: %d, %v", answer.StatusCode, err)
	}
}
