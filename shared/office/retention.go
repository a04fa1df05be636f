package office

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
)

// ShowContacts shows contact data to viewers, or hides it from them. Pages that are open show it from their next read
// on, within SettingsLife.
func (o *Office) ShowContacts(ctx context.Context, a chat.Agent, shown bool, version int64) (chat.Tenant, error) {
	action := "contacts.hidden"
	if shown {
		action = "contacts.shown"
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.ContactsShown = shown })
	return t, o.desk.Audited(ctx, a, err, action, "", "")
}

// SaveRetention sets how long data is kept.
func (o *Office) SaveRetention(
	ctx context.Context, a chat.Agent, r chat.Retention, version int64,
) (chat.Tenant, error) {
	if err := r.Check(); err != nil {
		return chat.Tenant{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Keep = r })
	return t, o.desk.Audited(ctx, a, err, "retention.changed", "",
		fmt.Sprintf("messages %d, media %d, visits %d, profiles %d, raw %d days", r.Messages, r.Media,
			r.Visits, r.Profiles, r.Raw))
}
