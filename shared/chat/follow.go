package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/hours"
)

// windowMargin is how long before WhatsApp's window closes no follow-up is sent any more.
const windowMargin = 5 * time.Minute

// staleFollowUp is how long after its time a follow-up is still asked, in opening hours: later, it would come out of
// the blue.
const staleFollowUp = 2 * time.Hour

// followsAt is when its customer is asked once whether there is more, zero if they are not: somebody waits, it was done
// in this case, they wrote nothing in it, the team did not have the last word, the customer said that there is no more,
// it comes too late, or WhatsApp would refuse. A time that has passed is judged as now, when it would be said.
func (h *Head) followsAt(r SilenceRules, open hours.Hours, now time.Time) time.Time {
	if r.After == 0 || h.Followed == h.Case || h.VisitorAt.IsZero() || h.VisitorAt.Before(h.CaseBegan) ||
		h.LastAuthor != string(ByAgent) || h.Status != Open || !h.WaitingFrom.IsZero() || endsTalk(h.Preview) {
		return time.Time{}
	}
	at := latest(h.At, h.Woke).Add(r.after())
	if open.Between(at, now) > staleFollowUp {
		return time.Time{}
	}
	if at = latest(latest(at, h.Busy), now); open.Set() {
		opens, found := open.Opens(at)
		if !found {
			return time.Time{}
		}
		at = opens
	}
	if h.Source == WhatsApp && at.After(h.Window.Add(-windowMargin)) {
		return time.Time{}
	}
	return at
}

// follow asks a silent customer once whether there is more. It is the bot's word, and moves no owner.
func (d *Desk) follow(ctx context.Context, head Head) error {
	rules, open, err := d.silenceIn(ctx, &head)
	if now := d.Now(); err != nil || !due(head.followsAt(rules, open, now), now) {
		return err
	}
	refused, err := d.noFollowUp(ctx, &head)
	if err != nil {
		return err
	}
	writes, err := d.inForm(ctx, &head)
	if err != nil {
		return err
	}
	var said *Message
	head, err = d.store.Commit(ctx, head.Key(), func(h *Head) ([]Message, error) {
		said = nil
		now := d.Now()
		if !due(h.followsAt(rules, open, now), now) {
			return nil, nil
		}
		if writes && !refused {
			h.Busy = now.Add(max(formPatience, rules.after()))
			h.Idle = h.nextIdle(rules, earlier(h.returnsAt(rules), h.Busy), now)
			return nil, nil
		}
		if h.Followed = h.Case; !refused {
			said = &Message{
				ID: MessageID(d.NewID(now)), At: now, Author: Author{Kind: ByBot, ID: string(h.Bot)}, Epoch: h.Epoch,
				Sends: h.Source == WhatsApp, Bubbles: []Bubble{{Body: Text(rules.Text)}},
			}
			h.note(said)
		}
		h.Idle = h.nextIdle(rules, h.returnsAt(rules), now)
		if said == nil {
			return nil, nil
		}
		return []Message{*said}, nil
	})
	if err == nil && said != nil {
		d.spread(ctx, head, "", *said)
	}
	return err
}

// noFollowUp tells whether a customer is not to be written to: they said STOP, or are blocked.
func (d *Desk) noFollowUp(ctx context.Context, h *Head) (bool, error) {
	v, err := d.store.Visitor(ctx, VisitorKey{h.Tenant, h.Visitor})
	if err != nil {
		return true, err
	}
	return v.Blocked || v.Marketing.Stopped || v.WantsQuiet(), nil
}
