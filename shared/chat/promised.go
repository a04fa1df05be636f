package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/promise"
)

// A visitor who asks for a person is told by when one usually answers. The time is made from the waits that were
// measured, from those who wait now and from the opening hours, and stored with the conversation: once it has passed
// and nobody answered, the visitor gets another one, and the team's leads are told. docs/reach.md has the rules.

// Promise is the time that a visitor who waits is told.
type Promise struct {
	By    time.Time `json:"by"`             // a person usually answers until then
	Opens time.Time `json:"opens,omitzero"` // when the team is back, if it is away
}

// maxAhead is how many waiting customers are counted before a promise: behind more, the time is hours away.
const maxAhead = 50

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
	heads, _, err := d.store.ListWaiting(ctx, h.Tenant, []AgentID{""}, "", maxAhead)
	if err != nil {
		return promise.Promise{}, false, err
	}
	var queue []time.Time
	for _, other := range heads {
		if other.ID != h.ID {
			queue = append(queue, other.WaitingFrom)
		}
	}
	usual, made := promise.Usual(recent.Waits, queue, tenant.HoursOf(bot), d.Now())
	return usual, made, nil
}

// promiseOf is the promise that the visitor of a conversation is told now, nil if none.
func (d *Desk) promiseOf(ctx context.Context, h Head) *Promise {
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

// renews makes another promise to somebody whose time has passed. The event tells the team.
func (d *Desk) renews(ctx context.Context, h *Head) []Event {
	if by := h.PromisedBy(); by.IsZero() || by.After(d.Now()) {
		return nil
	}
	h.Promised = d.promises(ctx, h)
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
	}
}
