package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/updates"
	"github.com/botifire/livechat/shared/whatsapp"
)

// plain is a sealer whose secrets were never sealed.
type plain struct{}

func (plain) Open(_ context.Context, _ chat.TenantID, _, _ string, sealed []byte) ([]byte, error) {
	return sealed, nil
}

func (plain) TenantKey(context.Context, chat.Tenant) (privacy.Key, error) {
	return privacy.Key("a key of thirty-two bytes, exact!"), nil
}
func (plain) Push(context.Context, chat.ConnectionID, chat.Push) error { return nil }

func newHandler(t *testing.T) (handler, *memory.Store) {
	t.Helper()
	store := memory.New()
	ctx := t.Context()
	for _, err := range []error{
		store.PutTenant(ctx, chat.Tenant{ID: "t_1"}),
		store.PutBot(ctx, chat.Bot{Tenant: "t_1", ID: "b_1", Kind: chat.ScriptBot}),
		store.PutApp(ctx, chat.App{
			Key: "app", Tenant: "t_1", Secret: []byte("new"), Previous: []byte("old"), Verify: []byte("verify"),
		}),
		store.PutApp(ctx, chat.App{Key: "other", Tenant: "t_2", Secret: []byte("other")}),
		store.PutNumber(ctx, chat.Number{App: "app", ID: "100000000000001", Tenant: "t_1", Bot: "b_1"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	desk := chat.New(store)
	desk.Keys, desk.Pusher = plain{}, plain{}
	courier := chat.NewCourier(desk, store)
	return handler{courier, plain{}, edge.NewGuard("local", "-"), atOnce{courier}}, store
}

// atOnce works off a large delivery while it is stored.
type atOnce struct{ courier *chat.Courier }

func (a atOnce) Keep(ctx context.Context, n deliveries.Name, body []byte) error {
	app, err := a.courier.App(ctx, n.App)
	if err != nil {
		return err
	}
	changes, err := whatsapp.Parse(body)
	if err != nil {
		return err
	}
	return updates.Take(ctx, a.courier, app, changes)
}

func post(t *testing.T, h handler, app string, body []byte, secret string) int {
	t.Helper()
	r := request{
		Body: string(body), PathParameters: map[string]string{"app": app},
		Headers: map[string]string{"x-hub-signature-256": whatsapp.Sign(body, []byte(secret))},
	}
	r.RequestContext.HTTP.Method = "POST"
	answer, err := h.serve(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

func stored(s *memory.Store) int {
	n := 0
	for _, c := range s.Changes {
		if c.Message != nil {
			n++
		}
	}
	return n
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../shared/whatsapp/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOnlyDeliveriesSignedByTheNumbersAppAreStored(t *testing.T) {
	body := fixture(t, "in_text.json")
	for _, c := range []struct {
		name, app, secret string
		status, stored    int
	}{
		{"signed with the secret", "app", "new", 200, 1},
		{"signed with the one before", "app", "old", 200, 1},
		{"signed with another", "app", "wrong", 401, 0},
		{"another app's signature around our number", "other", "other", 200, 0},
		{"an app that nobody knows", "nobody", "new", 404, 0},
	} {
		h, store := newHandler(t)
		if status := post(t, h, c.app, body, c.secret); status != c.status || stored(store) != c.stored {
			t.Errorf("%s: %d, %d stored", c.name, status, stored(store))
		}
	}
	h, _ := newHandler(t)
	h.guard = edge.NewGuard("prod", "secret")
	if status := post(t, h, "app", body, "new"); status != 403 {
		t.Errorf("past the edge: %d", status)
	}
}

// A secret that its owner replaces holds at once, although apps are cached for some seconds.
func TestAReplacedSecretHoldsAtOnce(t *testing.T) {
	h, store := newHandler(t)
	body := fixture(t, "in_text.json")
	if status := post(t, h, "app", body, "new"); status != 200 {
		t.Fatalf("answered with %d", status)
	}
	app, err := store.App(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	app.Secret, app.Previous = []byte("newest"), app.Secret
	if err := store.PutApp(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]int{"newest": 200, "new": 200, "wrong": 401} {
		if status := post(t, h, "app", body, secret); status != want {
			t.Errorf("signed with the secret %s it is answered with %d", secret, status)
		}
	}
}

func TestABodyThatIsTooLargeOrNotJSONIsRefused(t *testing.T) {
	h, store := newHandler(t)
	large := []byte(strings.Repeat(" ", whatsapp.MaxBody+1))
	if status := post(t, h, "app", large, "new"); status != 413 {
		t.Errorf("3 MB and one byte: %d", status)
	}
	if status := post(t, h, "app", []byte("hello"), "new"); status != 400 {
		t.Errorf("not JSON: %d", status)
	}
	if status := post(t, h, "app", fixture(t, "bad_changes_null.json"), "new"); status != 200 {
		t.Errorf("nothing in it: %d", status)
	}
	if status := post(t, h, "app", fixture(t, "batch_duplicate_ids.json"), "new"); status != 200 || stored(store) != 1 {
		t.Errorf("one message twice in a batch: %d, %d stored", status, stored(store))
	}
}

// A batch of which one part fails is sent again by Meta, and the repeat changes
// nothing that was stored.
func TestARepeatOfAPartlyFailedBatchStoresTheRest(t *testing.T) {
	h, store := newHandler(t)
	body := fixture(t, "batch_messages_one_change.json")
	calls := 0
	store.Inject = func(method string) memory.Fault {
		if method == "Append" {
			if calls++; calls == 2 {
				return memory.Fail
			}
		}
		return memory.None
	}
	if status := post(t, h, "app", body, "new"); status != 500 {
		t.Errorf("the failed batch: %d", status)
	}
	if n := stored(store); n != 2 {
		t.Errorf("%d of the good ones are stored", n)
	}
	if status := post(t, h, "app", body, "new"); status != 200 || stored(store) != 3 {
		t.Errorf("the repeat: %d, %d stored", status, stored(store))
	}
}

func TestADeliveryThatIsNotStoredIsRepeated(t *testing.T) {
	h, store := newHandler(t)
	store.Inject = func(string) memory.Fault { return memory.Fail }
	if status := post(t, h, "app", fixture(t, "in_text.json"), "new"); status != 500 {
		t.Errorf("got %d: Meta would not send it again", status)
	}
}

func TestTheHandshakeNeedsTheVerifyToken(t *testing.T) {
	h, _ := newHandler(t)
	for token, want := range map[string]int{"verify": 200, "other": 403, "": 403} {
		r := request{
			PathParameters:        map[string]string{"app": "app"},
			QueryStringParameters: map[string]string{"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": token},
		}
		r.RequestContext.HTTP.Method = "GET"
		answer, err := h.serve(t.Context(), r)
		if err != nil || answer.StatusCode != want || (want == 200 && answer.Body != "42") {
			t.Errorf("%q: %d %q %v", token, answer.StatusCode, answer.Body, err)
		}
	}
}

// A body that is not a webhook is refused, and Meta repeats it; an odd but readable one is accepted.
func TestOddButReadableBodiesAreAccepted(t *testing.T) {
	var all []struct {
		Name   string
		UTF8   *string `json:"body_utf8"`
		Base64 []byte  `json:"body_base64"`
	}
	if err := json.Unmarshal(fixture(t, "bad_raw_bodies.json"), &all); err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{"invalid_utf8": true, "duplicate_keys": true, "unpaired_surrogate": true}
	for _, c := range all {
		body := c.Base64
		if c.UTF8 != nil {
			body = []byte(*c.UTF8)
		}
		h, _ := newHandler(t)
		want := 400
		if taken[c.Name] {
			want = 200
		}
		if status := post(t, h, "app", body, "new"); status != want {
			t.Errorf("%s is answered %d, want %d", c.Name, status, want)
		}
	}
}
