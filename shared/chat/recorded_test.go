package chat_test

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/storetest"
)

// recorded is a store that remembers the changes that its stream would report.
type recorded struct {
	storetest.Store
	changes []chat.Change
}

func (r *recorded) message(k chat.ConversationKey, m chat.Message) {
	r.changes = append(r.changes, chat.Change{Key: k, Message: &m})
}

func (r *recorded) visit(s chat.Visit) {
	r.changes = append(r.changes, chat.Change{Visit: &s})
}

func (r *recorded) Append(ctx context.Context, k chat.ConversationKey, m chat.Message) (chat.Message, error) {
	stored, err := r.Store.Append(ctx, k, m)
	if err == nil {
		r.message(k, stored)
	}
	return stored, err
}

func (r *recorded) Commit(
	ctx context.Context, k chat.ConversationKey, change func(*chat.Head) ([]chat.Message, error),
) (chat.Head, error) {
	var written []chat.Message
	h, err := r.Store.Commit(ctx, k, func(h *chat.Head) (rows []chat.Message, err error) {
		written, err = change(h)
		return written, err
	})
	if err == nil {
		for _, m := range written {
			r.message(k, m)
		}
	}
	return h, err
}

func (r *recorded) Begin(ctx context.Context, s chat.Visit, was chat.Current) error {
	err := r.Store.Begin(ctx, s, was)
	if err == nil {
		r.visit(s)
	}
	return err
}

func (r *recorded) Arrive(ctx context.Context, v chat.Visitor, s chat.Visit) error {
	err := r.Store.Arrive(ctx, v, s)
	if err == nil {
		r.visit(s)
	}
	return err
}

func (r *recorded) UpdateVisit(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) error,
) (chat.Visit, error) {
	s, err := r.Store.UpdateVisit(ctx, k, change)
	if err == nil {
		r.visit(s)
	}
	return s, err
}

func (r *recorded) Count(ctx context.Context, claim *chat.OrderClaim, changes ...chat.VisitChange) error {
	err := r.Store.Count(ctx, claim, changes...)
	for _, c := range changes {
		if s, read := r.Store.Visit(ctx, c.Key); err == nil && read == nil {
			r.visit(s)
		}
	}
	return err
}

func (r *recorded) Fold(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) (chat.Counts, error),
) (chat.Visit, error) {
	s, err := r.Store.Fold(ctx, k, change)
	if err == nil {
		r.visit(s)
	}
	return s, err
}

func (r *recorded) CloseSocket(ctx context.Context, id chat.ConnectionID, at time.Time) error {
	s, err := r.Store.Socket(ctx, id)
	if errors.Is(err, chat.ErrGone) {
		return chat.ErrNotFound
	}
	s.Closed = at
	if err = r.Store.CloseSocket(ctx, id, at); err == nil {
		r.changes = append(r.changes, chat.Change{Gone: &s})
	}
	return err
}
