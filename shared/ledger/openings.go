package ledger

import (
	"context"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// openings are the clocks of a tenant's bots, each read when a case asks for it first: most visits have none.
type openings struct {
	store  Store
	tenant chat.Tenant

	lock   sync.Mutex
	clocks map[chat.BotID]opening
}

// opening is a clock that is right from a time on.
type opening struct {
	since time.Time
	clock Clock
}

// further is how much further back than asked for a clock is made, so that the next older case seldom needs another.
const further = 30 * 24 * time.Hour

func newOpenings(store Store, t chat.Tenant) *openings {
	return &openings{store: store, tenant: t, clocks: map[chat.BotID]opening{}}
}

// reads has the clocks of the profile's cases.
func (p *profile) reads(ctx context.Context, o *openings) (err error) {
	p.clocks = map[chat.ConversationID]Clock{}
	for id, cases := range p.cases {
		if len(cases) == 0 {
			continue
		}
		if p.clocks[id], err = o.clock(ctx, p.heads[id].Bot, cases[0].Began); err != nil {
			return err
		}
	}
	return nil
}

// clock is the clock of a bot for all that began at a time or later.
func (o *openings) clock(ctx context.Context, id chat.BotID, since time.Time) (Clock, error) {
	o.lock.Lock()
	defer o.lock.Unlock()
	if known, is := o.clocks[id]; is && !since.Before(known.since) {
		return known.clock, nil
	}
	bot, err := o.store.Bot(ctx, o.tenant.ID, id)
	if err = chat.Except(err, chat.ErrNotFound); err != nil {
		return Clock{}, err
	}
	// Past hours are read last: they are stored before the change that replaces them.
	since = since.Add(-further)
	past, err := o.store.PastHours(ctx, o.tenant.ID, since)
	if err != nil {
		return Clock{}, err
	}
	made := opening{since, ClockOf(o.tenant, bot, past)}
	o.clocks[id] = made
	return made.clock, nil
}
