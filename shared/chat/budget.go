package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"time"
)

// Budget is how often something may be done within a window of time. One that is
// counted by samples counts each n-th for n, by chance: it is there for floods, and a
// flood is as large in a sample.
type Budget struct {
	Name   string
	Limit  int64
	Window time.Duration
	Sample int64
}

// slowDown says for how long a budget is spent.
func slowDown(left time.Duration) error {
	return Errorf(TooMany, "slow_down", "That is too often. Try again in %s.", inWords(left))
}

// inWords is a time that people may wait, rounded up.
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

// Spend takes one from a tenant's budget for somebody. TooMany when it is spent.
func (d *Desk) Spend(ctx context.Context, tenant TenantID, b Budget, who string) error {
	if b.Sample > 1 && rand.Int64N(b.Sample) > 0 {
		return nil
	}
	return d.spendMany(ctx, tenant, b, who, b.Sample)
}

// spendMany takes so many.
func (d *Desk) spendMany(ctx context.Context, tenant TenantID, b Budget, who string, n int64) error {
	window := d.Now().Truncate(b.Window)
	ok, err := d.Store.Spend(ctx, tenant, b.Name+"#"+who, window, n, b.Limit, window.Add(2*b.Window))
	if err == nil && !ok {
		return slowDown(window.Add(b.Window).Sub(d.Now()))
	}
	return err
}

// AdmitConnect lets a page connect, unless its address or its site connects too often.
func (d *Desk) AdmitConnect(ctx context.Context, s Site, address string) error {
	if err := d.Spend(ctx, s.Tenant, ConnectsPerSite, s.Key); err != nil || address == "" {
		return err
	}
	who, err := d.Caller(ctx, address)
	if err != nil {
		return err
	}
	return d.Spend(ctx, s.Tenant, ConnectsPerAddress, s.Key+"#"+who)
}

// Caller is what stands for an address in budgets: a hash, under a salt that is gone after
// two days. "" stands for no address.
func (d *Desk) Caller(ctx context.Context, address string) (string, error) {
	if address == "" {
		return "", nil
	}
	day := d.Now().Truncate(24 * time.Hour)
	salt, err := d.salts.get(day.String(), d.Now(), func() ([]byte, error) { return d.Store.Salt(ctx, day) })
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(address))
	return lowerBase32.EncodeToString(mac.Sum(nil)[:10]), nil
}

// AdmitFrame lets a visitor's frame pass that its socket let pass: a visitor may have many
// sockets. Frames of a socket in a hurry are counted one by one, those of one that goes on for
// longer by samples. What a new one may send otherwise is little, and connects are counted.
func (d *Desk) AdmitFrame(ctx context.Context, s Socket) error {
	budget, now := FramesPerVisitor, d.Now()
	hurried := s.Budget.After(now)
	if s.Visitor == "" || (!hurried && now.Sub(s.Opened) < newSocket) {
		return nil
	}
	if hurried {
		budget.Sample = 1
	}
	return d.Spend(ctx, s.Tenant, budget, string(s.Visitor))
}

// AdmitUpload lets a visitor put a file.
func (d *Desk) AdmitUpload(ctx context.Context, s Socket) error {
	return d.Spend(ctx, s.Tenant, UploadsPerVisitor, string(s.Visitor))
}

// AdmitBytes lets a file of a size be put from an address and to a site: visitors cost
// nothing to whoever makes them, so their own budget is not enough.
func (d *Desk) AdmitBytes(ctx context.Context, s Socket, size int64) error {
	kilobytes := (size + 1023) / 1024
	if s.Caller != "" {
		if err := d.spendMany(ctx, s.Tenant, UploadsPerAddress, s.Caller, kilobytes); err != nil {
			return err
		}
	}
	return d.spendMany(ctx, s.Tenant, UploadsPerSite, s.Site, kilobytes)
}

// pay takes a reply that costs money from the visitor's and the tenant's budget, before
// it is made.
func (d *Desk) pay(ctx context.Context, tenant TenantID, visitor VisitorID) error {
	if err := d.Spend(ctx, tenant, PaidPerTenant, ""); err != nil {
		return err
	}
	return d.Spend(ctx, tenant, PaidPerVisitor, string(visitor))
}
