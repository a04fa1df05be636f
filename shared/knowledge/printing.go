package knowledge

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// printing is a publication whose edition is being made.
type printing struct {
	Publication
	stored Publication // as it was read or written last
}

// note stores how far a publication came. ErrUnfinished if somebody else changed it meanwhile: the same call looks at
// it anew.
func (p *Press) note(ctx context.Context, one *printing) error {
	err := p.store.PutPublication(ctx, one.stored, one.Publication)
	if errors.Is(err, chat.ErrConflict) {
		return ErrUnfinished
	}
	one.stored = one.Publication
	return err
}

// nextOf is the place of the publication that is made next, -1 if none waits: the latest one that brings an earlier
// edition back, since that is the way out of a bad one, and otherwise the one that was asked for first.
func nextOf(oldestFirst []Publication, waits func(Publication) bool) int {
	for i, one := range slices.Backward(oldestFirst) {
		if one.Back > 0 && waits(one) {
			return i
		}
	}
	return slices.IndexFunc(oldestFirst, waits)
}

// overtake ends the publications that were asked for before an earlier edition came back, and that are not in force
// yet: it would replace them anyway, and nobody decides about them any more.
func (p *Press) overtake(ctx context.Context, back *printing) error {
	if back.Back == 0 {
		return nil
	}
	live, err := p.store.Live(ctx, back.Tenant)
	if err != nil {
		return err
	}
	all, err := p.store.Publications(ctx, back.Tenant, KeptEditions+waitingAtMost)
	if err != nil {
		return err
	}
	for _, one := range all {
		if state := one.StateAt(live); one.Number < back.Number && (state == Waiting || state == Held) {
			over := &printing{one, one}
			over.Left, over.Decided = true, ""
			if err := p.note(ctx, over); err != nil {
				return err
			}
		}
	}
	return nil
}

// overtaken tells whether an earlier edition is to come back after a publication: it comes first.
func (p *Press) overtaken(ctx context.Context, one *printing) (bool, error) {
	latest, err := p.store.Publications(ctx, one.Tenant, waitingAtMost)
	return slices.ContainsFunc(latest, func(later Publication) bool {
		return later.Back > 0 && later.Number > one.Number && later.Failure == "" && !later.Left
	}), err
}
