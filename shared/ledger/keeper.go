package ledger

import (
	"context"
	"errors"
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

	MaxDay int // bytes
}

// NewKeeper makes a keeper. small names the small talk of a text.
func NewKeeper(desk *chat.Desk, store Store, files Files, small Small) *Keeper {
	return &Keeper{desk: desk, store: store, files: files, small: small, MaxDay: MaxDay}
}

func (k *Keeper) now() time.Time { return k.desk.Now() }

// batch is how many notes of changes are worked off at once, at most.
const batch = 200

// overlap is how long a note may take from its id's time until it is stored, at most.
const overlap = 2 * time.Minute

// CatchUp works off the changes of a tenant, a batch at most and as many as the context's time allows, and tells
// whether more are left. Somebody else who does the same at that moment is no error. An error says that a person was
// given up: their lines stay as they are until they change again, or all is recounted.
func (k *Keeper) CatchUp(ctx context.Context, tenant chat.TenantID) (more bool, err error) {
	return k.catchUp(ctx, tenant, false)
}

// Glance is CatchUp for somebody who waits for figures, and so has little time. The rest is left to
// CatchUp, which has more: it says nothing of a batch's size, or of a person who takes too long.
func (k *Keeper) Glance(ctx context.Context, tenant chat.TenantID) (more bool, err error) {
	return k.catchUp(ctx, tenant, true)
}

// round is a batch of notes that is worked off.
type round struct {
	tenant chat.Tenant
	glance bool
	was    Progress
	notes  []Change
	done   map[string]bool // notes by their ids
}

func (k *Keeper) catchUp(ctx context.Context, tenant chat.TenantID, glance bool) (more bool, err error) {
	p, err := k.store.Recounted(ctx, tenant)
	if err != nil {
		return false, err
	}
	all, err := k.store.Recounts(ctx, tenant, p.After, p.batch()+len(p.Done))
	if err != nil || len(all) == 0 {
		return false, err
	}
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return false, err
	}
	now, r := k.now(), &round{tenant: t, glance: glance, was: p, done: map[string]bool{}}
	for _, id := range p.Done {
		r.done[id] = true
	}
	r.notes = slices.DeleteFunc(slices.Clone(all), func(c Change) bool {
		return r.done[c.ID] || idTime(c.ID, now).After(now) // parked until then
	})
	late, failed := k.workOff(ctx, r)
	left := slices.ContainsFunc(r.notes, func(c Change) bool { return !r.done[c.ID] })
	next := p.past(all, r.done, now)
	if !glance {
		next = next.sized(left && late)
	}
	overtaken, err := k.save(ctx, r, next)
	return overtaken || left || len(r.notes) >= p.batch(), errors.Join(failed, err)
}

// save notes how far a round came, if it came further: others would have to do theirs again. It tells whether another
// keeper came further meanwhile.
func (k *Keeper) save(ctx context.Context, r *round, next Progress) (overtaken bool, err error) {
	if next.After == r.was.After && next.Batch == r.was.Batch && slices.Equal(next.Done, r.was.Done) {
		return false, nil
	}
	ctx, cancel := saving(ctx)
	defer cancel()
	err = k.store.PutRecounted(ctx, r.tenant.ID, next)
	if err == nil {
		return false, nil
	}
	return errors.Is(err, chat.ErrConflict), errors.Join(chat.Except(err, chat.ErrConflict), k.noteAgain(ctx, r))
}

// noteAgain has the people come again whom another keeper worked off beside this round. It may have read somebody later
// and written them earlier, so this round's lines are the older ones, and no note would say so. Notes that the other
// one has not done are still there.
func (k *Keeper) noteAgain(ctx context.Context, r *round) error {
	p, err := k.store.Recounted(ctx, r.tenant.ID)
	if err != nil {
		return err
	}
	both := slices.DeleteFunc(slices.Clone(r.notes), func(c Change) bool {
		return c.Month != "" || !r.done[c.ID] || c.ID > p.After && !slices.Contains(p.Done, c.ID)
	})
	some := []chat.VisitorID{}
	for _, c := range both {
		some = append(some, c.Visitor)
	}
	gone, err := k.unknown(ctx, r.tenant.ID, some) // an erasure has taken their notes away
	if err != nil {
		return err
	}
	_, err = sideBySide(readsAtOnce, both, func(c Change) (bool, error) {
		if slices.Contains(gone, c.Visitor) {
			return false, nil
		}
		c.Noted, c.Until = c.noted(k.now()), ""
		c.ID = k.desk.NewID(k.now())
		return true, k.store.AddRecount(ctx, r.tenant.ID, c)
	})
	return err
}

// saveTime is how long it may take to note what was done.
const saveTime = 2 * time.Second

// saving is the time to note what was done, also if that of the work is up.
func saving(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), saveTime)
}

// Behind is how long the oldest change waits that is not worked off, 0 if there is none. People who cannot be read wait
// on purpose until they are tried again.
func (k *Keeper) Behind(ctx context.Context, tenant chat.TenantID) (time.Duration, error) {
	p, err := k.store.Recounted(ctx, tenant)
	if err != nil {
		return 0, err
	}
	all, err := k.store.Recounts(ctx, tenant, p.After, len(p.Done)+1)
	for _, c := range all {
		if !slices.Contains(p.Done, c.ID) {
			return max(0, k.now().Sub(idTime(c.ID, k.now()))), err
		}
	}
	return 0, err
}

// batch is how many notes are worked off at once.
func (p Progress) batch() int {
	if p.Batch == 0 {
		return batch
	}
	return p.Batch
}

// sized is the progress with the size of the next batch: half of one whose time was up, so that in the end something is
// done, and twice that of one that was done in time.
func (p Progress) sized(late bool) Progress {
	n := p.batch() * 2
	if late {
		n = max(1, p.batch()/2)
	}
	if p.Batch = n; n >= batch {
		p.Batch = 0
	}
	return p
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
