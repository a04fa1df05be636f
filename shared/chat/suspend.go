package chat

import (
	"context"
	"errors"
)

// ErrSuspended says that the operator has suspended a tenant.
var ErrSuspended = Errorf(Forbidden, "suspended",
	"This account is suspended. Nothing of it is lost. Ask the operator of this service to resume it.")

// Active tells whether a tenant may use the product; ErrSuspended if not. Customers' messages on
// WhatsApp are stored all the same, because Meta would try for days and then drop it: the bot says
// nothing, and the team finds it when the tenant is resumed. Retention and erasures go on.
func (d *Desk) Active(ctx context.Context, id TenantID) error {
	tenant, err := d.Tenant(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil // a missing one is found by its next reader
	}
	if err == nil && !tenant.Suspended.IsZero() {
		err = ErrSuspended
	}
	return err
}

// EndTeamSockets drops every socket of a tenant's team. Pages that may not come back are refused.
func (d *Desk) EndTeamSockets(ctx context.Context, tenant TenantID) error {
	team, err := d.store.Team(ctx, tenant)
	for id := range team {
		d.disconnect(ctx, id)
		err = errors.Join(err, Except(d.store.CloseSocket(ctx, id, d.Now()), ErrNotFound))
	}
	return err
}
