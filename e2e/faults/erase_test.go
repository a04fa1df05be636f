package faults

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// An erasure deletes everything of a person, wherever it lies, and nothing brings it back: no
// webhook, no stream record, no recount. Another person who asked the same question loses nothing,
// and the counters stay.
func TestErasureKeepsItsWord(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	r := record(h)
	other := h.Visitor(host.FastSite)
	must(t, other.Arrive(ctx, "/"))
	_, err := other.Say(ctx, "Are there unicorns?")
	must(t, err)
	v, webNeedles := amara(t, h)
	web := chat.VisitorID(webNeedles["the visitor's id"])
	_, err = v.Ask(ctx, host.Object{"action": "message", "id": newID(), "text": "ARE there UNICORNS?"})
	must(t, err)
	phone, phoneNeedles := bruno(t, h, r)
	h.Drain(ctx)
	s := newSetUp(t, h)
	for _, body := range []host.Object{{"kind": "visitor", "visitor": web}, {"kind": "tenant"}} {
		s.does("POST", "/v1/exports", body, nil)
	}
	leaveDebris(t, h, v.Conversation)
	if len(traces(t, h, webNeedles)) < 20 || len(traces(t, h, phoneNeedles)) < 10 {
		t.Fatalf("there is too little to erase: %d and %d traces", len(traces(t, h, webNeedles)),
			len(traces(t, h, phoneNeedles)))
	}
	before := sums(t, h)

	for _, id := range []chat.VisitorID{web, phone} {
		var j wire.Job
		s.does("POST", "/v1/erasures", host.Object{"visitor": id}, &j)
		if j.State != "checking" {
			t.Errorf("after the first pass the job is %s: %+v", j.State, j.Failure)
		}
	}
	if h.Open(v.Conn()) {
		t.Error("the socket of an erased visitor is still open")
	}
	h.Drain(ctx)
	jobsFallDue(t, h)
	must(t, h.Sweep(ctx))
	clean := func(when string) {
		t.Helper()
		must(t, h.Elapse(ctx, time.Minute)) // a task names a visit for half a minute
		for _, needles := range []map[string]string{webNeedles, phoneNeedles} {
			delete(needles, "the alias") // the audit log keeps it for good, but it identifies nobody
			for _, trace := range traces(t, h, needles) {
				t.Errorf("%s: %s", when, trace)
			}
		}
	}
	clean("after the erasure")
	r.again(t)
	clean("after everything came again")
	rebuilt(t, h)
	clean("after a recount")
	if after := sums(t, h); after["sessions"] != before["sessions"] || after["goal:Checkout"] != before["goal:Checkout"] {
		t.Errorf("the counters were %v and are %v", before, after)
	}
	receipts(t, h)
	unicorns(t, h)
	theSamePersonComesAnew(t, h, phone, phoneNeedles["the phone"])
}

// leaveDebris puts data of a conversation where only failures leave it.
func leaveDebris(t *testing.T, h *host.Host, id chat.ConversationID) {
	must(t, h.Store.Park(t.Context(), chat.Poison{
		Partition: "T#" + string(host.Tenant) + "#C#" + string(id), Sort: "M#x",
		At: now(), Reason: "test",
	}))
	record := func(pk, words string) host.Object {
		return host.Object{"dynamodb": host.Object{
			"Keys":     host.Object{"pk": host.Object{"S": pk}},
			"NewImage": host.Object{"d": host.Object{"S": words}},
		}}
	}
	batch := host.Object{"payload": host.Object{"Records": []host.Object{
		record("T#"+string(host.Tenant)+"#C#"+string(id), "words of the needle"),
		record("T#other#C#c_other", "words of a neighbour"),
	}}}
	raw, err := json.Marshal(batch)
	must(t, err)
	h.PutFile("failures", "aws/lambda/batch-1", raw, 0)
	h.Dead("sendDead", fmt.Sprintf(`{"tenant":%q,"conversation":%q,"message":"x"}`, host.Tenant, id))
	h.Dead("sendDead", `{"tenant":"t_other","conversation":"c_other","message":"y"}`)
}

// receipts name the act and its author, but do not identify the erased person; other people's
// failed records and letters are still there.
func receipts(t *testing.T, h *host.Host) {
	var list wire.JobList
	newSetUp(t, h).does("GET", "/v1/erasures", nil, &list)
	for _, j := range list.Rows {
		if j.State != "done" || j.Counts == nil || (*j.Counts)["messages"] < 2 || *j.Name != "Olu" || j.Ended == nil {
			t.Errorf("a receipt is %+v", j)
		}
	}
	if len(list.Rows) != 2 {
		t.Errorf("there are %d receipts", len(list.Rows))
	}
	if batch := string(h.File("failures", "aws/lambda/batch-1")); !strings.Contains(batch, "neighbour") {
		t.Errorf("a neighbour's failed record is gone: %q", batch)
	}
	if letters := strings.Join(h.Letters(), " "); !strings.Contains(letters, "c_other") {
		t.Errorf("a neighbour's dead letter is gone: %s", letters)
	}
}

// unicorns is a question of two people: it stays, in the other's words.
func unicorns(t *testing.T, h *host.Host) {
	gaps, _, err := h.Store.Gaps(t.Context(), host.Tenant, host.FastBot, "", 100)
	must(t, err)
	for _, g := range gaps {
		if strings.EqualFold(g.Question, "Are there unicorns?") {
			if g.Question != "Are there unicorns?" || g.Count != 1 {
				t.Errorf("the question is %+v", g)
			}
			return
		}
	}
	t.Errorf("the question of the other visitor is gone: %+v", gaps)
}

// theSamePersonComesAnew has an erased person write again: they are a new visitor.
func theSamePersonComesAnew(t *testing.T, h *host.Host, was chat.VisitorID, from string) {
	ctx := t.Context()
	must(t, delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		meta.Message(from, "wamid.anew", "Hello again", time.Now().Add(2*time.Second)),
	}, nil)))
	h.Drain(ctx)
	key, err := h.Key(ctx)
	must(t, err)
	lead, err := h.Store.Identify(ctx, host.Tenant, key.Identity("wa_id", from))
	must(t, err)
	if lead.Visitor == "" || lead.Visitor == was {
		t.Errorf("the same person, come anew, is %q", lead.Visitor)
	}
}

// A tenant's own bot is notified, signed as always, so that it can erase the person as well.
func TestOwnBotsAreToldOfAnErasure(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	told := make(chan string, 10)
	h.Bot = func(body []byte) (int, string) {
		told <- string(body)
		return 200, `{"bubbles":[{"kind":"text","text":"Yes."}]}`
	}
	v := h.Visitor(host.SlowSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "Hello?")
	must(t, err)
	h.Drain(ctx)
	<-told
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	newSetUp(t, h).does("POST", "/v1/erasures", host.Object{"visitor": head.Visitor}, nil)
	h.Drain(ctx)
	select {
	case body := <-told:
		if !strings.Contains(body, `"event":"visitor.erased"`) || !strings.Contains(body, string(head.Visitor)) {
			t.Errorf("the bot was told %s", body)
		}
	default:
		t.Error("the bot was told nothing")
	}
}

// Deliveries from before an erasure that Meta repeats are dropped, also after the same person came
// back; and a message that arrives during the erasure leaves nothing.
func TestLateDeliveriesBringNoErasedVisitorBack(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	r := record(h)
	id, needles := bruno(t, h, r)
	newSetUp(t, h).does("POST", "/v1/erasures", host.Object{"visitor": id}, nil)
	theSamePersonComesAnew(t, h, id, needles["the phone"])
	r.again(t)
	for what, needle := range map[string]string{"the words": "quetzal", "Meta's ids": "NEEDLE"} {
		if found := traces(t, h, map[string]string{what: needle}); len(found) > 0 {
			t.Errorf("%v", found)
		}
	}
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "first okapi words")
	must(t, err)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	w := chat.Subject{Visitor: head.Visitor, Conversations: []chat.ConversationID{head.ID}, At: now()}
	must(t, h.Store.PlaceTombstones(ctx, host.Tenant, w)) // the erasure has begun, the socket is still open
	raw, err := json.Marshal(host.Object{"action": "message", "id": newID(), "text": "second okapi words"})
	must(t, err)
	if err := h.Frame(ctx, "widget-message", v.Conn(), raw); err != nil {
		t.Log("the frame failed:", err) // it may, as long as its words are not kept
	}
	h.Drain(ctx)
	if found := traces(t, h, map[string]string{"words": "second okapi"}); len(found) > 0 {
		t.Errorf("words that came during an erasure stayed: %v", found)
	}
}

// After a restore from a backup the copies of the tombstones identify the people to erase again.
func TestTombstonesOutliveTheTable(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	r := record(h)
	id, _ := bruno(t, h, r)
	newSetUp(t, h).does("POST", "/v1/erasures", host.Object{"visitor": id}, nil)
	copies := 0
	for name, raw := range h.Files() {
		if !strings.HasPrefix(name, "media/tombstones/"+string(host.Tenant)+"/") {
			continue
		}
		copies++
		var w chat.Subject
		must(t, json.Unmarshal(raw, &w))
		if w.Visitor != id || len(w.Identities) == 0 || len(w.Conversations) == 0 || phoneNumber.Match(raw) {
			t.Errorf("the copy says %s", raw)
		}
	}
	if copies != 1 {
		t.Errorf("there are %d copies of the tombstone", copies)
	}
}

// An erasure that is interrupted after any of its calls is still completed.
func TestErasureSurvivesItsProcess(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	r := record(h)
	for n := 3; n < 60; n += 7 {
		id, needles := bruno(t, h, r)
		h.Reset()
		h.Disturb(func(c host.Call) host.Fault {
			if c.Function == "admin-privacy" && c.N == n {
				return host.Kill
			}
			return host.Pass
		})
		_, _ = h.Call(t.Context(), olu, "POST", "/v1/erasures", host.Object{"visitor": id}, nil)
		h.Disturb(nil)
		if _, err := h.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: host.Tenant, ID: id}); err == nil {
			jobs, err := h.Store.Jobs(t.Context(), host.Tenant, 1)
			must(t, err)
			if len(jobs) == 0 || jobs[0].Subject == nil || jobs[0].Subject.Visitor != id {
				continue // it ended before it was accepted: the owner asks again
			}
		}
		for range 2 {
			jobsFallDue(t, h)
			must(t, h.Sweep(t.Context()))
			h.Drain(t.Context())
		}
		for _, trace := range traces(t, h, map[string]string{"the visitor": string(id), "the phone": needles["the phone"]}) {
			t.Errorf("cut off after call %d: %s", n, trace)
		}
	}
}
