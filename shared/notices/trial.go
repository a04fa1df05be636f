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

// Tested is the outcome of a test, in words for the owner who asked for it.
type Tested struct {
	Arrived bool   `json:"arrived"`
	Text    string `json:"text"`
}

// Test sends a test to a channel. One that was switched off is on again if it arrives.
func (r *Room) Test(ctx context.Context, a chat.Agent, channel string) (Tested, error) {
	tenant, err := r.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return Tested{}, err
	}
	c := tenant.Channel(channel)
	if c == nil {
		return Tested{}, chat.Errorf(chat.NotFound, "no_channel", "There is no such channel. Load the settings again.")
	}
	if err := r.desk.Limit(ctx, a.Tenant, chat.NoticeTests, ""); err != nil {
		return Tested{}, err
	}
	address, err := r.Open(ctx, a.Tenant, chat.ChannelAddress, c.ID, c.Sealed)
	if err != nil {
		return Tested{}, err
	}
	err = post(ctx, r.Client, string(address), trial(tenant))
	if err == nil {
		works := errors.Join(r.turn(ctx, a.Tenant, *c, time.Time{}), r.counts(ctx, a.Tenant, *c, nil))
		if works != nil {
			return Tested{}, works
		}
	}
	return Tested{err == nil, outcome(err)}, r.desk.Audited(ctx, a, nil, "channels.tested", "", c.Name)
}

// outcome says what became of a test, and what to do.
func outcome(err error) string {
	refused, is := errors.AsType[*egress.Refused](err)
	switch {
	case err == nil:
		return "The service took the test. It stands in the channel now."
	case errors.Is(err, errGone):
		return "The service says that this webhook does not exist any more, or that its channel is archived. " +
			"Make a new webhook there, and write its address here."
	case !is:
		return "The service did not answer in time, so nobody knows whether the test has arrived. Look into the channel."
	}
	switch status := refused.Status; {
	case status == 0:
		return "No public server was reached at this address. Copy the address of the webhook once more."
	case status == http.StatusTooManyRequests:
		return "The service takes no more messages for now. Wait some minutes, and test again."
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fmt.Sprintf("The service does not let this webhook write (%d). Allow it there, or make a new one.", status)
	case status >= 500:
		return fmt.Sprintf("The service has a fault of its own (%d). Test again later.", status)
	case status >= 400:
		return fmt.Sprintf("The service did not take the test (%d). Check that this is the address of an incoming webhook.",
			status)
	}
	return fmt.Sprintf("The address leads elsewhere (%d), which is not followed. Write the webhook's own address.",
		refused.Status)
}
