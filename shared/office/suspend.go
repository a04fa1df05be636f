package office

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Suspend stops a tenant at every door, or resumes it. It may be called again until all of it has
// worked. Functions go by it within seconds; pages that are open now keep their sockets for two hours
// at most, and no bot answers them.
func (o *Office) Suspend(ctx context.Context, operator chat.Agent, stop bool) (chat.Tenant, error) {
	t, err := o.suspended(ctx, operator.Tenant, stop)
	if err != nil {
		return t, err
	}
	sites, err := o.store.Sites(ctx, t.ID)
	for _, site := range sites {
		err = errors.Join(err, o.suspendSite(ctx, site, stop))
	}
	action := "account.resumed"
	if stop {
		action = "account.suspended"
		err = errors.Join(err, o.desk.EndTeamSockets(ctx, t.ID))
	}
	return t, o.desk.Audited(ctx, operator, err, action, string(t.ID), "")
}

// suspendSite tells the visitors' door of a site, and its widgets. The owner's own pause of it stays.
func (o *Office) suspendSite(ctx context.Context, site chat.Site, stop bool) error {
	if site.Suspended != stop {
		site.Suspended = stop
		if err := o.store.PutSite(ctx, site); err != nil {
			return err
		}
	}
	return o.SiteFiles.Write(ctx, site)
}

func (o *Office) suspended(ctx context.Context, id chat.TenantID, stop bool) (chat.Tenant, error) {
	for range chat.AnswerTries { // an owner may save the same settings
		t, err := o.store.Tenant(ctx, id)
		if err != nil || t.Suspended.IsZero() != stop {
			return t, err
		}
		t.Suspended = time.Time{}
		if stop {
			t.Suspended = o.desk.Now()
		}
		if err = o.store.PutTenant(ctx, t); err == nil || !errors.Is(err, chat.ErrConflict) {
			return t, err
		}
	}
	return chat.Tenant{}, chat.ErrConflict
}
