package model

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// owner is the bot whose budget it is: each has a limit of its own.
type owner struct {
	tenant chat.TenantID
	bot    chat.BotID
}

func (o owner) counter() string { return "model-bot#" + string(o.bot) }

// slice is the amount that an instance of a function has taken of a bot's day, and keeps for the next questions. A
// question after a rest takes the most that it may need and gives back the unused rest, so that an instance that ends
// in a rest takes nothing with it. Only while one question follows another does a slice save these two writes.
type slice struct {
	day   time.Time
	left  int64
	asked time.Time
}

const (
	// sliceOf is for how many questions an instance takes at once while they follow each other.
	sliceOf = 4
	// slicesOfDay is how many slices a day has at least: an instance that ends between two questions takes no more than
	// one of them with it. A budget that is too small for it is not cut.
	slicesOfDay = 200
	// rest is the time between two questions after which a slice goes back.
	rest = time.Minute
)

// lease takes the most that a request can use from the instance's slice, and from the bot's day if that has too little.
func (b *Budget) lease(ctx context.Context, r *reservation, now time.Time) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	had := b.slices[r.owner]
	day := r.limit
	if r.all > 0 {
		day = min(day, r.all)
	}
	share := min(sliceOf*r.micros, day/slicesOfDay)
	r.busy = share >= r.micros && now.Sub(had.asked) < rest
	if !had.day.Equal(r.day) {
		had = slice{day: r.day}
	}
	if less := r.micros - had.left; less > 0 {
		ok, err := false, error(nil)
		if r.busy {
			if ok, err = b.take(ctx, r, share); ok {
				had.left += share
			}
		}
		if err == nil && !ok {
			if ok, err = b.take(ctx, r, less); ok {
				had.left += less
			}
		}
		if err != nil || !ok {
			return false, err
		}
	}
	had.left -= r.micros
	had.asked = now
	b.slices[r.owner] = had
	return true, nil
}

// take takes of the bot's day, and of that of all bots if they have a limit.
func (b *Budget) take(ctx context.Context, r *reservation, n int64) (bool, error) {
	until := r.day.Add(48 * time.Hour)
	ok, err := b.counters.Take(ctx, r.tenant, r.counter(), r.day, n, r.limit, until)
	if err != nil || !ok || r.all == 0 {
		return ok, err
	}
	if ok, err = b.counters.Take(ctx, r.tenant, team, r.day, n, r.all, until); err != nil || !ok {
		b.giveBack(ctx, r, r.counter(), n)
	}
	return ok, err
}

// release puts the unused rest of a request into the slice while the bot is busy, and else gives it back with the rest
// of the slice.
func (b *Budget) release(ctx context.Context, r *reservation, unused int64) {
	b.mu.Lock()
	had := b.slices[r.owner]
	if had.day.Equal(r.day) {
		unused += had.left
		had.left = 0
		if r.busy && unused > 0 {
			had.left, unused = unused, 0
		}
		b.slices[r.owner] = had
	}
	b.mu.Unlock()
	b.giveBack(ctx, r, r.counter(), unused)
	if r.all > 0 {
		b.giveBack(ctx, r, team, unused)
	}
}
