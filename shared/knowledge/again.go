package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// planFor has the changes that an import would make now.
func (im *Importer) planFor(ctx context.Context, i Import, r Reading) (Plan, error) {
	drafts, err := allDrafts(ctx, im.store, i.Tenant)
	if err != nil {
		return Plan{}, err
	}
	p := planOf(r, drafts)
	if !i.Again {
		return p, nil
	}
	live, err := liveEdition(ctx, im.store, im.files, i.Tenant)
	if err != nil {
		return p, err
	}
	w, err := im.store.Weekly(ctx, i.Tenant, WeeklyOf(i.Name))
	if errors.Is(err, chat.ErrNotFound) { // people stopped it meanwhile
		return Plan{}, nil
	}
	p.spare(live, w.Seen)
	if added, _, _ := p.Counts(); err == nil && len(drafts)+added > MaxEntries {
		err = errFull
	}
	return p, err
}

// spare leaves out of a plan that nobody looks at: entries that people saved or deleted and have not published, and
// headings that were there before and have no entry any more, since people deleted it.
func (p *Plan) spare(live Edition, seen []byte) {
	p.Steps = slices.DeleteFunc(p.Steps, func(s Step) bool {
		if s.Before == nil {
			return has(seen, s.After.Source)
		}
		spared := s.Before.By != "" && s.Before.StateIn(live) != Published
		if spared {
			p.Spared++
		}
		return spared
	})
}

// takeIn has the changes on pages written at once, as drafts.
func (im *Importer) takeIn(ctx context.Context, i Import, r Reading) error {
	p, err := im.planFor(ctx, i, r)
	if e, is := errors.AsType[*chat.Error](err); is {
		return im.fail(ctx, i, e.Text)
	}
	if err != nil {
		return err
	}
	i.State, i.Skips, i.Begun = Writing, true, im.now()
	i.Added, i.Changed, i.Gone = p.Counts()
	i.Same, i.Spared = p.Same, p.Spared
	return putDown(ctx, im.store.WakeImport, i)
}

// follow notes the headings that are on the pages of a site which is read each week, or begins to have it read so.
func (im *Importer) follow(ctx context.Context, i Import, r Reading) error {
	for range writeRounds {
		if err := im.followed(ctx, i, r); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return nil // others write it all the time: the next reading notes them
}

func (im *Importer) followed(ctx context.Context, i Import, r Reading) error {
	w, err := im.store.Weekly(ctx, i.Tenant, WeeklyOf(i.Name))
	if errors.Is(err, chat.ErrNotFound) && i.Weekly {
		w = Weekly{
			Tenant: i.Tenant, ID: WeeklyOf(i.Name), Address: i.Name, Due: i.Begun.Add(week), By: i.By, Author: i.Author,
		}
	} else if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	w.Language = i.Language
	w.Seen = marks(r, w.Seen)
	return im.store.PutWeekly(ctx, w)
}

const markSize = 4 // bytes: of five thousand headings, a new one is taken for another once in a million times

func mark(s Source) []byte {
	sum := sha256.Sum256([]byte(s.Name + "\n" + s.Part))
	return sum[:markSize]
}

// marks are those of the headings in a reading; and those of before, if a page did not answer.
func marks(r Reading, before []byte) []byte {
	all := []uint32{}
	add := func(raw []byte) { all = append(all, binary.BigEndian.Uint32(raw)) }
	for _, row := range r.Rows {
		add(mark(row.Content.Source))
	}
	if len(r.Refused) > 0 {
		for old := range slices.Chunk(before[:min(len(before), MaxEntries*markSize)], markSize) {
			add(old)
		}
	}
	slices.Sort(all)
	packed := []byte{}
	for _, one := range slices.Compact(all) {
		packed = binary.BigEndian.AppendUint32(packed, one)
	}
	return packed
}

// has tells whether a heading is among marks.
func has(marks []byte, s Source) bool {
	want := binary.BigEndian.Uint32(mark(s))
	for one := range slices.Chunk(marks, markSize) {
		if binary.BigEndian.Uint32(one) == want {
			return true
		}
	}
	return false
}
