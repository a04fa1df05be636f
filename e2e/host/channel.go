package host

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// HookPath is where the webhook of a channel stands in for Slack, and for the push service of a browser.
const HookPath = "/hook"

// Channel is the id of the channel that the company's team gets.
const Channel = "channel1"

// Tells gives the company a channel that is told of customers who wait, or takes it away, for functions that start from
// now on.
func (h *Host) Tells(ctx context.Context, told bool) error {
	t, err := h.Store.Tenant(ctx, Tenant)
	if err != nil {
		return err
	}
	if t.Channels = nil; told {
		sealed, err := h.Sealer().Seal(ctx, Tenant, chat.ChannelAddress, Channel, []byte(h.Address()+HookPath))
		if err != nil {
			return err
		}
		t.Channels = []chat.Channel{{
			ID: Channel, Name: "Help", Sealed: sealed, Host: "127.0.0.1", End: "hook", Waits: true, Promises: true,
		}}
	}
	if err := h.Store.PutTenant(ctx, t); err != nil {
		return err
	}
	h.Restart("relay", "mail-work")
	return nil
}

// Hooks are the bodies that the webhook got, as they were before they were encrypted.
func (o *Outside) Hooks() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.hooks)
}
