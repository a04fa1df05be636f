package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// viewsKey is where the views of a person lie, or those of the whole team.
func viewsKey(t chat.TenantID, owner chat.AgentID) key {
	if owner == "" {
		return tenantKey(t, "VIEWS")
	}
	return tenantKey(t, "OWN#"+string(owner)+"#VIEWS")
}

func (s *Store) Views(ctx context.Context, t chat.TenantID, owner chat.AgentID) (office.Views, error) {
	v, err := load[office.Views](ctx, s, viewsKey(t, owner))
	if errors.Is(err, chat.ErrNotFound) {
		return office.Views{}, nil
	}
	return v, err
}

func (s *Store) PutViews(ctx context.Context, t chat.TenantID, owner chat.AgentID, v office.Views) error {
	return putEdited(ctx, s, viewsKey(t, owner), v)
}

func (s *Store) DeleteViews(ctx context.Context, t chat.TenantID, owner chat.AgentID) error {
	return s.delete(ctx, viewsKey(t, owner))
}
