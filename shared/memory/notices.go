package memory

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

func (s *Store) Told(_ context.Context, t chat.TenantID, channel string) (notices.Told, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	told, _, err := s.told.get(path(t, channel))
	return told, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) UpdateTold(
	_ context.Context, t chat.TenantID, channel string, _ time.Time, change func(*notices.Told) error,
) error {
	return upsert(s, &s.told, "UpdateTold", path(t, channel), notices.Told{}, change)
}

func (s *Store) Devices(_ context.Context, t chat.TenantID) ([]notices.Registered, error) {
	all := under(s, &s.devices, string(t)+"/")
	return ordered(all, func(d notices.Registered) string { return d.ID }), nil
}

func (s *Store) PutDevice(_ context.Context, t chat.TenantID, d notices.Registered) error {
	return s.write("PutDevice", func() error { s.devices.put(path(t, d.ID), d); return nil })
}

func (s *Store) DropDevice(_ context.Context, t chat.TenantID, agent chat.AgentID, id string) error {
	return s.write("DropDevice", func() error {
		if d, _, err := s.devices.get(path(t, id)); err == nil && d.Agent == agent {
			delete(s.devices.rows, path(t, id))
		}
		return nil
	})
}

func (s *Store) DropDevices(ctx context.Context, t chat.TenantID, agent chat.AgentID) error {
	all, err := s.Devices(ctx, t)
	for _, d := range all {
		if d.Agent == agent && err == nil {
			err = s.DropDevice(ctx, t, agent, d.ID)
		}
	}
	return err
}
