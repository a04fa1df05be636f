package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) PutWamid(ctx context.Context, t chat.TenantID, wamid string, at chat.BubbleRef) error {
	return s.putDoc(ctx, wamidKey(t, wamid, "REF"), at, "")
}

func (s *Store) Wamid(ctx context.Context, t chat.TenantID, wamid string) (chat.BubbleRef, error) {
	return load[chat.BubbleRef](ctx, s, wamidKey(t, wamid, "REF"))
}

func (s *Store) ParkStatus(ctx context.Context, t chat.TenantID, wamid string, d chat.Delivery) error {
	it, err := row(wamidKey(t, wamid, "S#"+string(d.Status)), d)
	if err != nil {
		return err
	}
	it[TTL] = num(d.At.Add(chat.RawKeep).Unix())
	_, err = s.put(ctx, it, absent, nil)
	if errors.Is(err, chat.ErrExists) {
		return nil // the same status, said again
	}
	return err
}

func (s *Store) Parked(ctx context.Context, t chat.TenantID, wamid string) ([]chat.Delivery, error) {
	return queryAll[chat.Delivery](ctx, s, of(t, "X", wamid), "S#", false, 10)
}
