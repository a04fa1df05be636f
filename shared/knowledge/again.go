package knowledge

import (
	"bytes"
	"context"
	"crypto/sha256"
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
	if i.Again {
		live, err := liveEdition(ctx, im.store, im.files, i.Tenant)
		if err != nil {
			return p, err
		}
		w, err := im.store.Weekly(ctx, i.Tenant, WeeklyOf(i.Name))
		if errors.Is(err, chat.ErrNotFound) { // people stopped it meanwhile
			return Plan{}, nil
		}
		if err != nil {
			return p, err
		}
		p.spare(live, w.Seen)
	}
	p.begun = slices.ContainsFunc(drafts, i.wrote)
	if added, _, _ := p.Counts(); len(drafts)+added > MaxEntries {
		err = errFull
	}
	return p, err
}

// wrote tells whether the import has written an entry.
func (i *Import) wrote(d Draft) bool {
	return !i.Begun.IsZero() && d.At.Equal(i.Begun) && d.By == i.By && d.Name == i.Author
}

// spare leaves out of a plan that nobody looks at: entries that people saved or deleted and have not published, and
// headings that were there before and have no entry any more, since people deleted it. Words that leave one page and
// are on another still have their entry there.
func (p *Plan) spare(live Edition, seen []byte) {
	leaves := map[string]bool{}
	for _, s := range p.Steps {
		if s.Before != nil && s.After.Removed {
			leaves[s.Before.Source.Read] = true
		}
	}
	p.Steps = slices.DeleteFunc(p.Steps, func(s Step) bool {
		if s.Before == nil {
			return has(seen, s.After.Source) && !leaves[s.After.Source.Read]
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
		if err := room(ctx, im.store, i.Tenant, i.Name); err != nil {
			return err
		}
		w = Weekly{
			Tenant: i.Tenant, ID: WeeklyOf(i.Name), Address: i.Name, Due: i.Begun.Add(week), By: i.By, Author: i.Author,
		}
	} else if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	w.Language = i.Language
	w.Seen = r.seen(w.Seen)
	return im.store.PutWeekly(ctx, w)
}

// A mark is that of a page and that of a heading. Of five thousand headings, a new one is taken for another of its page
// less than once in a million times.
const (
	halfSize = 4 // bytes
	markSize = 2 * halfSize
)

func mark(s Source) []byte { return slices.Concat(half(s.Name), half(s.Part)) }

func half(words string) []byte {
	sum := sha256.Sum256([]byte(words))
	return sum[:halfSize]
}

// marks are those of entries, in order.
func marks(rows []Found) (packed []byte) {
	for _, row := range rows {
		packed = append(packed, mark(row.Content.Source)...)
	}
	return inOrder(packed)
}

// seen are the marks of a reading; and of those of before, the ones of pages that were not read: they may still have
// these headings.
func (r *Reading) seen(before []byte) []byte {
	if !r.Partly {
		return r.Seen
	}
	read, packed := map[string]bool{}, slices.Clone(r.Seen)
	for _, page := range r.Pages {
		read[string(half(page))] = true
	}
	for one := range slices.Chunk(before[:min(len(before)/markSize, MaxEntries)*markSize], markSize) {
		if !read[string(one[:halfSize])] {
			packed = append(packed, one...)
		}
	}
	return inOrder(packed)
}

// inOrder are marks without their doubles.
func inOrder(packed []byte) []byte {
	all := slices.SortedFunc(slices.Chunk(packed, markSize), bytes.Compare)
	return slices.Concat(slices.CompactFunc(all, bytes.Equal)...)
}

// has tells whether a heading is among marks.
func has(marks []byte, s Source) bool {
	want := mark(s)
	for one := range slices.Chunk(marks, markSize) {
		if bytes.Equal(one, want) {
			return true
		}
	}
	return false
}
