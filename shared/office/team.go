package office

import (
	"context"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

var errLastOwner = chat.Errorf(chat.Conflict, "last_owner", "A team needs an owner. Make somebody else an owner first.")

// Team returns the tenant's members and invitations.
func (o *Office) Team(ctx context.Context, a chat.Agent) (chat.Roster, error) {
	roster, err := o.store.Roster(ctx, a.Tenant)
	slices.SortFunc(roster.Members, func(x, y chat.Member) int { return strings.Compare(x.Email, y.Email) })
	return roster, err
}

// Enrol puts a person with an account on the roster, and replaces an earlier entry of theirs.
func (o *Office) Enrol(ctx context.Context, tenant chat.TenantID, m chat.Member) error {
	return o.desk.UpdateRoster(ctx, tenant, func(r *chat.Roster) error {
		r.Members = append(slices.DeleteFunc(r.Members,
			func(had chat.Member) bool { return had.ID == m.ID || had.Email == m.Email }), m)
		return r.Fits(chat.MaxRoster)
	})
}
