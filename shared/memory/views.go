package memory

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

func (s *Store) Views(_ context.Context, t chat.TenantID, owner chat.AgentID) (office.Views, error) {
	v, err := lookup(s, &s.views, path(t, owner))
	if errors.Is(err, chat.ErrNotFound) {
		return office.Views{}, nil
	}
	return v, err
}

func (s *Store) PutViews(_ context.Context, t chat.TenantID, owner chat.AgentID, v office.Views) error {
	return storeEdited(s, &s.views, "PutViews", path(t, owner), v)
}

func (s *Store) DeleteViews(_ context.Context, t chat.TenantID, owner chat.AgentID) error {
	return s.write("DeleteViews", func() error { delete(s.views.rows, path(t, owner)); return nil })
}
