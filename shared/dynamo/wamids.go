package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) PutWamid(ctx context.Context, t chat.TenantID, wamid string, at chat.BubbleRef) error {
	return s.putDoc(ctx, wamidKey(t, wamid, "REF"), at)
}

func (s *Store) Wamid(ctx context.Context, t chat.TenantID, wamid string) (chat.BubbleRef, error) {
	return load[chat.BubbleRef](ctx, s, wamidKey(t, wamid, "REF"))
}

// parkedKey leads from a person to a parked status about them.
func parkedKey(t chat.TenantID, about chat.Identity, wamid string) key {
	return key{of(t, "I", about.Hash), "X#" + brief(wamid)}
}

func (s *Store) EraseParked(ctx context.Context, t chat.TenantID, about chat.Identity) error {
	wamids, err := queryAll[string](ctx, s, of(t, "I", about.Hash), "X#", false, 1000)
	if err != nil {
		return err
	}
	for _, wamid := range wamids {
		if err := s.EraseWamid(ctx, t, wamid); err != nil {
			return err
		}
		if err := s.delete(ctx, parkedKey(t, about, wamid)); err != nil {
			return err
		}
	}
	return s.eraseNews(ctx, t, about)
}

func (s *Store) ParkStatus(
	ctx context.Context, t chat.TenantID, wamid string, d chat.Delivery, about []chat.Identity,
) error {
	it, err := row(wamidKey(t, wamid, "S#"+string(d.Status)), d)
	if err != nil {
		return err
	}
	until := d.At.Add(chat.RawKeep)
	it[TTL] = num(until.Unix())
	for _, id := range about {
		if err := s.putExpiring(ctx, parkedKey(t, id, wamid), wamid, until); err != nil {
			return err
		}
	}
	_, err = s.put(ctx, it, absent, nil)
	if errors.Is(err, chat.ErrExists) {
		return nil // the same status, delivered again
	}
	return err
}

func (s *Store) Parked(ctx context.Context, t chat.TenantID, wamid string) ([]chat.Delivery, error) {
	return queryAll[chat.Delivery](ctx, s, wamidRows(t, wamid), "S#", false, 10)
}
