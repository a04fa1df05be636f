package chat

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// RateLimit is how often something may be done within a window of time. A limit with a Sample of n counts one
// act in n, at random, as n: it is there for floods, and a flood is as large in a sample. Once it is spent, a warm
// function refuses all until the window is over.
type RateLimit struct {
	Name   string
	Limit  int64
	Window time.Duration
	Sample int64
}

// slowDown is the refusal over a spent budget, with the time to wait.
func slowDown(left time.Duration) error {
	return Errorf(TooMany, "slow_down", "That is too often. Try again in %s.", inWords(left))
}

// inWords is a waiting time for people, rounded up.
func inWords(left time.Duration) string {
	for _, unit := range []struct {
		long time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if n := (left + unit.long - 1) / unit.long; n > 1 || unit.long == time.Second {
			return fmt.Sprintf("%d %s%s", max(1, n), unit.name, map[bool]string{true: "s"}[n > 1])
		}
	}
	return ""
}

// Limit takes one from a tenant's budget for somebody. TooMany when it is spent: a warm function remembers that
// until the window ends, and refuses also the acts that it does not count.
func (d *Desk) Limit(ctx context.Context, tenant TenantID, b RateLimit, who string) error {
	if b.Sample <= 1 {
		return d.limitMany(ctx, tenant, b, who, 1)
	}
	now, key := d.Now(), string(tenant)+"/"+b.Name+"/"+who
	if until, spent := d.spent.has(key, now); spent {
		return slowDown(until.Sub(now))
	}
	if rand.Int64N(b.Sample) > 0 {
		return nil
	}
	err := d.limitMany(ctx, tenant, b, who, b.Sample)
	if until := now.Truncate(b.Window).Add(b.Window); KindOf(err) == TooMany {
		d.spent.put(key, until, until)
	}
	return err
}

// limitMany takes n at once.
func (d *Desk) limitMany(ctx context.Context, tenant TenantID, b RateLimit, who string, n int64) error {
	window := d.Now().Truncate(b.Window)
	ok, err := d.store.Take(ctx, tenant, b.Name+"#"+who, window, n, b.Limit, window.Add(2*b.Window))
	if err == nil && !ok {
		return slowDown(window.Add(b.Window).Sub(d.Now()))
	}
	return err
}

// payReply is pay for the reply of a bot. The tokens of its model for a visitor have a budget of their own.
func (d *Desk) payReply(ctx context.Context, in Incoming, b *Bot) error {
	if b.Model == nil {
		return d.pay(ctx, in.Tenant, in.Visitor)
	}
	return d.Limit(ctx, in.Tenant, PaidPerTenant, "")
}

// pay takes a reply that costs money from the visitor's and the tenant's budget, before
// it is made.
func (d *Desk) pay(ctx context.Context, tenant TenantID, visitor VisitorID) error {
	if err := d.Limit(ctx, tenant, PaidPerTenant, ""); err != nil {
		return err
	}
	return d.Limit(ctx, tenant, PaidPerVisitor, string(visitor))
}
