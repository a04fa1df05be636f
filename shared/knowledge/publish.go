package knowledge

import (
	"context"
	"errors"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
)

// Publish asks for an edition with some entries in these versions beside those in force: other drafts stay drafts.
func (l *Library) Publish(ctx context.Context, a chat.Agent, some []Ref) (Publication, error) {
	if len(some) == 0 || len(some) > MaxPublished {
		return Publication{}, chat.Errorf(chat.Invalid, "too_many_entries",
			"Choose between 1 and %d entries, or publish everything.", MaxPublished)
	}
	title := ""
	for _, ref := range some {
		d, err := l.store.Draft(ctx, a.Tenant, ref.ID)
		if err != nil {
			return Publication{}, err
		}
		if int(d.Version) != ref.Version {
			return Publication{}, errStale
		}
		title = d.Title
	}
	details := fmt.Sprintf("%d entries", len(some))
	if len(some) == 1 {
		details = title
	}
	return l.publish(ctx, a, Publication{Some: some}, "knowledge.published", details)
}

// PublishAll asks for an edition of everything as it is written now.
func (l *Library) PublishAll(ctx context.Context, a chat.Agent) (Publication, error) {
	return l.publish(ctx, a, Publication{All: true}, "knowledge.published", "all entries")
}

// RollBack puts an earlier edition into force once more, as a new one. Drafts stay as they are.
func (l *Library) RollBack(ctx context.Context, a chat.Agent, to int) (Publication, error) {
	if _, err := l.shelf.Edition(ctx, a.Tenant, to); err != nil {
		return Publication{}, err
	}
	return l.publish(ctx, a, Publication{Back: to}, "knowledge.rolled_back", fmt.Sprintf("edition %d", to))
}

// publish stores a publication under the next number. The stream has its edition built.
func (l *Library) publish(
	ctx context.Context, a chat.Agent, p Publication, action, details string,
) (Publication, error) {
	p.Tenant, p.At, p.By, p.Name = a.Tenant, l.desk.Now(), a.ID, a.Name
	for {
		latest, err := l.store.Publications(ctx, a.Tenant, 1)
		if err != nil {
			return p, err
		}
		p.Number = 1
		if len(latest) > 0 {
			p.Number = latest[0].Number + 1
		}
		err = l.store.AddPublication(ctx, p)
		if errors.Is(err, chat.ErrExists) && ctx.Err() == nil {
			continue // somebody else publishes too, and comes first
		}
		return p, l.desk.Audited(ctx, a, err, action, fmt.Sprint(p.Number), details)
	}
}

// Publications returns the latest ones, newest first, and the number of the edition in force.
func (l *Library) Publications(ctx context.Context, a chat.Agent) ([]Publication, int, error) {
	live, err := l.store.Live(ctx, a.Tenant)
	if err != nil {
		return nil, 0, err
	}
	all, err := l.store.Publications(ctx, a.Tenant, KeptEditions)
	return all, live, err
}
