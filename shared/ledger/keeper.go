package ledger

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Keeper keeps the files in step with the changes. Any number of keepers may work at once, and each may die after any
// step: a change is worked off at least once, and making a line anew changes nothing.
type Keeper struct {
	desk  *chat.Desk
	store Store
	files Files
	small Small
}

// NewKeeper makes a keeper. small names the small talk of a text.
func NewKeeper(desk *chat.Desk, store Store, files Files, small Small) *Keeper {
	return &Keeper{desk, store, files, small}
}

func (k *Keeper) now() time.Time { return k.desk.Now() }

// batch is how many notes of changes are worked off at once.
const batch = 200

// overlap is how long a note may take from its id's time until it is stored, at most.
const overlap = 2 * time.Minute

// CatchUp works off the changes of a tenant, a batch at most and as many as the context's time allows, and tells
// whether more are left. Somebody else who does the same at that moment is no error. An error says that a person was
// given up: their lines stay as they are until they change again, or all is recounted.
func (k *Keeper) CatchUp(ctx context.Context, tenant chat.TenantID) (more bool, err error) {
	p, err := k.store.Recounted(ctx, tenant)
	if err != nil {
		return false, err
	}
	all, err := k.store.Recounts(ctx, tenant, p.After, batch+len(p.Done))
	if err != nil || len(all) == 0 {
		return false, err
	}
	now, done := k.now(), map[string]bool{}
	for _, id := range p.Done {
		done[id] = true
	}
	fresh := slices.DeleteFunc(slices.Clone(all), func(c Change) bool {
		return done[c.ID] || idTime(c.ID, now).After(now) // parked until then
	})
	given, err := k.workOff(ctx, tenant, p, fresh, done)
	if err != nil {
		return false, err
	}
	next := p.past(all, done, now)
	if len(fresh) > 0 || next.After != p.After {
		if err := k.store.PutRecounted(ctx, tenant, next); err != nil {
			return false, chat.Except(err, chat.ErrConflict)
		}
	}
	left := slices.ContainsFunc(fresh, func(c Change) bool { return !done[c.ID] })
	return left || len(fresh) >= batch, given
}

// past is the progress once some notes are done. A note may be stored a little later than its id says, so the latest
// ones are remembered one by one, as are those after one that is not done.
func (p Progress) past(all []Change, done map[string]bool, now time.Time) Progress {
	sure, behind := string(chat.FirstIDAt(now.Add(-overlap))), true
	p.Done = nil
	for _, c := range all {
		behind = behind && done[c.ID] && c.ID < sure
		switch {
		case behind:
			p.After = c.ID
		case done[c.ID]:
			p.Done = append(p.Done, c.ID)
		}
	}
	return p
}
