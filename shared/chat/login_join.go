package chat

import (
	"context"
	"errors"
	"slices"
)

// firstOf is the visitor who has a user's identity: this one, if nobody had it.
func (l *Links) firstOf(ctx context.Context, v Visitor, id Identity) (VisitorID, error) {
	for range AnswerTries {
		lead, err := l.store.Identify(ctx, v.Tenant, id.Hash)
		if Except(err, ErrNotFound) != nil {
			return "", err
		}
		if lead.Visitor != "" && lead.Visitor != v.ID {
			return lead.Visitor, nil
		}
		// It may be vacant because this very visitor is being erased.
		now, err := l.store.Visitor(ctx, v.Key())
		if err == nil && !now.Leaving.IsZero() {
			err = errUserLeaves
		}
		if err != nil {
			return "", err
		}
		id.Erased = lead.Erased
		if err = l.store.AddIdentity(ctx, v.Key(), id); !errors.Is(err, ErrExists) {
			return v.ID, err
		}
	}
	return "", ErrConflict
}

// joinUser joins a visitor with the first one of the same user, unless the team took that one apart from others. If
// that person is blocked, so is this visitor.
func (l *Links) joinUser(ctx context.Context, v Visitor, first VisitorID) error {
	link := Link{How: ByLogin, At: l.Now()}
	err := l.join(ctx, v.Tenant, v.ID, first, link, func(a, b *Visitor) error {
		switch {
		case a.Blocked:
			return errBlocked
		case b.Login != nil && b.Login.Apart:
			return errApart
		}
		return nil
	})
	switch {
	case errors.Is(err, errApart):
		return nil
	case errors.Is(err, ErrErased), errors.Is(err, ErrNotFound):
		return errUserLeaves
	case errors.Is(err, errManyLinks):
		return errors.Join(l.shutOut(ctx, v.Key(), first), err)
	case err != nil:
		return err
	}
	l.hint(ctx, v.Tenant, "visitors")
	return l.shutOut(ctx, v.Key(), first)
}

// shutOut blocks a visitor if anybody of the person is blocked who is the same user: errBlocked. It reads them after
// the link is written, and whoever blocks a person reads its links after the first of them is blocked: one of the two
// sees the other.
func (l *Links) shutOut(ctx context.Context, key VisitorKey, first VisitorID) error {
	v, err := l.store.Visitor(ctx, VisitorKey{key.Tenant, first})
	if err != nil {
		return err
	}
	person, err := LinkedWith(ctx, l.store, v)
	if err != nil || !slices.ContainsFunc(append(person, v), func(v Visitor) bool { return v.Blocked }) {
		return err
	}
	_, err = l.store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		v.block(true)
		return nil
	})
	return errors.Join(errBlocked, err, l.block(ctx, key))
}
