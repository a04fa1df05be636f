package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/oklog/ulid/v2"
)

// updates is a delivery of messages from so many customers, padded to so many bytes at least.
func updates(n, bytes int) []byte {
	var all []host.Object
	for i := range n {
		m := meta.Message(phoneOf(i), "wamid."+ulid.Make().String(), "When do you open?", time.Now())
		m["pad"] = strings.Repeat("x", max(bytes/n-350, 0)) // the rest of an update has as many bytes
		all = append(all, m)
	}
	return host.Kettle.Delivery(all, nil)
}

func phoneOf(i int) string { return fmt.Sprintf("55419%08d", i) }

// answered200 measures how soon each of several deliveries is answered 200.
func answered200(ctx context.Context, h *host.Host, n int, delivery func() []byte) (took times, err error) {
	for round := range n {
		body := delivery()
		began := time.Now()
		status, err := h.Deliver(ctx, body)
		if err != nil || status != 200 {
			return nil, fmt.Errorf("delivery %d: %d %w", round, status, err)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// webhooks measures how soon a delivery is answered: with one update, and with as many as Meta sends at once.
func (b *bench) webhooks(ctx context.Context, h *host.Host) error {
	title("A delivery of Meta's, until whatsapp-webhook has answered 200")
	one := ""
	for _, c := range []struct {
		what              string
		updates, bytes, n int
	}{{"1 update", 1, 0, 200}, {"1,000 updates", 1000, 0, 50}, {"3 MB", 1000, 3 << 20, 50}} {
		took, err := answered200(ctx, h, c.n, func() []byte { return updates(c.updates, c.bytes) })
		if err != nil {
			return err
		}
		fmt.Printf("  %-14s p50 %s, p99 %s\n", c.what, ms(took.median()), ms(took.at(0.99)))
		if c.updates > 1 {
			b.add("delivery of "+c.what+", until 200", "of one "+one, within(took.median(), 150*time.Millisecond),
				within(took.at(0.99), 500*time.Millisecond))
		}
		one = ms(took.median())
	}
	return nil
}

// inbox measures how soon all of a thousand updates is in the inbox, with whatsapp-delivery and relay side by side.
func (b *bench) inbox(ctx context.Context, h *host.Host) error {
	const n = 1000
	began := time.Now()
	if _, err := answered200(ctx, h, 1, func() []byte { return updates(n, 0) }); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() { defer close(done); h.Work(ctx) }()
	for h.Stream.Poll(ctx) > 0 || waits(h) {
	}
	took := time.Since(began)
	<-done
	missing, err := notInInbox(ctx, h, n)
	if err == nil && missing > 0 {
		err = fmt.Errorf("%d of %d messages are not in the inbox", missing, n)
	}
	b.add("delivery of 1,000 updates, until in the inbox", "", within(took, 10*time.Second))
	return err
}

// waits tells whether a delivery is not worked off yet.
func waits(h *host.Host) bool {
	for name := range h.Files() {
		if strings.HasPrefix(name, "media/"+deliveries.Waiting) {
			return true
		}
	}
	return false
}

func notInInbox(ctx context.Context, h *host.Host, n int) (missing int, err error) {
	key, err := h.Key(ctx)
	if err != nil {
		return n, err
	}
	for i := range n {
		lead, err := h.Store.Identify(ctx, host.Tenant, key.Identity("wa_id", phoneOf(i)))
		if err == nil {
			at := chat.ConversationOf(lead.Visitor, host.PhoneBot)
			_, err = h.Store.Head(ctx, chat.ConversationKey{Tenant: host.Tenant, ID: at})
		}
		if err != nil {
			missing++
		}
	}
	return missing, nil
}

// busy measures the answers to fifty deliveries of a thousand updates while four loops hold the processors.
func (b *bench) busy(ctx context.Context, h *host.Host) error {
	for range 4 {
		loop := exec.CommandContext(ctx, "sh", "-c", "while :; do :; done")
		if err := loop.Start(); err != nil {
			return err
		}
		defer func() { _ = loop.Process.Kill(); _ = loop.Wait() }()
	}
	took, err := answered200(ctx, h, 50, func() []byte { return updates(1000, 0) })
	if err != nil {
		return err
	}
	b.add("the same beside four busy loops, until 200", "50 of 50 answered 200", within(took.median(), 0),
		within(took.at(0.99), lambdaWaits))
	return nil
}

// lambdaWaits is the time limit of whatsapp-webhook, after which its door answers with a failure.
const lambdaWaits = 20 * time.Second
