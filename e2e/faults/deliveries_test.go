package faults

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
)

// A large delivery costs its webhook four calls beside the app and its secret, however many updates it has; each repeat
// costs one, while it waits and when it was worked off.
func TestALargeDeliveryCostsFourCalls(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	body := host.Kettle.Delivery(fromMany(1000, ""), nil)
	calls := func() (files, all []string) {
		h.Reset()
		must(t, delivers(t.Context(), h, body))
		for _, c := range h.Calls() {
			if all = append(all, c.Op); strings.HasPrefix(c.Op, "S3") || strings.HasPrefix(c.Op, "SQS") {
				files = append(files, c.Op)
			}
		}
		return files, all
	}
	files, all := calls()
	want := "S3.HeadObject S3.PutObject SQS.SendMessage S3.PutObject"
	if strings.Join(files, " ") != want || len(all) > 6 {
		t.Errorf("it costs %q, of all %q", files, all)
	}
	for _, when := range []string{"waits", "was worked off"} {
		if files, all := calls(); strings.Join(files, " ") != "S3.HeadObject" || len(all) > 2 {
			t.Errorf("a repeat of one that %s costs %q", when, all)
		}
		h.Work(t.Context())
		if n := waiting(h); n > 0 {
			t.Errorf("%d wait", n)
		}
	}
}

// Each message of a new customer costs three calls of the database until it is taken in, and seven until it is in the
// inbox and its answer is on the way: so many decide how soon a delivery of a thousand is worked off.
func TestAMessageOfALargeDeliveryCostsTenCalls(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	h.Drain(t.Context())
	const n = 100
	must(t, delivers(t.Context(), h, host.Kettle.Delivery(fromMany(n, ""), nil)))
	h.Reset()
	h.Drain(t.Context())
	calls := map[string]float64{}
	for _, c := range h.Calls() {
		if strings.HasPrefix(c.Op, "DynamoDB.") {
			calls[c.Function] += 1.0 / n
		}
	}
	for function, most := range map[string]float64{"whatsapp-delivery": 3.3, "relay": 7.5} {
		if got := calls[function]; got < 1 || got > most {
			t.Errorf("%s makes %.2f calls a message, at most %.1f", function, got, most)
		}
	}
}

// fromMany is messages of so many customers, one each.
func fromMany(n int, pad string) []host.Object {
	var all []host.Object
	for i := range n {
		m := meta.Message(fmt.Sprintf("5541%07d", i), "wamid."+newID(), "When do you open?", time.Now())
		m["pad"] = pad
		all = append(all, m)
	}
	return all
}

// lambdaWaits is the time limit of whatsapp-webhook, after which its door answers with a failure.
const lambdaWaits = 20 * time.Second

// While four busy loops hold the processors, fifty deliveries of as many bytes as a thousand updates are answered 200,
// and each of their five updates is stored once. (The bench has fifty thousand come through the door, and counts them.)
func TestFiftyDeliveriesOnABusyMachine(t *testing.T) {
	h := newCloud(t)
	for range 4 {
		loop := exec.Command("sh", "-c", "while :; do :; done")
		must(t, loop.Start())
		t.Cleanup(func() { _ = loop.Process.Kill(); _ = loop.Wait() })
	}
	const n, customers = 50, 5
	for i := range n {
		body := host.Kettle.Delivery(fromMany(customers, strings.Repeat("x", 70_000)), nil)
		began := time.Now()
		status, err := h.Webhook(t.Context(), body)
		if took := time.Since(began); err != nil || status != 200 || took > lambdaWaits {
			t.Errorf("delivery %d of %d bytes: %d after %s, %v", i, len(body), status, took, err)
		}
	}
	h.Work(t.Context())
	for i := range customers {
		_, key, err := talkOf(t.Context(), h, fmt.Sprintf("5541%07d", i))
		must(t, err)
		stored, err := h.Store.Since(t.Context(), key, "", 2*n)
		must(t, err)
		wamids := map[string]bool{}
		for _, m := range stored {
			if m.Author.Kind == chat.ByVisitor {
				wamids[m.Origin.Wamid] = true
			}
		}
		if len(stored) != n || len(wamids) != n {
			t.Errorf("customer %d has %d messages of %d", i, len(stored), len(wamids))
		}
	}
	if left := waiting(h); left > 0 {
		t.Errorf("%d wait", left)
	}
}
