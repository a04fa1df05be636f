package office

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// The most canned replies that a team shares, and that a person has for themselves: all are read at once.
const maxCanned, maxOwnCanned = 200, 50

// SaveCannedReply stores a text that agents send often: a new one without an id, else the next version of one. Owner
// is the caller, or nobody for a reply of the whole team, which only leads change.
func (o *Office) SaveCannedReply(ctx context.Context, a chat.Agent, r chat.CannedReply) (chat.CannedReply, error) {
	if err := mayKeep(a, r.Owner); err != nil {
		return r, err
	}
	r.Title = chat.Titled(r.Title)
	if err := r.Check(); err != nil {
		return r, err
	}
	had, err := o.store.CannedReplies(ctx, a.Tenant, r.Owner)
	if err != nil {
		return r, err
	}
	if known := slices.ContainsFunc(had, func(c chat.CannedReply) bool { return c.ID == r.ID }); r.ID != "" && !known {
		return r, chat.Errorf(chat.NotFound, "no_reply", "This reply was deleted meanwhile. Copy what you need of it.")
	}
	if most := cannedOf(r.Owner); r.ID == "" && len(had) >= most {
		return r, chat.Errorf(chat.Invalid, "too_many_replies",
			"There may be %d canned replies here. Delete one that is not used.", most)
	}
	if r.ID == "" {
		r.ID, r.Version = o.desk.NewID(o.desk.Now()), 0
	}
	if err := saved(o.store.PutCannedReply(ctx, a.Tenant, r)); err != nil {
		return r, err
	}
	r.Version++
	return r, nil
}

func cannedOf(owner chat.AgentID) int {
	if owner == "" {
		return maxCanned
	}
	return maxOwnCanned
}

// mayKeep refuses replies that belong to somebody else, and to agents those of the team.
func mayKeep(a chat.Agent, owner chat.AgentID) error {
	if owner == a.ID || owner == "" && a.Role.Includes(chat.RoleLead) {
		return nil
	}
	return chat.Errorf(chat.Forbidden, "lead_needed", "A lead of your team can change what the whole team has.")
}

// CannedReplies lists the team's canned replies and the caller's own.
func (o *Office) CannedReplies(ctx context.Context, a chat.Agent) ([]chat.CannedReply, error) {
	shared, err := o.store.CannedReplies(ctx, a.Tenant, "")
	if err != nil {
		return nil, err
	}
	own, err := o.store.CannedReplies(ctx, a.Tenant, a.ID)
	return append(shared, own...), err
}

// DeleteCannedReply deletes one of the team's or of the owner's.
func (o *Office) DeleteCannedReply(ctx context.Context, a chat.Agent, owner chat.AgentID, id string) error {
	if err := mayKeep(a, owner); err != nil {
		return err
	}
	return o.store.DeleteCannedReply(ctx, a.Tenant, owner, id)
}

// forgetOwn deletes the canned replies and the views that a leaving member had for themselves.
func (o *Office) forgetOwn(ctx context.Context, tenant chat.TenantID, id chat.AgentID) error {
	own, err := o.store.CannedReplies(ctx, tenant, id)
	for _, r := range own {
		if err == nil {
			err = o.store.DeleteCannedReply(ctx, tenant, id, r.ID)
		}
	}
	if err != nil {
		return err
	}
	return o.store.DeleteViews(ctx, tenant, id)
}
