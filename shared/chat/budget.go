package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
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

var errSlowDown = Errorf(TooMany, "slow_down", "That is too often. Wait a while, and try again.")

// spend takes one from a tenant's budget for somebody. TooMany when it is spent.
func (d *Desk) spend(ctx context.Context, tenant TenantID, b Budget, who string) error {
	if b.Sample > 1 && rand.Int64N(b.Sample) > 0 {
		return nil
	}
	window := d.Now().Truncate(b.Window)
	ok, err := d.Store.Spend(ctx, tenant, b.Name+"#"+who, window, b.Sample, b.Limit, window.Add(2*b.Window))
	if err == nil && !ok {
		return errSlowDown
	}
	return err
}

// AdmitConnect lets a page connect, unless its address or its site connects too often.
// Of the address only a hash is kept, under a salt that is gone after two days.
func (d *Desk) AdmitConnect(ctx context.Context, s Site, address string) error {
	if err := d.spend(ctx, s.Tenant, ConnectsPerSite, s.Key); err != nil || address == "" {
		return err
	}
	day := d.Now().Truncate(24 * time.Hour)
	salt, err := d.salts.get(day.String(), d.Now(), func() ([]byte, error) { return d.Store.Salt(ctx, day) })
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(address))
	return d.spend(ctx, s.Tenant, ConnectsPerAddress, s.Key+"#"+lowerBase32.EncodeToString(mac.Sum(nil)[:10]))
}

// AdmitUpload lets a visitor put a file.
func (d *Desk) AdmitUpload(ctx context.Context, s Socket) error {
	return d.spend(ctx, s.Tenant, UploadsPerVisitor, string(s.Visitor))
}

// pay takes a reply that costs money from the visitor's and the tenant's budget, before
// it is made.
func (d *Desk) pay(ctx context.Context, tenant TenantID, visitor VisitorID) error {
	if err := d.spend(ctx, tenant, PaidPerTenant, ""); err != nil {
		return err
	}
	return d.spend(ctx, tenant, PaidPerVisitor, string(visitor))
}
