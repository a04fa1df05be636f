package faults

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// told has a visitor ask for a person, of whom a channel of the team is told. However it is disturbed, a notice goes at
// most once: one whose outcome is not known may have gone.
func told(ctx context.Context, h *host.Host) ([]string, error) { return toldOnce(ctx, h, h.Tells) }

// pushed has one ask of whom a device of the team is told: the same holds.
func pushed(ctx context.Context, h *host.Host) ([]string, error) { return toldOnce(ctx, h, h.Carries) }

func toldOnce(
	ctx context.Context, h *host.Host, tells func(ctx context.Context, told bool) error,
) ([]string, error) {
	if err := tells(ctx, true); err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "I want to speak to a person"); err != nil {
		return nil, err
	}
	for range 3 { // a task that failed or was refused comes again later
		h.Drain(ctx)
		h.Pass(10 * time.Minute)
	}
	n := 0
	for _, body := range h.Hooks() {
		if strings.Contains(body, string(v.Conversation)) {
			n++
		}
	}
	if n > 1 {
		return nil, fmt.Errorf("one wait made %d notices", n)
	}
	if err := tells(ctx, false); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// aboutNotices are the calls that file a notice and that tell of it: other scenes disturb the rest.
func aboutNotices(c host.Call) bool {
	return c.Function == "mail-work" || bytes.Contains(c.Body, []byte("notice"))
}

// A channel is told once, without the visitor's words, by functions as they are built. A claim costs one write unit,
// also when the row of the channel is full, and a team without a channel pays nothing.
func TestAChannelIsToldOnceAndCheaply(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	must(t, h.Tells(ctx, true))
	asks := func() *host.Visitor {
		v := h.Visitor(host.FastSite)
		must(t, v.Arrive(ctx, "/"))
		_, err := v.Say(ctx, "I want to speak to a person")
		must(t, err)
		h.Drain(ctx)
		return v
	}
	v := asks()
	hooks := h.Hooks()
	if len(hooks) != 1 || strings.Contains(hooks[0], "speak") ||
		!strings.Contains(hooks[0], host.Door+"/admin/inbox/all/"+string(v.Conversation)) {
		t.Fatalf("the channel was told %q", hooks)
	}
	for range chat.NoticesHourly - 1 {
		asks()
	}
	claims := 0
	for _, c := range h.Calls() {
		if strings.HasPrefix(c.Op, "DynamoDB.Put") && strings.Contains(string(c.Body), "NOTICES#") {
			if claims++; c.Write > 1 {
				t.Errorf("claim %d costs %.1f write units", claims, c.Write)
			}
		}
	}
	if got := len(h.Hooks()); claims != chat.NoticesHourly || got != chat.NoticesHourly {
		t.Errorf("%d claims, %d notices", claims, got)
	}
	must(t, h.Tells(ctx, false))
	h.Reset()
	asks()
	for _, c := range h.Calls() {
		if strings.Contains(string(c.Body), "NOTICES#") || c.Function == "mail-work" {
			t.Errorf("without a channel %s calls %s", c.Function, c.Op)
		}
	}
}

// A webhook that was deleted switches its channel off.
func TestADeletedWebhookIsSwitchedOff(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	must(t, h.Tells(ctx, true))
	h.Hook = func([]byte) int { return 410 }
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "I want to speak to a person")
	must(t, err)
	h.Drain(ctx)
	tenant, err := h.Store.Tenant(ctx, host.Tenant)
	must(t, err)
	if tenant.Channels[0].Off.IsZero() {
		t.Errorf("the channel is %+v", tenant.Channels[0])
	}
}

// A device is told once, encrypted for it and without the visitor's words, by functions as they are built; one that is
// gone is forgotten. A claim costs one write unit, and a team without a device pays nothing.
func TestADeviceIsToldOnceAndCheaply(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	must(t, h.Carries(ctx, true))
	asks := func() *host.Visitor {
		v := h.Visitor(host.FastSite)
		must(t, v.Arrive(ctx, "/"))
		_, err := v.Say(ctx, "I want to speak to a person")
		must(t, err)
		_, err = v.Say(ctx, "Is anybody there?")
		must(t, err)
		h.Drain(ctx)
		return v
	}
	v := asks()
	hooks := h.Hooks()
	if len(hooks) != 1 || strings.Contains(hooks[0], "speak") ||
		!strings.Contains(hooks[0], `"link":"/admin/inbox/all/`+string(v.Conversation)+`"`) {
		t.Fatalf("the device was told %q", hooks)
	}
	claims := 0
	for _, c := range h.Calls() {
		if strings.HasPrefix(c.Op, "DynamoDB.Put") && strings.Contains(string(c.Body), "NOTICES#") {
			if claims++; c.Write > 1 {
				t.Errorf("claim %d costs %.1f write units", claims, c.Write)
			}
		}
	}
	if claims != 1 {
		t.Errorf("one wait is claimed %d times", claims)
	}
	h.Hook = func([]byte) int { return 410 }
	asks()
	if all, err := h.Store.Devices(ctx, host.Tenant); err != nil || len(all) != 0 {
		t.Errorf("a device that is gone stays: %v, %v", all, err)
	}
	must(t, h.Carries(ctx, false))
	h.Reset()
	asks()
	for _, c := range h.Calls() {
		if c.Function == "mail-work" {
			t.Errorf("without a device %s calls %s", c.Function, c.Op)
		}
	}
}
