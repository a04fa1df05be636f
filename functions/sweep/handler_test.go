package main

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/metrics"
)

// books is a ledger that notes how much due work was done before it.
type books struct {
	lifecycle.Ledger
	done, before int
}

func (b *books) CatchUp(context.Context, chat.TenantID) (bool, error) {
	b.before = b.done
	return false, nil
}

// Due work is done before figures are, and those every ten minutes only.
func TestFiguresComeAfterWhatIsDue(t *testing.T) {
	w := chattest.New(t)
	w.Must(w.Store.PutWeekly(w.Ctx(), knowledge.Weekly{Tenant: chattest.Tenant, ID: "w1", Due: w.Now()})) // it stays due
	b := &books{before: -1}
	w.Worker.Ledger = b
	w.ReadAgain = func(context.Context, lifecycle.WeeklyKey) error { b.done++; return nil }
	odd := time.Date(2026, 11, 22, 9, 7, 0, 0, time.UTC)
	mailed := -1
	h := handler{w.Worker, metrics.New("test"), func(_ context.Context, fired time.Time) error {
		if mailed = b.before; !fired.Equal(odd.Add(3 * time.Minute)) {
			t.Errorf("owners are mailed as at %s", fired)
		}
		return nil
	}}
	if _, err := h.sweep(t.Context(), events.CloudWatchEvent{Time: odd}); err != nil || b.done != 1 || b.before != -1 {
		t.Fatalf("due were %d, figures after %d: %v", b.done, b.before, err)
	}
	w.Must(w.Store.PutWeekly(w.Ctx(), knowledge.Weekly{Tenant: chattest.Tenant, ID: "w2", Due: w.Now()}))
	even := events.CloudWatchEvent{Time: odd.Add(3 * time.Minute)}
	if _, err := h.sweep(t.Context(), even); err != nil || b.before != 3 || mailed != 3 {
		t.Fatalf("figures came after %d of 3, and mails after those after %d: %v", b.before, mailed, err)
	}
}
