package notices

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
)

// After so many failed calls in a row a channel is left alone for the shortest rest, and twice as long with each one
// more: one team's dead webhook does not hold up the mail of all others.
const restsAfter, shortestRest, longestRest = 3, time.Minute, 30 * time.Minute

// fails tells whether the last calls of an address failed. Another address of the same channel begins anew.
func (t *Told) fails(of string) bool { return t.Failed > 0 && t.Of == of }

// failed counts a call that failed.
func (t *Told) failed(of string, status int, now time.Time) {
	if !t.fails(of) {
		t.Failed, t.Rests, t.Of, t.Since = 0, time.Time{}, of, now.Unix()
	}
	t.Last, t.Status = now.Unix(), status
	if t.Failed++; t.Failed >= restsAfter {
		t.Rests = now.Add(min(shortestRest<<min(t.Failed-restsAfter, 8), longestRest)).Truncate(time.Second)
	}
}

// works forgets the calls of an address that failed. Those of another one are no news to it.
func (t *Told) works(of string) error {
	if !t.fails(of) {
		return errNothing
	}
	t.Failed, t.Rests, t.Of, t.Since, t.Last, t.Status = 0, time.Time{}, "", 0, 0, 0
	return nil
}

// addressOf names the address of a channel as it is now: each is sealed in another way.
func addressOf(c chat.Channel) string { return named(c.Sealed) }

// Failing has the channels of an owner's team of which the last call failed, by their ids, until one arrives. The team
// as it was read has the addresses of which the failures are told.
func (r *Room) Failing(ctx context.Context, a chat.Agent) (map[string]chat.ChannelFails, error) {
	if !a.Role.Includes(chat.RoleOwner) {
		return nil, nil
	}
	tenant, err := r.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	all, now := map[string]chat.ChannelFails{}, r.desk.Now()
	for _, c := range tenant.Channels {
		told, err := r.store.Told(ctx, a.Tenant, c.ID)
		if err != nil {
			return nil, err
		}
		if !c.Off.IsZero() || !told.fails(addressOf(c)) {
			continue
		}
		fails := chat.ChannelFails{
			Calls: told.Failed, Since: time.Unix(told.Since, 0).UTC(), Last: time.Unix(told.Last, 0).UTC(),
			Text: reason(told.Status),
		}
		if told.Rests.After(now) {
			fails.Rests = told.Rests
		}
		all[c.ID] = fails
	}
	return all, nil
}

// statusOf is what became of a call that failed: the status that answered, 0 if no server was reached,
// egress.Unanswered if nobody answered.
func statusOf(err error) int {
	if refused, is := errors.AsType[*egress.Refused](err); is {
		return refused.Status
	}
	if unsure, is := errors.AsType[*egress.Unsure](err); is {
		return unsure.Status
	}
	return egress.Unanswered
}

// reason says in words why the last call of a channel failed, and what to do. It has nothing of the address.
func reason(status int) string {
	switch {
	case status == egress.Unanswered:
		return "The service did not answer in time, so nobody knows whether the last notice has arrived."
	case status == 0:
		return "No public server was reached at its address."
	case egress.IsGateway(status):
		return fmt.Sprintf("A gateway before the service answered (%d), so nobody knows whether the last notice has arrived.",
			status)
	case status == http.StatusTooManyRequests:
		return fmt.Sprintf("The service takes no more messages for now (%d).", status)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fmt.Sprintf("The service does not let this webhook write (%d). Allow it there, or make a new one.", status)
	case status >= 500:
		return fmt.Sprintf("The service has a fault of its own (%d).", status)
	case status >= 400:
		return fmt.Sprintf("The service does not take what is sent (%d). Check that the address is an incoming webhook's.",
			status)
	}
	return fmt.Sprintf("The address leads elsewhere (%d), which is not followed. Write the webhook's own address.", status)
}
