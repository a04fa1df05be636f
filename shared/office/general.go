package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// General is what a team set up about itself.
type General struct {
	Name    string `json:"name"`
	Zone    string `json:"zone"` // IANA name of the time zone of its days
	Version int64  `json:"version"`
}

func generalOf(t chat.Tenant) General { return General{Name: t.Name, Zone: t.Zone, Version: t.Version} }

// Tenant is what the tenant has set up, its goals among it.
func (o *Office) Tenant(ctx context.Context, a chat.Agent) (chat.Tenant, error) {
	return o.store.Tenant(ctx, a.Tenant)
}

// General reads what the team set up about itself.
func (o *Office) General(ctx context.Context, a chat.Agent) (General, error) {
	t, err := o.store.Tenant(ctx, a.Tenant)
	return generalOf(t), err
}

// SaveGeneral saves it, unless somebody else has since it was read.
func (o *Office) SaveGeneral(ctx context.Context, a chat.Agent, g General) (General, error) {
	if g.Name = chat.Titled(g.Name); g.Name == "" {
		return g, chat.WrongField("name", "name_needed", "Give the team a name: it stands above the menu.")
	}
	if _, err := chat.ZoneOf(g.Zone); err != nil {
		return g, err
	}
	t, err := o.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return g, err
	}
	t.Name, t.Zone, t.Version = g.Name, g.Zone, g.Version
	if err := saved(o.store.PutTenant(ctx, t)); err != nil {
		return g, err
	}
	t.Version++
	return generalOf(t), o.desk.Audited(ctx, a, nil, "general.changed", "", g.Zone)
}
