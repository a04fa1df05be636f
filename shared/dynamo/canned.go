package dynamo

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// canned is where the canned replies of a person lie, or those of the whole team.
func canned(owner chat.AgentID) string {
	if owner == "" {
		return "CANNED#"
	}
	return "OWN#" + string(owner) + "#CANNED#"
}

func (s *Store) CannedReplies(
	ctx context.Context, t chat.TenantID, owner chat.AgentID,
) ([]chat.CannedReply, error) {
	return queryAll[chat.CannedReply](ctx, s, "T#"+string(t), canned(owner), false, 500)
}

// PutCannedReply takes a row of before versions as one that nobody has edited.
func (s *Store) PutCannedReply(ctx context.Context, t chat.TenantID, c chat.CannedReply) error {
	k := tenantKey(t, canned(c.Owner)+c.ID)
	if c.Version > 0 {
		return putEdited(ctx, s, k, c)
	}
	c.Version = 1
	it, err := row(k, c)
	if err != nil {
		return err
	}
	it["v"] = num(1)
	return lost(unlocked(ctx, func() error {
		stored, err := s.putOnce(ctx, it, "attribute_not_exists(v)", nil)
		if stored != nil && textOf(stored, "d") == textOf(it, "d") {
			return nil // an earlier try of ours succeeded, and its answer was lost
		}
		return err
	}))
}

func (s *Store) DeleteCannedReply(ctx context.Context, t chat.TenantID, owner chat.AgentID, id string) error {
	return s.delete(ctx, tenantKey(t, canned(owner)+id))
}
