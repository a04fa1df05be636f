package notices

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
)

const (
	// stale is the age of news at which nobody is told any more. It is less than an hour, for which names are kept.
	stale = 50 * time.Minute
	// maxTries is how often a notice that is refused is tried. It is no dead letter then: the fault is the team's or the
	// service's, and no operator can help.
	maxTries = 5
	// retryAfter is the first wait after a refusal; it grows with each try. maxWait bounds what a service may ask for: all
	// tries together end before the alarm of the queue, which is for faults of ours.
	retryAfter, maxWait = 20 * time.Second, 3 * time.Minute
)

// Send does a task: it tells a channel, or the devices of the team, of a customer who still waits, once. It may be
// called any number of times. chat.Busy if another try may succeed.
func (r *Room) Send(ctx context.Context, t chat.Task, tries int) error {
	does := r.send
	if t.Channel == "" {
		does = r.push
	}
	err := does(ctx, t)
	if refused, is := errors.AsType[*egress.Refused](err); is {
		if tries+1 >= maxTries {
			theirs(ctx, "a notice is not told", err, t.Tenant, t.Channel)
			return nil
		}
		return chat.Busy{After: min(max(refused.After, time.Duration(tries+1)*retryAfter), maxWait)}
	}
	if errors.Is(err, chat.ErrConflict) { // many are told at once
		return chat.Busy{After: time.Second}
	}
	return chat.Except(err, errNothing, chat.ErrNotFound, chat.ErrErased)
}

// send claims the notice as its last step before it is handed over: if anything fails before, the task is done again
// from its beginning.
func (r *Room) send(ctx context.Context, t chat.Task) error {
	tenant, c, err := r.channel(ctx, t)
	if err != nil {
		return err
	}
	head, err := r.store.Head(ctx, t.Key())
	if err != nil {
		return err
	}
	n, err := r.news(ctx, t, tenant, head)
	if err != nil {
		return err
	}
	address, err := r.Open(ctx, t.Tenant, chat.ChannelAddress, c.ID, c.Sealed)
	if err != nil {
		return err
	}
	to, claim := r.channelOf(t.Tenant, c), claimed{name: nameOf(t, head), most: chat.NoticesHourly}
	if t.Act == ActNamed {
		claim.own, claim.most = true, chat.MentionsHourly
	}
	if claim, err = r.claims(ctx, to, claim); err != nil {
		return err
	}
	if claim.more {
		n = r.more(tenant)
	}
	return r.hand(ctx, to, claim, post(ctx, r.Client, string(address), n))
}

// channelOf is a channel as the target of notices: it is switched off when it is gone.
func (r *Room) channelOf(tenant chat.TenantID, c chat.Channel) target {
	return target{tenant, c.ID, addressOf(c), func(ctx context.Context) error {
		return r.turn(ctx, tenant, c, r.desk.Now())
	}}
}

// nameOf names the event of which a task tells: the wait that falls to somebody, whichever word of it was the reason,
// the promise that has passed, or the person whom a note names. Who gets a conversation is told of that, or of its
// wait. One at the top of the queue is told once more.
func nameOf(t chat.Task, h chat.Head) string {
	switch t.Act {
	case ActPassed:
		return named(t.Conversation, "passed", t.Message)
	case ActNamed:
		return named(t.Conversation, "named", t.Message, t.Agent)
	}
	since := h.Waits()
	if h.OwnedAt.After(since) {
		since = h.OwnedAt
	}
	if h.Raised() {
		return named(t.Conversation, "raised", since.UnixMilli())
	}
	return named(t.Conversation, "waits", since.UnixMilli())
}

// channel is the channel of a task, if it may be told now. errNothing if not.
func (r *Room) channel(ctx context.Context, t chat.Task) (chat.Tenant, chat.Channel, error) {
	tenant, err := r.desk.Tenant(ctx, t.Tenant)
	if err != nil {
		return tenant, chat.Channel{}, err
	}
	c := tenant.Channel(t.Channel)
	if c == nil || !tells(c, t.Act) || r.late(tenant, t) || c.Hours && !tenant.Hours.Open(r.desk.Now()) {
		return tenant, chat.Channel{}, errNothing
	}
	return tenant, *c, nil
}

// late tells whether nobody is told of a task any more.
func (r *Room) late(tenant chat.Tenant, t chat.Task) bool {
	return !tenant.Suspended.IsZero() || r.desk.Now().Sub(t.Told) > stale
}

// news is the notice of a task, if it is still true and its person does not see it. errNothing if not.
func (r *Room) news(ctx context.Context, t chat.Task, tenant chat.Tenant, h chat.Head) (notice, error) {
	if t.Act == ActNamed {
		m, open, err := r.desk.Colleagues.Open(ctx, h.Tenant, t.Agent)
		if err == nil && (open || m.ID == "") {
			err = errNothing
		}
		return r.namedIn(tenant, m, h), err
	}
	if err := r.waits(ctx, t, h); err != nil {
		return notice{}, err
	}
	_, waiting, err := r.store.CountWork(ctx, t.Tenant, "")
	return r.write(tenant, t.Act, h, waiting), err
}

// waits is nil if the customer of a task still waits and, unless a promise has passed, nobody has them before them: the
// conversation is the team's, or its person is not there. errNothing if not.
func (r *Room) waits(ctx context.Context, t chat.Task, h chat.Head) error {
	if h.Waits().IsZero() || t.Act == ActRaised && !h.Raised() {
		return errNothing
	}
	if t.Act == ActPassed || h.Owner != chat.OwnerAgent {
		return nil
	}
	_, there, err := r.desk.Colleagues.Available(ctx, h.Tenant, h.Assignee)
	if err == nil && there {
		err = errNothing
	}
	return err
}

// turn switches a channel off, or on again with no time, unless it got another address meanwhile.
func (r *Room) turn(ctx context.Context, tenant chat.TenantID, as chat.Channel, off time.Time) error {
	for range turnTries {
		t, err := r.store.Tenant(ctx, tenant)
		if err != nil {
			return err
		}
		t.Channels = slices.Clone(t.Channels)
		c := t.Channel(as.ID)
		if c == nil || !bytes.Equal(c.Sealed, as.Sealed) || c.Off.IsZero() == off.IsZero() {
			return nil
		}
		c.Off = off
		if err = r.store.PutTenant(ctx, t); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return chat.ErrConflict
}

const turnTries = 3
