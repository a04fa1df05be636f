package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Press makes the editions that were asked for, one after the other, and an earlier one that comes back before all
// others. An edition takes force when its file is whole; until then bots answer from the one before.
type Press struct {
	store    Store
	shelf    Shelf
	indexer  Indexer
	prompter Prompter
	teacher  Teacher
	now      func() time.Time
}

// NewPress makes a press on a store and a shelf.
func NewPress(store Store, shelf Shelf, indexer Indexer, prompter Prompter, now func() time.Time) *Press {
	return &Press{store, shelf, indexer, prompter, untaught, now}
}

// By has the press let a teacher teach the entries that it publishes.
func (p *Press) By(teacher Teacher) *Press {
	p.teacher = teacher
	return p
}

// Print makes all editions that wait. It is idempotent, and may be cut off anywhere: the same call goes on. Each is
// looked for anew, since making one takes a while and people decide about the others meanwhile.
func (p *Press) Print(ctx context.Context, tenant chat.TenantID) error {
	for printed := map[int]bool{}; ; {
		live, err := p.store.Live(ctx, tenant)
		if err != nil {
			return err
		}
		latest, err := p.store.Publications(ctx, tenant, KeptEditions+waitingAtMost)
		if err != nil {
			return err
		}
		slices.Reverse(latest)
		i := nextOf(latest, func(one Publication) bool { return one.StateAt(live) == Waiting && !printed[one.Number] })
		if i < 0 {
			return p.tidy(ctx, tenant, latest)
		}
		printed[latest[i].Number] = true
		if err := p.print(ctx, &printing{latest[i], latest[i]}, latest); err != nil {
			return fmt.Errorf("knowledge: edition %d: %w", latest[i].Number, err)
		}
	}
}

// waitingAtMost is more than the publications that people ask for while one is made.
const waitingAtMost = 100

func (p *Press) print(ctx context.Context, one *printing, all []Publication) error {
	if err := p.whole(ctx, one.Publication); err != nil {
		return err
	}
	before, err := liveEdition(ctx, p.store, p.shelf, one.Tenant)
	if err != nil {
		return err
	}
	next, err := p.edition(ctx, one.Publication, before)
	if chat.KindOf(err) == chat.NotFound {
		one.Failure = "What was to be published is gone. Look at the entries, and publish them again."
		return p.note(ctx, one)
	}
	if err != nil {
		return err
	}
	if unfit, is := errors.AsType[*chat.Error](one.judge(before, next)); is {
		one.Failure = unfit.Text
		return p.note(ctx, one)
	}
	if err := p.revive(ctx, one.Publication, next); err != nil {
		return err
	}
	if next, err = p.kept(ctx, one.Publication, before, next); err != nil {
		return err
	}
	one.Entries, one.Changed = len(next.Entries), differences(before, next)
	whole, err := p.indexer.Index(ctx, one.Tenant, one.Number, before.Number)
	if err != nil {
		return err
	}
	if !whole {
		return ErrUnfinished
	}
	if may, err := p.rehearse(ctx, one, before, next); err != nil || !may {
		return err
	}
	if err := p.overtake(ctx, one); err != nil {
		return err
	}
	if err := p.note(ctx, one); err != nil {
		return err
	}
	if err := p.store.GoLive(ctx, one.Tenant, one.Number); err != nil {
		return err
	}
	return errors.Join(p.owned(ctx, one.Publication, next), p.forget(ctx, all, before.Number, one.Number))
}

// kept is an edition with its lessons, as its file has it. Two presses may make it at once, and a model teaches each in
// other words, so only one of them writes: the other one goes on from its file, and one that is in force is never
// written again, since bots know it by its number.
func (p *Press) kept(ctx context.Context, one Publication, before, next Edition) (Edition, error) {
	made, err := p.shelf.Edition(ctx, one.Tenant, one.Number)
	if chat.Except(err, chat.ErrNotFound) != nil {
		return next, err
	}
	if next, err = p.taught(ctx, one, before, made, next); err != nil {
		return next, err
	}
	next = next.marked()
	next.File = made.File
	if made.File != "" && made.Mark == next.Mark {
		return next, nil
	}
	live, err := p.store.Live(ctx, one.Tenant)
	if err != nil {
		return next, err
	}
	if live != before.Number {
		return next, ErrUnfinished
	}
	err = p.shelf.Keep(ctx, next)
	if errors.Is(err, chat.ErrConflict) {
		return next, ErrUnfinished
	}
	return next, err
}

// judge refuses an edition that is too large, or in which an entry cannot be asked for or be told from another one: two
// people may publish one each at once, and an erasure may come in between. An earlier edition comes back as it was.
func (p *Publication) judge(before, next Edition) error {
	if len(next.Entries) > MaxEntries {
		return errFull
	}
	if p.Back > 0 {
		return nil
	}
	return fit(before, next)
}

// whole refuses to publish everything while an import of before is still being written: bots would know half of it. An
// import whose task was lost is woken.
func (p *Press) whole(ctx context.Context, one Publication) error {
	if !one.All {
		return nil
	}
	all, err := p.store.Imports(ctx, one.Tenant)
	first, is := firstWriting(all)
	if err != nil || !is || first.Begun.After(one.At) {
		return err
	}
	if err := revive(ctx, p.store, first, p.now()); err != nil {
		return err
	}
	return ErrWrites
}

// edition is the edition that a publication asks for, after the one before.
func (p *Press) edition(ctx context.Context, one Publication, before Edition) (Edition, error) {
	before.Number = one.Number
	if one.Back > 0 {
		earlier, err := p.shelf.Edition(ctx, one.Tenant, one.Back)
		earlier.Number = one.Number
		return earlier, err
	}
	if !one.All {
		drafts := []Draft{}
		for _, ref := range one.Some {
			d, err := p.store.DraftVersion(ctx, one.Tenant, ref.ID, ref.Version)
			if err != nil {
				return before, err
			}
			drafts = append(drafts, d)
		}
		return before.with(drafts), nil
	}
	drafts, err := p.writtenBy(ctx, one)
	return before.with(drafts), err
}

// revive writes the entries of an earlier edition again that were deleted since, up to the version in it.
func (p *Press) revive(ctx context.Context, one Publication, e Edition) error {
	if one.Back == 0 {
		return nil
	}
	drafts, err := allDrafts(ctx, p.store, one.Tenant)
	if err != nil {
		return err
	}
	has := map[EntryID]int{}
	for _, d := range drafts {
		has[d.ID] = int(d.Version)
	}
	for _, entry := range e.Entries {
		if err := p.write(ctx, one, entry, has[entry.ID]); err != nil {
			return err
		}
	}
	return nil
}

// write writes an entry of an edition from a version on, up to the one in it.
func (p *Press) write(ctx context.Context, one Publication, entry Entry, from int) error {
	for v := from; v < entry.Version; v++ {
		d := Draft{
			Tenant: one.Tenant, ID: entry.ID, Content: entry.Content, Made: one.At, At: one.At, By: one.By, Name: one.Name,
		}
		d.Version = int64(v)
		if err := p.store.PutDraft(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// orphan writes an entry again, as one that the next publication takes away. Somebody deleted it as one that was never
// published while it was: without a draft it would answer visitors, and nobody could see or delete it.
func (p *Press) orphan(ctx context.Context, one Publication, entry Entry) error {
	if err := p.write(ctx, one, entry, 0); err != nil {
		return err
	}
	d := Draft{
		Tenant: one.Tenant, ID: entry.ID, Content: entry.Content, Removed: true,
		Made: one.At, At: p.now(), By: one.By, Name: one.Name,
	}
	d.Version = int64(entry.Version)
	return p.store.PutDraft(ctx, d)
}

// writtenBy is every entry as it was when somebody published all of them. An entry that was written later has to wait.
func (p *Press) writtenBy(ctx context.Context, one Publication) ([]Draft, error) {
	all, err := allDrafts(ctx, p.store, one.Tenant)
	drafts := []Draft{}
	for _, d := range all {
		if d.At.After(one.At) {
			versions, err := p.store.DraftVersions(ctx, one.Tenant, d.ID, KeptVersions)
			if err != nil {
				return nil, err
			}
			i := slices.IndexFunc(versions, func(v Draft) bool { return !v.At.After(one.At) })
			if i < 0 {
				continue
			}
			d = versions[i]
		}
		drafts = append(drafts, d)
	}
	return drafts, err
}

// tidy deletes the entries that the edition in force took away, unless somebody saves them again at this moment; has
// the wordings that it publishes be the tenant's own; marks those of it that were deleted meanwhile; and deletes the
// editions to which nobody can roll back any more, and those that never took force.
func (p *Press) tidy(ctx context.Context, tenant chat.TenantID, oldestFirst []Publication) error {
	live, err := liveEdition(ctx, p.store, p.shelf, tenant)
	if err != nil {
		return err
	}
	drafts, err := allDrafts(ctx, p.store, tenant)
	if err != nil {
		return err
	}
	written := map[EntryID]bool{}
	for _, d := range drafts {
		written[d.ID] = true
		switch entry, is := live.Entry(d.ID); {
		case is:
			err = errors.Join(err, p.published(ctx, d, &entry))
		case d.Removed:
			err = errors.Join(err, chat.Except(p.store.DropDraft(ctx, tenant, d.ID, d.Version), chat.ErrConflict))
		}
	}
	for _, entry := range live.Entries {
		if i := slices.IndexFunc(oldestFirst, func(one Publication) bool { return one.Number == live.Number }); i >= 0 &&
			!written[entry.ID] {
			err = errors.Join(err, p.orphan(ctx, oldestFirst[i], entry))
		}
	}
	for i, old := range oldestFirst {
		switch state := old.StateAt(live.Number); {
		case i < len(oldestFirst)-KeptEditions && old.Number < live.Number:
			err = errors.Join(err, p.shelf.Drop(ctx, tenant, old.Number), p.store.DropPublication(ctx, tenant, old.Number))
		case state == Left || state == Failed: // its words may be those of a person who is erased
			err = errors.Join(err, p.shelf.Drop(ctx, tenant, old.Number))
		}
	}
	return err
}
