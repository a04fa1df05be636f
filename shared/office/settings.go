package office

import (
	"context"
	"errors"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
)

// errStale is returned to the second of two owners who save at once.
var errStale = chat.Errorf(chat.Conflict, "changed_meanwhile",
	"Somebody else saved this meanwhile. Yours is not saved, and still stands here.")

// saved turns a conflict into errStale.
func saved(err error) error {
	if errors.Is(err, chat.ErrConflict) || errors.Is(err, chat.ErrExists) {
		return errStale
	}
	return err
}

// SaveGoals replaces all of the tenant's goals at once.
func (o *Office) SaveGoals(ctx context.Context, a chat.Agent, goals []chat.Goal, version int64) (chat.Tenant, error) {
	if err := chat.CheckGoals(goals); err != nil {
		return chat.Tenant{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Goals = goals })
	return t, o.desk.Audited(ctx, a, err, "goals.changed", "", fmt.Sprintf("%d goals", len(goals)))
}

// SaveLabels replaces all of the team's labels at once; see chat.Tenant.Relabel.
func (o *Office) SaveLabels(
	ctx context.Context, a chat.Agent, labels []chat.Label, version int64,
) (chat.Tenant, error) {
	was, err := o.store.Tenant(ctx, a.Tenant)
	if err == nil {
		err = was.Relabel(labels)
	}
	if err != nil {
		return chat.Tenant{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Labels, t.LabelsMade = was.Labels, was.LabelsMade })
	return t, o.desk.Audited(ctx, a, err, "labels.changed", "", fmt.Sprintf("%d labels", len(labels)))
}

// SaveGroups replaces all of the team's groups at once; see chat.Tenant.Regroup.
func (o *Office) SaveGroups(
	ctx context.Context, a chat.Agent, groups []chat.Group, version int64,
) (chat.Tenant, error) {
	was, err := o.store.Tenant(ctx, a.Tenant)
	if err == nil {
		err = was.Regroup(groups)
	}
	if err != nil {
		return chat.Tenant{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Groups, t.GroupsMade = was.Groups, was.GroupsMade })
	return t, o.desk.Audited(ctx, a, err, "groups.changed", "", fmt.Sprintf("%d groups", len(groups)))
}

func (o *Office) changeTenant(
	ctx context.Context, a chat.Agent, version int64, change func(*chat.Tenant),
) (chat.Tenant, error) {
	t, err := o.store.Tenant(ctx, a.Tenant)
	if err != nil {
		return t, err
	}
	change(&t)
	t.Version = version
	err = saved(o.store.PutTenant(ctx, t))
	t.Version++
	return t, err
}
