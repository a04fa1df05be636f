// Package updates takes the updates of a webhook of Meta's in: each is handed to the desk, those about one person in
// Meta's order.
package updates

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dialling"
	"github.com/botifire/livechat/shared/whatsapp"
	"golang.org/x/sync/errgroup"
)

// atOnce is how many people's updates are taken in side by side.
const atOnce = 16

// Take stores all updates of an app's delivery, and returns the failures after all was tried. A repeat stores the
// missing ones, and changes nothing else.
func Take(ctx context.Context, courier *chat.Courier, app chat.App, changes []whatsapp.Change) error {
	work, renames := map[string][]func() error{}, map[string][]func() error{}
	numbers := map[string]*chat.Number{} // a delivery has up to a thousand changes, of few numbers
	for _, c := range changes {
		about := c.Number + "/" + c.WABA
		number, asked := numbers[about]
		if !asked {
			var err error
			if number, err = bound(ctx, courier, app, c); err != nil {
				return err
			}
			numbers[about] = number
		}
		if number == nil {
			slog.WarnContext(ctx, "unknown number", "app", app.Key, "field", c.Field)
			continue
		}
		for _, r := range c.Renames {
			do := func() error { return courier.ChangeIdentity(ctx, *number, r.Was, r.Is, r.Event, r.Origin) }
			renames[""] = append(renames[""], do)
		}
		each(ctx, courier, *number, c, func(about string, do func() error) { work[about] = append(work[about], do) })
	}
	return errors.Join(all(ctx, renames), all(ctx, work)) // a customer may have written under the new id
}

// bound proves that a change is about a number, or an account, of the app's tenant: the signature
// proves the app only. nil if it is not.
func bound(ctx context.Context, courier *chat.Courier, app chat.App, c whatsapp.Change) (*chat.Number, error) {
	var n chat.Number
	var err error
	if c.Number != "" {
		n, err = courier.NumberLately(ctx, app, c.Number)
	} else {
		n, err = courier.NumberOfAccount(ctx, app, c.WABA)
	}
	if errors.Is(err, chat.ErrNotFound) {
		return nil, nil
	}
	return &n, err
}

// each hands each part of a change to the desk, grouped by the person that it is about.
func each(
	ctx context.Context, courier *chat.Courier, n chat.Number, c whatsapp.Change, add func(about string, do func() error),
) {
	who := func(from chat.Contact) string { return from.WaID + "/" + from.BSUID + "/" + from.Parent }
	for _, in := range c.Messages {
		add(who(in.From), func() error {
			in.From.Country = dialling.Country(in.From.WaID, in.From.BSUID)
			return courier.ReceiveWhatsApp(ctx, n, in.From, in.Body, in.Origin)
		})
	}
	for _, e := range c.Echoes {
		add(who(e.From), func() error { return courier.Echo(ctx, n, e.From, e.Body, e.Origin) })
	}
	for _, p := range c.Preferences {
		add(who(p.Who), func() error { return courier.SetMarketingConsent(ctx, n, p.Who, p.MarketingConsent) })
	}
	for _, s := range c.Statuses {
		add(s.Wamid, func() error { return courier.Status(ctx, n.Tenant, s.Wamid, s.Carried, s.About, s.Delivery) })
	}
	for _, p := range c.Paid {
		add(p.Wamid, func() error { return courier.Paid(ctx, n.Tenant, p.Wamid, p.Carried, p.Payment) })
	}
	for _, t := range c.Templates {
		add("template/"+t.Name, func() error { return courier.TemplateChanged(ctx, n, t) })
	}
	for _, news := range c.Notifications {
		add("news/"+news.ID, func() error {
			return courier.RecordNotification(ctx, n.Tenant, news.Notification, news.About)
		})
	}
}

// all runs groups side by side, each in order, and returns all errors but those that a repeat
// of the webhook would not mend.
func all(ctx context.Context, work map[string][]func() error) error {
	var mu sync.Mutex
	var failed error
	var groups errgroup.Group
	groups.SetLimit(atOnce)
	for _, group := range work {
		groups.Go(func() error {
			for _, do := range group {
				err := do()
				if kind := chat.KindOf(err); kind == chat.Invalid || kind == chat.NotFound {
					slog.WarnContext(ctx, "left out", "code", chat.CodeOf(err))
					continue
				}
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
			return nil
		})
	}
	_ = groups.Wait() // groups keep their errors in failed
	return failed
}

// Count is how many updates these changes have.
func Count(changes []whatsapp.Change) (n int) {
	for _, c := range changes {
		n += len(c.Messages) + len(c.Echoes) + len(c.Renames) + len(c.Statuses) + len(c.Paid) + len(c.Preferences) +
			len(c.Templates) + len(c.Notifications)
	}
	return n
}
