package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Publish asks for an edition with some entries in these versions beside those in force: other drafts stay drafts.
// It takes force once questions of visitors were asked again; if it is sure, at once, whatever answers change.
func (l *Library) Publish(ctx context.Context, a chat.Agent, some []Ref, sure bool) (Publication, error) {
	if len(some) == 0 || len(some) > MaxPublished {
		return Publication{}, chat.Errorf(chat.Invalid, "too_many_entries",
			"Choose between 1 and %d entries, or publish everything.", MaxPublished)
	}
	drafts := []Draft{}
	for _, ref := range some {
		d, err := l.store.Draft(ctx, a.Tenant, ref.ID)
		if err != nil {
			return Publication{}, err
		}
		if int(d.Version) != ref.Version {
			return Publication{}, errStale
		}
		drafts = append(drafts, d)
	}
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return Publication{}, err
	}
	if err := fit(live, live.with(drafts)); err != nil {
		return Publication{}, err
	}
	details := fmt.Sprintf("%d entries", len(some))
	if len(some) == 1 {
		details = "entry " + string(some[0].ID)
	}
	return l.publish(ctx, a, Publication{Some: some, Sure: sure}, drafts, "knowledge.published", details)
}

// fit refuses an edition in which an entry that it changes has no wording any more, since an erasure took its only one;
// or one of another entry of the same bot, which could not tell which one is meant. Entries that share one since before
// stop nobody.
func fit(before, next Edition) error {
	changed, all := []Draft{}, make([]Draft, 0, len(next.Entries))
	for _, e := range next.Entries {
		d := Draft{ID: e.ID, Content: e.Content}
		all = append(all, d)
		if had, is := before.Entry(e.ID); is && had.Version == e.Version {
			continue
		}
		if changed = append(changed, d); !e.asked() {
			return chat.Errorf(chat.Invalid, "wording_needed", "“%s” has no wording any more: it was that of a customer who "+
				"was erased. Write another one, or delete the entry, and publish again.", e.Title)
		}
	}
	found := conflicts(changed, all, 1)
	if len(found) == 0 {
		return nil
	}
	entry, _ := next.Entry(found[0].Entry)
	return chat.Errorf(chat.Invalid, "same_wording",
		"“%s” is a wording of “%s” and of “%s”: a bot cannot tell which one is meant. Take it out of one of them, or "+
			"limit them to different bots, sites or dates.", found[0].Wording, entry.Title, found[0].Title)
}

// PublishAll asks for an edition of everything as it is written now, likewise.
func (l *Library) PublishAll(ctx context.Context, a chat.Agent, sure bool) (Publication, error) {
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return Publication{}, err
	}
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return Publication{}, err
	}
	if err := fit(live, live.with(drafts)); err != nil {
		return Publication{}, err
	}
	return l.publish(ctx, a, Publication{All: true, Sure: sure}, drafts, "knowledge.published", "all entries")
}

// RollBack puts an earlier edition into force once more, as a new one. Drafts stay as they are.
func (l *Library) RollBack(ctx context.Context, a chat.Agent, to int) (Publication, error) {
	earlier, live, err := l.publication(ctx, a, to)
	if err != nil {
		return Publication{}, err
	}
	if state := earlier.StateAt(live); state != InForce && state != Replaced {
		return Publication{}, chat.Errorf(chat.Conflict, "never_in_force",
			"This edition never took force, so it cannot come back. Publish its entries again.")
	}
	if _, err := l.shelf.Edition(ctx, a.Tenant, to); err != nil {
		return Publication{}, err
	}
	return l.publish(ctx, a, Publication{Back: to}, nil, "knowledge.rolled_back", fmt.Sprintf("edition %d", to))
}

// publish stores a publication of drafts under the next number. The stream has its edition built. The same call again
// is a success: the one before may have been cut off.
func (l *Library) publish(
	ctx context.Context, a chat.Agent, p Publication, drafts []Draft, action, details string,
) (Publication, error) {
	p.Tenant, p.At, p.By, p.Name = a.Tenant, l.desk.Now(), a.ID, a.Name
	for {
		latest, live, err := l.Publications(ctx, a)
		if err != nil {
			return p, err
		}
		p.Number = 1
		if len(latest) > 0 {
			p.Number = latest[0].Number + 1
		}
		if len(latest) > 0 && p.repeats(latest[0], live, drafts) {
			p = latest[0]
		} else {
			err = l.store.AddPublication(ctx, p)
		}
		if errors.Is(err, chat.ErrExists) && ctx.Err() == nil {
			continue // somebody else publishes too, and comes first
		}
		return p, l.desk.Audited(ctx, a, err, action, fmt.Sprint(p.Number), details)
	}
}

// repeatedWithin is how long the same publication is taken for a repeat. After that somebody wants a new one, since the
// work on the one before seems to be lost.
const repeatedWithin = time.Minute

// repeats tells whether a publication of drafts asks for the same as an earlier one that is still to take force.
func (p *Publication) repeats(earlier Publication, live int, drafts []Draft) bool {
	state := earlier.StateAt(live)
	waits := state == Held || state == Waiting && p.At.Sub(earlier.At) < repeatedWithin
	return waits && p.By == earlier.By && p.Sure == earlier.Sure && p.All == earlier.All && p.Back == earlier.Back &&
		slices.Equal(p.Some, earlier.Some) &&
		!slices.ContainsFunc(drafts, func(d Draft) bool { return d.At.After(earlier.At) })
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
