package chat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/privacy"
)

// NewTicket lets an agent's browser open one socket from one origin, within TicketLife. A page asks for a
// ticket before each connect, so a removed agent is turned away here.
func (d *Desk) NewTicket(ctx context.Context, a Agent, origin string, issued, signIn time.Time) (string, error) {
	if err := d.stillInNow(ctx, a, issued); err != nil {
		return "", err
	}
	roster, err := d.store.Roster(ctx, a.Tenant) // the socket keeps the name, so it has to be the present one
	if err != nil {
		return "", err
	}
	a = roster.call(a)
	ticket := privacy.NewToken()
	return ticket, d.store.PutTicket(ctx, Ticket{
		Hash: hashTicket(ticket), Agent: a, Origin: origin, Expires: d.Now().Add(TicketLife), Issued: issued, SignIn: signIn,
	})
}

// AgentConnects takes a ticket. It does not list the socket with its team, the first View does: until $connect
// has returned, API Gateway answers every post with 410, and the poster would conclude that the socket is gone.
func (d *Desk) AgentConnects(ctx context.Context, id ConnectionID, ticket, origin string) error {
	refused := Errorf(Forbidden, "bad_ticket", "This ticket is used up, too old, or for another page. Ask for a new one.")
	t, err := d.store.TakeTicket(ctx, hashTicket(ticket))
	if errors.Is(err, ErrNotFound) {
		return refused
	}
	if err != nil {
		return err
	}
	now := d.Now()
	if now.After(t.Expires) || now.After(t.SignIn) || t.Origin != origin {
		return refused
	}
	if err := d.stillInNow(ctx, t.Agent, t.Issued); err != nil {
		return err
	}
	s := Socket{ID: id, Tenant: t.Agent.Tenant, Opened: now, Seen: now, Agent: &t.Agent, Expires: t.SignIn}
	return d.store.OpenSocket(ctx, s)
}

func hashTicket(ticket string) string {
	sum := sha256.Sum256([]byte("ticket\x00" + ticket))
	return hex.EncodeToString(sum[:])
}

// View lists an agent's socket with its team and with the conversation that the agent has open, and takes it
// off the one before. "" opens none. It is an agent's first frame.
func (d *Desk) View(ctx context.Context, s Socket, id ConversationID) error {
	if left := (ConversationKey{s.Tenant, s.Viewing}); s.Viewing != "" && s.Viewing != id {
		if err := d.store.Unwatch(ctx, left, s.ID); err != nil {
			return err
		}
		d.viewing(ctx, left)
	}
	if id != "" {
		key := ConversationKey{s.Tenant, id}
		if err := d.watched(ctx, key); err != nil {
			return err
		}
		if err := d.store.Watch(ctx, key, s.ID, *s.Agent); err != nil {
			return err
		}
		defer d.viewing(ctx, key)
	}
	s.Viewing = id
	if err := d.store.BindSocket(ctx, s); err != nil {
		return err
	}
	if err := d.stays(ctx, s); err != nil || d.Now().Sub(s.Opened) > newcomer {
		return err
	}
	if err := TeamChanged(ctx, d, s.Tenant, ""); err != nil { // somebody came: they may take those that wait
		unfinished(ctx, "nothing was given to the newcomer", err)
	}
	return nil
}

// stays ends a socket that was opened while its agent was signed out. EndSignIns writes its mark and then reads
// the team; View lists the socket with the team and then reads the mark: one of the two sees the other.
func (d *Desk) stays(ctx context.Context, s Socket) error {
	out, err := d.signedOut(ctx, *s.Agent)
	if err != nil {
		return err
	}
	refused := outSince(out, s.Opened)
	if refused == nil {
		return nil
	}
	d.disconnect(ctx, s.ID)
	if err := Except(d.store.CloseSocket(ctx, s.ID, d.Now()), ErrNotFound); err != nil {
		return err
	}
	return refused
}

// viewing tells every agent who has a conversation open which colleagues have it open too.
func (d *Desk) viewing(ctx context.Context, key ConversationKey) {
	viewers, err := d.store.Viewers(ctx, key)
	if err != nil {
		return // a push is a hint
	}
	tabs := map[AgentID][]ConnectionID{}
	for id, agent := range viewers {
		tabs[agent.ID] = append(tabs[agent.ID], id)
	}
	for reader, ids := range tabs {
		others := map[AgentID]string{}
		for _, agent := range viewers {
			if agent.ID != reader {
				others[agent.ID] = agent.Name
			}
		}
		d.push(ctx, Push{Action: PushViewing, Conversation: key.ID, Viewers: slices.Sorted(maps.Values(others))}, ids...)
	}
}

// watched notes on the head that an agent may have it open: without that note, pushes do not ask for viewers.
func (d *Desk) watched(ctx context.Context, key ConversationKey) error {
	_, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if err := d.makeHead(ctx, key, h); err != nil {
			return nil, err
		}
		if now := d.Now(); h.Watched.Before(now.Add(SocketLife)) {
			h.Watched = now.Add(2 * SocketLife) // one write serves all agents who look within one socket's life
		}
		return nil, nil
	})
	return err
}
