package chat

import (
	"context"
	"errors"
	"time"
)

// EndSignIns invalidates the tokens that an agent holds now, and drops their sockets. An ID token lives an
// hour; API Gateway itself would take it until then.
func (d *Desk) EndSignIns(ctx context.Context, tenant TenantID, id AgentID) error {
	now := d.Now()
	if err := d.store.SignOut(ctx, tenant, id, now, now.Add(tokenHours*time.Hour)); err != nil {
		return err
	}
	return d.DisconnectAgent(ctx, tenant, id)
}

// DisconnectAgent ends all sockets of an agent. Pages that may reconnect do so at once.
func (d *Desk) DisconnectAgent(ctx context.Context, tenant TenantID, id AgentID) error {
	team, err := d.store.Team(ctx, tenant)
	for conn, agent := range team {
		if agent.ID != id {
			continue
		}
		d.disconnect(ctx, conn)
		if bad := Except(d.store.CloseSocket(ctx, conn, d.Now()), ErrNotFound); bad != nil {
			err = errors.Join(err, bad)
		}
	}
	return err
}

// tokenHours is for how long an ID token counts, with some room.
const tokenHours = 2

// disconnect ends a socket, best effort: its next frame finds no row in any case.
func (d *Desk) disconnect(ctx context.Context, id ConnectionID) {
	_ = d.Disconnector.Close(ctx, id)
}

// stillIn tells whether a sign-in of this time is still good: nobody removed the agent or
// changed their role since. A warm function asks once in a while.
func (d *Desk) stillIn(ctx context.Context, a Agent, signedIn time.Time) error {
	out, err := d.outs.get(string(a.Tenant)+"/"+string(a.ID), d.Now(),
		func() (time.Time, error) { return d.signedOut(ctx, a) })
	if err != nil {
		return err
	}
	return outSince(out, signedIn.Add(tokenTick))
}

// stillInNow is stillIn without a warm function's memory, for tickets and sockets: they outlast a call.
func (d *Desk) stillInNow(ctx context.Context, a Agent, signedIn time.Time) error {
	out, err := d.signedOut(ctx, a)
	if err != nil {
		return err
	}
	return outSince(out, signedIn.Add(tokenTick))
}

// tokenTick is how exactly a token says when it was issued.
const tokenTick = time.Second

func (d *Desk) signedOut(ctx context.Context, a Agent) (time.Time, error) {
	at, err := d.store.SignedOut(ctx, a.Tenant, a.ID)
	return at, Except(err, ErrNotFound)
}

// outSince refuses a sign-in or a socket that began before its agent was signed out.
func outSince(out, began time.Time) error {
	if out.IsZero() || out.Before(began) {
		return nil
	}
	return Errorf(Forbidden, "signed_out", "Your place in the team has changed. Sign in again.")
}

// DisconnectVisitor ends all sockets of a visitor.
func (d *Desk) DisconnectVisitor(ctx context.Context, key VisitorKey) error {
	sockets, err := d.tabsOfVisitor(ctx, key)
	for _, s := range sockets.open() {
		d.disconnect(ctx, s.ID)
		if err := Except(d.store.CloseSocket(ctx, s.ID, d.Now()), ErrNotFound); err != nil {
			return err
		}
	}
	return err
}
