package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/truncate"
)

// Page adds a page to the page trail of the visit. A visit in minimal mode has no trail.
func (w *WebChannel) Page(ctx context.Context, s Socket, p Page) error {
	p = s.clean(p)
	if !s.Mode.Keeps(KeepPages) || p.URL == "" {
		return nil
	}
	return w.trail(ctx, s.VisitKey(), p)
}

func (w *WebChannel) trail(ctx context.Context, key VisitKey, p Page) error {
	now, logged := w.Now(), false
	_, err := w.updateVisit(ctx, key, func(s *Visit) error {
		logged = s.sees(p, now)
		return nil
	})
	if err != nil || !logged {
		return err
	}
	return w.logPage(ctx, key, p, now)
}

func (d *Desk) logPage(ctx context.Context, key VisitKey, p Page, at time.Time) error {
	return d.store.AddEvent(ctx, key, VisitEvent{ID: d.NewID(at), At: at, Kind: PageEvent, Page: &p})
}

// Track takes a goal that the visitor's page reports: unverified, and only names
// that the tenant knows.
func (w *WebChannel) Track(ctx context.Context, s Socket, goal GoalReached) error {
	if !s.Mode.Keeps(KeepPageGoals) {
		return nil
	}
	tenant, err := w.Tenant(ctx, s.Tenant)
	if err != nil {
		return err
	}
	if known, ok := tenant.goal(goal.Name); !ok || !known.Page {
		return Errorf(Invalid, "unknown_goal",
			"There is no goal of that name that a page may report. Goals are set up under Settings.")
	}
	goal.Verified = false
	_, err = w.reach(ctx, s.VisitorKey(), s.Visit, tenant.worth(goal), w.Now())
	return Except(err, errOrderTaken, errNoVisit) // a page must not learn whose order it is
}

// Attributes takes the attributes that the tenant's page gives of the visitor: claims.
func (w *WebChannel) Attributes(ctx context.Context, s Socket, attributes map[string]string) error {
	if !s.Mode.Keeps(KeepAttributes) {
		return nil
	}
	claims := []Claim{}
	for name, value := range attributes {
		claims = append(claims, Claim{Field: name, Value: value, Source: FromPage})
	}
	return w.learn(ctx, s.VisitorKey(), claims, w.Now())
}

// clean is a page of the socket's site, reduced to the parts that may be kept.
func (s *Socket) clean(p Page) Page {
	return Page{
		URL: privacy.PageURL(p.URL, s.Pages...), Title: truncate.Text(p.Title, 120), Referrer: privacy.PageURL(p.Referrer),
	}
}
