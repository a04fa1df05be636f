package host

import (
	"context"
	"net/http"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/webpushtest"
)

// Holder is the person of the company's team who has a device.
var Holder = chat.Agent{Tenant: Tenant, ID: "a_holder", Name: "Hol", Role: chat.RoleLead}

// device is the one device of the company's team.
const device = "device1"

// Carries gives the company a person with a device that is told of customers who wait, or takes both away, for
// functions that start from now on.
func (h *Host) Carries(ctx context.Context, told bool) error {
	t, err := h.Store.Tenant(ctx, Tenant)
	if err != nil {
		return err
	}
	if t.Push = (chat.PushKeys{}); told {
		public, private, err := chat.NewPushKeys()
		if err != nil {
			return err
		}
		sealed, err := h.Sealer().Seal(ctx, Tenant, chat.PushKey, string(Tenant), []byte(private))
		if err != nil {
			return err
		}
		t.Push = chat.PushKeys{Public: public, Sealed: sealed}
	}
	if err := h.Store.PutTenant(ctx, t); err != nil {
		return err
	}
	if err := h.holds(ctx, told); err != nil {
		return err
	}
	h.Restart("relay", "mail-work")
	return nil
}

// holds has the holder join the team with their device, or leave it.
func (h *Host) holds(ctx context.Context, told bool) error {
	err := h.Store.UpdateRoster(ctx, Tenant, func(r *chat.Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(m chat.Member) bool { return m.ID == Holder.ID })
		if told {
			holder := chat.Member{ID: Holder.ID, Email: "hol@mail.test", Name: Holder.Name, Role: Holder.Role}
			r.Members = append(r.Members, holder)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !told {
		return h.Store.DropDevices(ctx, Tenant, Holder.ID)
	}
	b, err := webpushtest.NewBrowser()
	if err != nil {
		return err
	}
	h.mu.Lock()
	h.browser = b
	h.mu.Unlock()
	return h.Store.PutDevice(ctx, Tenant, notices.Registered{
		Device: notices.Device{ID: device, Name: "A phone", Wishes: notices.Wishes{Mine: true, Team: true}},
		Agent:  Holder.ID, Subscription: b.Subscribed(h.Address() + HookPath),
	})
}

// pushed is a push that arrives at the hook, as the browser of the team reads it; any other body stays as it is.
func (o *Outside) pushed(r *http.Request, body []byte) []byte {
	o.mu.Lock()
	b := o.browser
	o.mu.Unlock()
	if b == nil || r.Header.Get("Content-Encoding") != "aes128gcm" {
		return body
	}
	if _, _, err := webpushtest.Signed(r.Header.Get("Authorization"), "http://"+r.Host); err != nil {
		return []byte(err.Error())
	}
	text, err := b.Opens(body)
	if err != nil {
		return []byte(err.Error())
	}
	return text
}
