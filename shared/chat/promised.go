package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/promise"
)

// A visitor who asks for a person is told by when one usually answers. The time is made from the waits that were
// measured, from those who wait now and from the opening hours, and stored with the conversation: once it has passed
// and nobody answered, the visitor gets another one, twice at most, and the team's leads are told. A promise belongs to
// the wait for which it was made. docs/reach.md has the rules.

// Promise is the time that a visitor who waits is told.
type Promise struct {
	By     time.Time `json:"by,omitzero"`      // a person usually answers until then
	Opens  time.Time `json:"opens,omitzero"`   // when the team is back, if it is away
	Longer bool      `json:"longer,omitempty"` // it takes longer than was said, and no time is promised any more
}

// maxAhead is how many waiting customers are counted before a promise: behind more, the time is hours away.
const maxAhead = 50

// maxRenewals is how often a promise that has passed is made anew: a third one would be believed by nobody.
const maxRenewals = 2

// PromisedBy is the time that a visitor was promised and that counts now, zero if they do not wait or none was made.
func (h *Head) PromisedBy() time.Time {
	if h.Waits().IsZero() {
		return time.Time{}
	}
	return h.Promised
}

// promises makes a promise to somebody who begins to wait, or goes on to. It is zero where too little is known; then
// and at any fault nothing is promised, because the answer must not wait for it.
func (d *Desk) promises(ctx context.Context, h *Head) time.Time {
	usual, made, err := d.usual(ctx, h)
	if err != nil {
		unfinished(ctx, "nothing was promised", err)
	}
	if !made {
		return time.Time{}
	}
	return usual.By.UTC().Truncate(time.Second)
}

func (d *Desk) usual(ctx context.Context, h *Head) (promise.Promise, bool, error) {
	tenant, err := d.Tenant(ctx, h.Tenant)
	if err != nil {
		return promise.Promise{}, false, err
	}
	bot, err := d.Bot(ctx, h.Tenant, h.Bot)
	if err != nil {
		return promise.Promise{}, false, err
	}
	recent, err := d.waits.get(string(h.Tenant), d.Now(), func() (promise.Recent, error) {
		return d.store.RecentWaits(ctx, h.Tenant)
	})
	if err != nil || len(recent.Waits) == 0 {
		return promise.Promise{}, false, err
	}
	queue, err := d.othersWait(ctx, h)
	if err != nil {
		return promise.Promise{}, false, err
	}
	usual, made := promise.Usual(recent.Waits, queue, h.Waits(), tenant.HoursOf(bot), d.Now())
	return usual, made, nil
}

// othersWait is since when other customers wait, for the team or for any person of it: the waits that were measured
// have the same people in them.
func (d *Desk) othersWait(ctx context.Context, h *Head) ([]time.Time, error) {
	roster, err := d.store.Roster(ctx, h.Tenant)
	if err != nil {
		return nil, err
	}
	owners := []AgentID{""}
	for _, m := range roster.Members {
		owners = append(owners, m.ID)
	}
	heads, _, err := d.store.ListWaiting(ctx, h.Tenant, owners, "", maxAhead)
	var queue []time.Time
	for _, other := range heads {
		if other.ID != h.ID {
			queue = append(queue, other.WaitingFrom)
		}
	}
	return queue, err
}

// promiseOf is the promise that the visitor of a conversation is told now, nil if none.
func (d *Desk) promiseOf(ctx context.Context, h Head) *Promise {
	if h.overdue() {
		return &Promise{Longer: true}
	}
	by := h.PromisedBy()
	if !by.After(d.Now()) {
		return nil
	}
	p := Promise{By: by}
	tenant, err := d.Tenant(ctx, h.Tenant)
	if err != nil {
		return &p
	}
	bot, err := d.Bot(ctx, h.Tenant, h.Bot)
	if err != nil {
		return &p
	}
	hours := tenant.HoursOf(bot)
	if opens, found := hours.Opens(d.Now()); found && opens.After(d.Now()) {
		p.Opens = opens.UTC()
	}
	return &p
}

// waited notes a wait that ended. The answers of one batch take turns, because a lost race for the team's one row costs
// a write.
func (d *Desk) waited(ctx context.Context, tenant TenantID, w promise.Wait) error {
	d.waiting.Lock()
	defer d.waiting.Unlock()
	return d.store.AddWait(ctx, tenant, w)
}

// overdue tells whether a customer waits on after a promise that was not made anew.
func (h *Head) overdue() bool { return !h.Waits().IsZero() && h.Renewed > 0 && h.Promised.IsZero() }

// renews makes another promise to somebody whose time has passed, or none after two. The event tells the team.
func (d *Desk) renews(ctx context.Context, h *Head) []Event {
	if by := h.PromisedBy(); by.IsZero() || by.After(d.Now()) {
		return nil
	}
	h.Promised, h.Renewed = time.Time{}, h.Renewed+1
	if h.Renewed <= maxRenewals {
		h.Promised = d.promises(ctx, h)
	}
	return []Event{{Name: EventPromisePassed, Until: h.Promised}}
}

// tellLeads tells the leads of a team that are in the app: of a promise that has passed, or of a customer whom nobody
// answered although their conversation moved on.
func (d *Desk) tellLeads(ctx context.Context, h Head, action PushAction) {
	team, err := d.store.Team(ctx, h.Tenant)
	if err != nil {
		unfinished(ctx, "push left out", err)
		return
	}
	var leads []ConnectionID
	for id, a := range team {
		if a.Role.Includes(RoleLead) {
			leads = append(leads, id)
		}
	}
	d.push(ctx, Push{Action: action, Conversation: h.ID}, leads...)
}

// endsWaiting notes on an agent's words since when the customer has waited for them.
func (m *Message) endsWaiting(h *Head) {
	if m.leaves() && !m.Body().IsMark() {
		m.WaitedFrom = h.Waits()
		h.replies(m.At)
	}
}
