package host

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/webpushtest"
)

// Notifies has the visitors of FastSite notified, or not any more, by functions that start from now on.
func (h *Host) Notifies(ctx context.Context, notified bool) error {
	site, err := h.Store.Site(ctx, FastSite)
	if err != nil {
		return err
	}
	t, err := h.Store.Tenant(ctx, Tenant)
	if err != nil {
		return err
	}
	if site.Push, t.Push = nil, (chat.PushKeys{}); notified {
		public, private, err := chat.NewPushKeys()
		if err != nil {
			return err
		}
		sealed, err := h.Sealer().Seal(ctx, Tenant, chat.PushKey, string(Tenant), []byte(private))
		if err != nil {
			return err
		}
		t.Push = chat.PushKeys{Public: public, Sealed: sealed}
		site.Push = &chat.SitePush{Key: public, Origins: []string{Origin}}
	}
	if err := h.Store.PutSite(ctx, site); err != nil {
		return err
	}
	if err := h.Store.PutTenant(ctx, t); err != nil {
		return err
	}
	h.Restart("relay", "mail-work", "widget-message")
	return nil
}

// Subscription is made by a visitor's browser, and its push service is the hook.
func (o *Outside) Subscription() (chat.Subscription, error) {
	b, err := webpushtest.NewBrowser()
	if err != nil {
		return chat.Subscription{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.browser = b
	return b.Subscribed(o.host.Address() + HookPath), nil
}
