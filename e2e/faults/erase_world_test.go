package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// recorder keeps every batch that the stream delivered to relay, and every webhook.
type recorder struct {
	h        *host.Host
	batches  [][]byte
	webhooks [][]byte
}

func record(h *host.Host) *recorder {
	r := &recorder{h: h}
	invoke := h.Stream.Invoke
	h.Stream.Invoke = func(ctx context.Context, batch []byte) ([]byte, error) {
		r.batches = append(r.batches, batch)
		return invoke(ctx, batch)
	}
	return r
}

func (r *recorder) webhook(t *testing.T, body []byte) {
	t.Helper()
	r.webhooks = append(r.webhooks, body)
	must(t, delivers(t.Context(), r.h, body))
}

// again replays all of it.
func (r *recorder) again(t *testing.T) {
	t.Helper()
	for _, body := range r.webhooks {
		status, err := r.h.Webhook(t.Context(), body)
		must(t, err)
		if status != 200 {
			t.Errorf("a webhook that comes again is answered %d", status)
		}
	}
	for _, batch := range r.batches {
		var answer events.DynamoDBEventResponse
		must(t, r.h.Invoke(t.Context(), "relay", json.RawMessage(batch), &answer))
		if len(answer.BatchItemFailures) > 0 {
			t.Errorf("a batch that comes again fails: %v", answer.BatchItemFailures)
		}
	}
	r.h.Drain(t.Context())
}

// traces looks for a person in everything that is stored, except tombstones.
func traces(t *testing.T, h *host.Host, needles map[string]string) []string {
	t.Helper()
	found := []string{}
	look := func(where, text string) {
		for what, needle := range needles {
			if needle != "" && strings.Contains(strings.ToLower(text), strings.ToLower(needle)) {
				found = append(found, fmt.Sprintf("%s in %s: %.300s", what, where, text))
			}
		}
	}
	for _, it := range dump(t, h) {
		if value(it["gone"]) != "" || value(it["vacant"]) != "" {
			if len(it) > 4 {
				t.Errorf("a tombstone with more than a time: %v", it)
			}
			continue
		}
		text := ""
		for name, v := range it {
			text += name + "=" + value(v) + " "
		}
		look("the table", text)
	}
	for name, raw := range h.Files() {
		if !strings.HasPrefix(name, "media/tombstones/") {
			look("the file "+name, name+" "+string(raw))
		}
	}
	for _, letter := range h.Letters() {
		look("a queue", letter)
	}
	look("the logs", h.Logs())
	return found
}

// amara is a visitor of the website who leaves every kind of data.
func amara(t *testing.T, h *host.Host) (*host.Visitor, map[string]string) {
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/secret-page-amara"))
	for _, frame := range []host.Object{
		{"action": "attributes", "attributes": host.Object{
			"name": "Amara Okonkwo-Testova", "email": "amara@needle.test",
			"phone": "+234 803 555 0117", "plan": "platinum-needle",
		}},
		{"action": "identify", "jwt": host.SignedIn("customer-needle-7", "Amara Okonkwo-Testova")},
		{"action": "message", "id": newID(), "text": "zanzibar needle words: do you sell saddles for zebras?"},
		{"action": "track", "goal": host.Object{
			"name": "Checkout", "orderId": "ORDER-NEEDLE-77", "value": 10,
			"currency": "EUR",
		}},
		{"action": "upload", "name": "needle-photo.png", "type": "image/png", "size": 10},
	} {
		answer, err := v.Ask(ctx, frame)
		must(t, err)
		if answer.Code != "" {
			t.Fatalf("%v is answered by %s", frame["action"], answer.Code)
		}
	}
	h.Drain(ctx)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	at := "/v1/conversations/" + string(v.Conversation)
	must(t, agentDoes(ctx, h, "POST", at+"/messages",
		host.Object{"id": newID(), "kind": "text", "text": "an answer to the needle"}, nil))
	must(t, agentDoes(ctx, h, "POST", at+"/read", host.Object{"at": now()}, nil))
	must(t, agentDoes(ctx, h, "POST", "/v1/visitors/"+string(head.Visitor)+"/notes",
		host.Object{"text": "a note on the needle"}, nil))
	must(t, agentDoes(ctx, h, "PATCH", "/v1/visitors/"+string(head.Visitor), host.Object{"blocked": false}, nil))
	path := string(host.Tenant) + "/" + string(v.Conversation) + "/" + newID()
	h.PutFile("media", "kept/"+path, []byte("bytes of the needle's photo"), 0)
	h.PutFile("media", "quarantine/"+path, []byte("bytes of the needle's photo"), 0)
	return v, person(t, h, head.Visitor)
}

// bruno is a customer on WhatsApp who leaves data.
func bruno(t *testing.T, h *host.Host, r *recorder) (chat.VisitorID, map[string]string) {
	ctx := t.Context()
	from := "5511987600" + newDigits()[:3]
	text := "quetzal needle words: can you ship to the moon?"
	first := meta.Message(from, "wamid.NEEDLE-"+newID(), text, time.Now())
	poll := host.Object{
		"from": from, "id": "wamid.NEEDLE-" + newID(), "timestamp": fmt.Sprint(time.Now().Unix()),
		"type": "poll", "poll": host.Object{"question": "needle raw?"},
	}
	r.webhook(t, host.Kettle.Delivery([]host.Object{first, poll}, nil))
	h.Drain(ctx)
	for _, raw := range h.Sends() {
		var sent struct {
			Callback string `json:"biz_opaque_callback_data"`
		}
		must(t, json.Unmarshal(raw, &sent))
		r.webhook(t, host.Kettle.Delivery(nil, []host.Object{
			meta.Status(from, "wamid.NEEDLE-OUT", "delivered", sent.Callback, time.Now()),
		}))
	}
	r.webhook(t, host.Kettle.Delivery(nil, []host.Object{meta.Status(from, "wamid.NEEDLE-EARLY", "read", "", time.Now())}))
	h.Drain(ctx)
	everyTrace(t, h, r, from)
	key, err := h.Key(ctx)
	must(t, err)
	lead, err := h.Store.Identify(ctx, host.Tenant, key.Identity("wa_id", from))
	must(t, err)
	needles := person(t, h, lead.Visitor)
	needles["the phone"], needles["the words"], needles["Meta's ids"], needles["the name"] = from, "quetzal", "NEEDLE",
		"Bruno"
	return lead.Visitor, needles
}

// everyTrace has a customer leave the data that only WhatsApp has: a file, reactions and edits of
// unknown messages, a Flow's answer, a marketing choice, messages in the Business app, and
// notifications that name them.
func everyTrace(t *testing.T, h *host.Host, r *recorder, from string) {
	now := fmt.Sprint(time.Now().Unix())
	message := func(kind string, part host.Object) host.Object {
		return host.Object{"from": from, "id": "wamid.NEEDLE-" + newID(), "timestamp": now, "type": kind, kind: part}
	}
	r.webhook(t, host.Kettle.Delivery([]host.Object{
		message("image", host.Object{"id": h.Photo("needle"), "mime_type": "image/png", "caption": "needle photo"}),
		message("reaction", host.Object{"message_id": "wamid.NEEDLE-UNKNOWN-1", "emoji": "👍"}),
		message("edit", host.Object{
			"original_message_id": "wamid.NEEDLE-UNKNOWN-2",
			"message":             host.Object{"type": "text", "text": host.Object{"body": "needle edit"}},
		}),
		message("interactive", host.Object{"type": "nfm_reply", "nfm_reply": host.Object{
			"name": "flow", "response_json": `{"flow_token":"unused","street":"needle street"}`,
		}}),
	}, nil))
	r.webhook(t, host.Kettle.Change("user_preferences",
		host.Object{"user_preferences": []host.Object{{
			"wa_id": from, "category": "marketing_messages", "value": "stop",
			"timestamp": time.Now().Unix(),
		}}}))
	r.webhook(t, host.Kettle.Change("smb_message_echoes",
		host.Object{"message_echoes": []host.Object{
			{
				"from": "15550100000", "to": from, "id": "wamid.NEEDLE-ECHO", "timestamp": now, "type": "text",
				"text": host.Object{"body": "needle echo"},
			},
		}}))
	r.webhook(t, host.Kettle.Change("calls",
		host.Object{"calls": []host.Object{{"id": "wacid.NEEDLE", "from": from, "timestamp": now, "event": "connect"}}}))
	h.Drain(t.Context())
	news, _, err := h.Store.Notifications(t.Context(), host.Tenant, "", 10)
	must(t, err)
	rows, _, err := h.Store.FlowRows(t.Context(), host.Tenant, chat.UnknownFlow, time.Time{}, time.Time{}, "", 10)
	must(t, err)
	if len(news) == 0 || len(rows) == 0 {
		t.Errorf("%d pieces of news and %d rows of a Flow: there is nothing to erase", len(news), len(rows))
	}
}

// person are all ids and hashes by which a visitor can be found.
func person(t *testing.T, h *host.Host, id chat.VisitorID) map[string]string {
	ctx := t.Context()
	key := chat.VisitorKey{Tenant: host.Tenant, ID: id}
	v, err := h.Store.Visitor(ctx, key)
	must(t, err)
	needles := map[string]string{
		"the visitor's id": string(id), "the Cookie ID": v.CookieID,
		"words, names and files": "needle", "the alias": v.Alias,
	}
	for i, one := range v.Identities {
		needles[fmt.Sprint("identity ", i)] = one.Hash
	}
	heads, err := h.Store.ConversationsOf(ctx, key)
	must(t, err)
	for i, c := range heads {
		needles[fmt.Sprint("conversation ", i)] = string(c.ID)
	}
	visits, err := h.Store.VisitsOf(ctx, key, 100)
	must(t, err)
	for i, s := range visits {
		needles[fmt.Sprint("visit ", i)] = string(s.ID)
	}
	return needles
}

func rebuilt(t *testing.T, h *host.Host) {
	t.Helper()
	desk := chat.New(h.Store)
	desk.Responder = bot.Scripted(h.Store, bot.NoKnowledge{})
	desk.Queues = nowhere{}
	desk.Pusher = nowhere{}
	if _, err := chat.Rebuild(t.Context(), desk, h.Store, host.Tenant); err != nil {
		t.Error(err)
	}
}

// nowhere swallows everything that a recount would send.
type nowhere struct{}

func (nowhere) Ask(context.Context, chat.Task) error { return nil }

func (nowhere) Send(context.Context, chat.Task) error { return nil }

func (nowhere) Fetch(context.Context, chat.Task) error { return nil }

func (nowhere) Tell(context.Context, chat.Notice) error   { return nil }
func (nowhere) End(context.Context, chat.VisitTask) error { return nil }

func (nowhere) Push(context.Context, chat.ConnectionID, chat.Push) error { return nil }

// sums adds up the counters, including those of live visits.
func sums(t *testing.T, h *host.Host) map[string]int64 {
	t.Helper()
	rows, err := h.Store.Counts(t.Context(), host.Tenant, "2026-01-01", "2099-12-31")
	must(t, err)
	all := map[string]int64{}
	for _, row := range rows {
		for name, n := range row.Values {
			all[name] += n
		}
	}
	live, _, err := h.Store.ListVisits(t.Context(), host.Tenant, true, "", 100)
	must(t, err)
	for _, s := range live {
		if s.Folded == nil {
			all["sessions"]++
		}
	}
	return all
}
