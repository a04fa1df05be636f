package faults

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
)

// A socket that sends without end is told to slow down, and then closed. A visitor of another site
// is answered as before.
func TestAFloodOfFramesIsSlowedDownAndClosed(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	v, neighbour := h.Visitor(host.FastSite), h.Visitor(host.SlowSite)
	must(t, v.Arrive(ctx, "/"))
	must(t, neighbour.Arrive(ctx, "/"))
	codes := map[string]int{}
	for i := range 60 {
		raw, _ := json.Marshal(host.Object{"action": "message", "id": newID(), "text": fmt.Sprint("flood ", i)})
		must(t, h.Frame(ctx, "widget-message", v.Conn(), raw))
		for _, frame := range h.Frames(v.Conn()) {
			var f struct{ Action, Code string }
			must(t, json.Unmarshal(frame, &f))
			codes[f.Action+f.Code]++
		}
	}
	if codes["errorslow_down"] != 1 || codes["ack"] > 2*chat.FrameBurst {
		t.Errorf("sixty frames at once were answered by %v, want slow_down once and then nothing", codes)
	}
	if h.Open(v.Conn()) {
		t.Error("the socket is still open")
	}
	if a, err := neighbour.Say(ctx, "hello"); err != nil || a.Action != "ack" {
		t.Errorf("the neighbour is answered by %+v, %v", a, err)
	}
}

// phoneNumber matches the stories' phone numbers, and not the few digits that a random id or a time may hold.
var phoneNumber = regexp.MustCompile(`5511\d{7}`)

// No personal data is in a log or in a task's group, and no whole IP address is stored.
func TestLogsAndQueuesHoldNothingOfAPerson(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	for _, s := range scenes {
		if _, err := s.play(t.Context(), h); err != nil {
			t.Fatal(s.name, err)
		}
	}
	if _, err := h.Webhook(t.Context(), host.Kettle.Delivery([]host.Object{
		meta.Message("5511987654321", "wamid.p", "secret words", now()),
	}, nil)); err != nil {
		t.Fatal(err)
	}
	h.Drain(t.Context())
	// Failures are logged as well: here the store refuses a write.
	h.Disturb(func(c host.Call) host.Fault {
		if c.Function == "widget-message" && c.Op == "DynamoDB.TransactWriteItems" {
			return host.Refuse
		}
		return host.Pass
	})
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(t.Context(), "/"))
	_, _ = v.Say(t.Context(), "secret words of amara@mail.test")
	h.Disturb(nil)
	h.Drain(t.Context())

	personal := []string{
		"203.0.113.77", "amara@mail.test", "Amara", "Bruno", "zebras", "secret words",
		"A person here", v.Token,
	}
	tasks := ""
	for _, c := range h.Calls() {
		if c.Op == "SQS.SendMessage" {
			tasks += string(c.Body)
		}
	}
	if !strings.Contains(tasks, string(host.Tenant)) || !strings.Contains(h.Logs(), "left to relay") {
		t.Fatal("the test saw no task, or no log")
	}
	for _, p := range personal {
		if strings.Contains(h.Logs(), p) {
			t.Errorf("%q is in the logs", p)
		}
		if strings.Contains(tasks, p) {
			t.Errorf("%q is in a task", p)
		}
	}
	if found := phoneNumber.FindString(h.Logs() + tasks); found != "" {
		t.Errorf("the phone number %q is in the logs or in a task", found)
	}
	for _, it := range dump(t, h) {
		for name, v := range it {
			if strings.Contains(value(v), "203.0.113.77") {
				t.Errorf("the whole address is in %s of %s %s", name, value(it["pk"]), value(it["sk"]))
			}
		}
		if strings.Contains(value(it["d"])+value(it["pk"])+value(it["sk"]), v.Token) {
			t.Errorf("a visitor's token is in %s %s", value(it["pk"]), value(it["sk"]))
		}
		// Only search terms may hold it: a number is found by its beginning.
		if !strings.Contains(value(it["pk"]), "#P#phone#") && phoneNumber.MatchString(value(it["pk"])+" "+value(it["sk"])) {
			t.Errorf("a phone number is in the key %s %s", value(it["pk"]), value(it["sk"]))
		}
	}
}
