package notices

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// Browsers hands messages to browsers that are closed.
type Browsers interface {
	// Send hands one over. egress.ErrGone says that the subscription has ended, *egress.Refused that it was not handed
	// over; see shared/webpush.
	Send(ctx context.Context, from chat.Tenant, to chat.Subscription, m chat.WebPush) error
}

// devicesHourly is how many notices of customers go to a device in any hour, and as many of notes. One more tells of
// the rest of those who wait.
const devicesHourly = 10

// atOnce is how many people are told side by side, and how many devices of each.
const atOnce = 16

// push tells the devices of people who do not have the app open. Each is claimed by itself: the next try of a task
// passes over those that were told.
func (r *Room) push(ctx context.Context, t chat.Task) error {
	tenant, err := r.store.Tenant(ctx, t.Tenant)
	if err != nil {
		return err
	}
	if r.late(tenant, t) {
		return errNothing
	}
	head, err := r.store.Head(ctx, t.Key())
	if err != nil {
		return err
	}
	all, err := r.store.Devices(ctx, t.Tenant)
	if err != nil {
		return err
	}
	return sideBySide(wanting(all, t, head, r.desk.Now()), func(devices []Registered) error {
		return r.pushTo(ctx, t, tenant, head, devices)
	})
}

// sideBySide does something for each, and returns all errors.
func sideBySide[T any](all []T, do func(one T) error) error {
	failed := make([]error, len(all))
	var each errgroup.Group
	each.SetLimit(atOnce)
	for i, one := range all {
		each.Go(func() error { failed[i] = do(one); return nil })
	}
	_ = each.Wait()
	return errors.Join(failed...)
}

// wanting are the devices that want to be told of a task and are not quiet now, those of each person together.
func wanting(all []Registered, t chat.Task, h chat.Head, now time.Time) [][]Registered {
	people := map[chat.AgentID][]Registered{}
	for _, d := range all {
		if d.wants(t, h) && !d.quietAt(now) {
			people[d.Agent] = append(people[d.Agent], d)
		}
	}
	return slices.Collect(maps.Values(people))
}

// wants tells whether a device is to be told of a task.
func (d *Registered) wants(t chat.Task, h chat.Head) bool {
	switch t.Act {
	case ActNamed:
		return d.Mentions && d.Agent == t.Agent
	case ActAssigned:
		return d.Assigned && d.Agent == t.Agent && h.Owner == chat.OwnerAgent && h.Assignee == t.Agent
	case ActPassed:
		return d.Promises && !h.Waits().IsZero()
	case ActRaised:
		return (d.Promises || d.Team) && !h.Waits().IsZero() && h.Raised()
	}
	switch {
	case h.Waits().IsZero():
		return false
	case h.Owner == chat.OwnerAgent:
		return d.Mine && d.Agent == h.Assignee
	}
	return d.Team
}

// isFor tells whether a device may be told of a task, by its person's role: only leads hear that an answer is late.
func (d *Registered) isFor(act chat.Act, role chat.Role) bool {
	return role.Includes(chat.RoleLead) || act != ActPassed && (act != ActRaised || d.Team)
}

// pushTo tells the devices of one person, unless they have the app open or may not be told.
func (r *Room) pushTo(
	ctx context.Context, t chat.Task, tenant chat.Tenant, h chat.Head, devices []Registered,
) error {
	m, open, err := r.desk.Colleagues.Open(ctx, t.Tenant, devices[0].Agent)
	if err != nil || open || m.ID == "" {
		return err
	}
	devices = slices.DeleteFunc(devices, func(d Registered) bool { return !d.isFor(t.Act, m.Role) })
	if len(devices) == 0 {
		return nil
	}
	_, waiting, err := r.store.CountWork(ctx, t.Tenant, "")
	if err != nil {
		return err
	}
	return sideBySide(devices, func(d Registered) error {
		return chat.Except(r.pushOne(ctx, t, tenant, h, d, waiting), errNothing)
	})
}

func (r *Room) pushOne(
	ctx context.Context, t chat.Task, tenant chat.Tenant, h chat.Head, d Registered, waiting int,
) error {
	to := r.deviceOf(t.Tenant, d)
	claim, err := r.claims(ctx, to, claimed{name: nameOf(t, h), own: t.Act == ActNamed, most: devicesHourly})
	if err != nil {
		return err
	}
	p := r.pushed(tenant, t, h, d, waiting)
	if claim.more {
		p = morePushed(tenant, waiting)
	}
	m, err := p.message(stale - r.desk.Now().Sub(t.Told))
	if err == nil {
		err = r.Browsers.Send(ctx, tenant, d.Subscription, m)
	}
	return r.hand(ctx, to, claim, err)
}

// deviceOf is a device as the target of notices: it is forgotten when it is gone.
func (r *Room) deviceOf(tenant chat.TenantID, d Registered) target {
	return target{tenant, d.ID, named(d.ID), func(ctx context.Context) error {
		return r.store.DropDevice(ctx, tenant, d.Agent, d.ID)
	}}
}

// pushed is what the service worker of the app gets (web/admin/public/sw.js).
type pushed struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"`  // a later one of the same takes its place
	Link  string `json:"link"` // a path of the app
}

// message is a notice that waits a while for a device that is off.
func (p pushed) message(ttl time.Duration) (chat.WebPush, error) {
	body, err := json.Marshal(p)
	return chat.WebPush{Body: body, Topic: p.Tag, Urgent: true, TTL: ttl}, err
}
