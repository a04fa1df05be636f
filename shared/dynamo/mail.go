package dynamo

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
)

func boxKey(k chat.ConversationKey) key { return key{conversation(k), "MAIL"} }

func linkKey(k chat.ConversationKey, hash string) key { return key{conversation(k), linkPrefix + hash} }

func silenceKey(t chat.TenantID, hash string) key { return key{of(t, "E", hash), "SILENCE"} }

const linkPrefix = "L#"

// oldLink is how long a link is known after its time, so that its page can say so and send a new one.
const oldLink = 30 * 24 * time.Hour

// oldLetter is how long it is known when an address was written to, if nothing else is known of it.
const oldLetter = 48 * time.Hour

func (s *Store) Box(ctx context.Context, k chat.ConversationKey) (mail.Box, error) {
	it, err := s.get(ctx, boxKey(k), false)
	if err != nil {
		return mail.Box{}, err
	}
	return read[mail.Box](it)
}

func (s *Store) LeftAddress(ctx context.Context, k chat.ConversationKey) (*lifecycle.LeftAddress, error) {
	box, err := s.Box(ctx, k)
	if err != nil || box.Address == "" {
		return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return &lifecycle.LeftAddress{Address: box.Address, Left: box.Left, Proved: box.Proved}, nil
}

func (s *Store) UpdateBox(ctx context.Context, k chat.ConversationKey, change func(*mail.Box) error) error {
	return upsert(ctx, s, boxKey(k), mail.Box{}, change, func(item, *mail.Box) {})
}

func (s *Store) DropBox(ctx context.Context, k chat.ConversationKey) error {
	if err := s.delete(ctx, boxKey(k)); err != nil {
		return err
	}
	_, err := s.clear(ctx, conversation(k), linkPrefix)
	return err
}

func (s *Store) PutLink(ctx context.Context, k chat.ConversationKey, l mail.Link) error {
	it, err := row(linkKey(k, l.Hash), l)
	if err != nil {
		return err
	}
	index(it, &l)
	it["v"] = num(1)
	return s.putNew(ctx, it)
}

func (s *Store) Link(ctx context.Context, k chat.ConversationKey, hash string) (mail.Link, error) {
	return load[mail.Link](ctx, s, linkKey(k, hash))
}

func (s *Store) UpdateLink(
	ctx context.Context, k chat.ConversationKey, hash string, change func(*mail.Link) error,
) error {
	_, err := update(ctx, s, linkKey(k, hash), change)
	return err
}

func (s *Store) Silence(ctx context.Context, t chat.TenantID, hash string) (mail.Silence, error) {
	silent, err := load[mail.Silence](ctx, s, silenceKey(t, hash))
	return silent, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) UpdateSilence(
	ctx context.Context, t chat.TenantID, hash string, change func(*mail.Silence) error,
) error {
	return upsert(ctx, s, silenceKey(t, hash), mail.Silence{}, change, func(it item, silent *mail.Silence) {
		if !silent.Set() {
			it[TTL] = num(silent.Wrote.Add(oldLetter).Unix())
		}
	})
}
