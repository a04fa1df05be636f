package notices

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
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
		works := errors.Join(r.turn(ctx, a.Tenant, *c, time.Time{}), r.counts(ctx, r.channelOf(a.Tenant, *c), nil))
		if works != nil {
			return Tested{}, works
		}
	}
	return Tested{err == nil, outcome(err)}, r.desk.Audited(ctx, a, nil, "channels.tested", "", c.Name)
}

// TestDevice pushes a test to a device of the caller's. One that is gone is forgotten.
func (r *Room) TestDevice(ctx context.Context, a chat.Agent, id string) (Tested, error) {
	tenant, err := r.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return Tested{}, err
	}
	all, err := r.store.Devices(ctx, a.Tenant)
	if err != nil {
		return Tested{}, err
	}
	i := slices.IndexFunc(all, func(d Registered) bool { return d.ID == id && d.Agent == a.ID })
	if i < 0 {
		return Tested{}, chat.Errorf(chat.NotFound, "no_device", "This device is not told any more. Switch it on again.")
	}
	if err := r.desk.Limit(ctx, a.Tenant, chat.DeviceTests, string(a.ID)); err != nil {
		return Tested{}, err
	}
	m, err := testPushed(tenant).message(time.Minute)
	if err == nil {
		err = r.Browsers.Send(ctx, tenant, all[i].Subscription, m)
	}
	to := r.deviceOf(a.Tenant, all[i])
	switch said := outcomeOnDevice(err); {
	case err == nil:
		return said, r.counts(ctx, to, nil)
	case errors.Is(err, egress.ErrGone):
		return said, to.ends(ctx)
	case said.Text == "":
		return Tested{}, err
	default:
		return said, nil
	}
}

// outcomeOnDevice says what became of a test, and what to do. No words are for a fault of ours.
func outcomeOnDevice(err error) Tested {
	_, refused := errors.AsType[*egress.Refused](err)
	_, unsure := errors.AsType[*egress.Unsure](err)
	switch {
	case err == nil:
		return Tested{true, "The push service took the test. The notification appears in a moment."}
	case errors.Is(err, egress.ErrGone):
		return Tested{Text: "The browser has ended its subscription, so it is not told any more. Switch it on again."}
	case refused:
		return Tested{Text: "The browser's push service does not take messages now. Test again in some minutes."}
	case unsure:
		return Tested{Text: "The push service did not answer in time, so nobody knows whether the test has arrived."}
	}
	return Tested{}
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
