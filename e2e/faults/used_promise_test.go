package faults

import (
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/promise"
)

// knownWaits has the team answered before, so that a visitor who asks for a person is promised a time.
func knownWaits(t *testing.T, h *host.Host) {
	for n := range 4 {
		ended := now().Add(-time.Duration(n) * time.Minute)
		must(t, h.Store.AddWait(t.Context(), host.Tenant, promise.Wait{From: ended.Add(-time.Minute), Ended: ended}))
	}
}

// promised has visitors ask for a person in each way in which they can, and one of them wait for too long.
func promised(t *testing.T, h *host.Host) {
	ctx := t.Context()
	web, slow := h.Visitor(host.FastSite), h.Visitor(host.SlowSite)
	must(t, web.Arrive(ctx, "/"))
	_, err := web.Say(ctx, "Talk to a person")
	must(t, err)
	was := h.Bot
	h.Bot = func([]byte) (int, string) {
		return 200, `{"bubbles":[{"kind":"text","text":"A moment."}],"handover":"asked"}`
	}
	must(t, slow.Arrive(ctx, "/"))
	_, err = slow.Say(ctx, "Talk to a person")
	must(t, err)
	must(t, delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		meta.Message("5531"+newDigits(), "wamid."+newID(), "Talk to a person", now()),
	}, nil)))
	h.Drain(ctx)
	h.Bot = was
	for _, v := range []*host.Visitor{web, slow} {
		head, err := h.Store.Head(ctx, v.Key())
		must(t, err)
		if head.PromisedBy().IsZero() {
			t.Errorf("nothing was promised: %+v", head)
		}
	}
	_, err = h.Store.Commit(ctx, web.Key(), func(head *chat.Head) ([]chat.Message, error) {
		head.Promised = now().Add(-time.Second) // it has passed
		return nil, nil
	})
	must(t, err)
	must(t, h.Sweep(ctx))
}
