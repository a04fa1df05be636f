package knowledge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// Importer does the work of imports: it reads their files and pages, and writes their entries.
type Importer struct {
	store  Store
	files  Files
	blocks Blocks
	web    Web
	now    func() time.Time
}

// Files are the editions, and the files of imports.
type Files interface {
	Shelf
	Intake
}

// Blocks reads a text or a document by the ending of its name. An error of kind Invalid says why it cannot be read.
type Blocks func(ctx context.Context, name string, raw []byte) ([]Block, error)

// NewImporter makes an importer.
func NewImporter(store Store, files Files, blocks Blocks, web Web, now func() time.Time) *Importer {
	return &Importer{store, files, blocks, web, now}
}

// Work goes on with an import, if there is work on it, and tells whether its entries are written. It is idempotent, and
// may be cut off anywhere: the same task goes on when it comes again. An import that another task has in hand is left
// alone: that task comes again, too. ErrWrites if another import of the tenant is written first.
func (im *Importer) Work(
	ctx context.Context, tenant chat.TenantID, id ImportID, task string,
) (written bool, err error) {
	i, err := im.store.Import(ctx, tenant, id)
	if errors.Is(err, chat.ErrNotFound) { // people, or time, dropped it
		return false, nil
	}
	if err == nil && i.works() {
		err = chat.Except(im.work(ctx, i, task), chat.ErrConflict) // people, or others, went on with it
	}
	if err == nil && !i.Begun.IsZero() {
		written, err = im.written(ctx, i)
	}
	if err != nil {
		return false, fmt.Errorf("knowledge: import %s: %w", id, err)
	}
	return written, nil
}

func (im *Importer) work(ctx context.Context, i Import, task string) error {
	if i.Until.After(im.now()) && i.Task != task {
		return nil
	}
	if i.State == Writing {
		if err := im.turn(ctx, i); err != nil {
			return err
		}
	}
	if i.Task != "" { // nobody put it down
		i.Tries++
	}
	if i.State == ReadingIt && i.Tries >= i.readTries() {
		return im.fail(ctx, i,
			"The file could not be read in the time and memory that there are. Split it, or save it as a text.")
	}
	i.Task, i.Until = task, im.now().Add(inHand)
	if err := im.store.PutImport(ctx, i); err != nil {
		return err
	}
	i.Version++
	if i.State == Writing {
		return im.write(ctx, i)
	}
	return im.read(ctx, i)
}

// readTries is how often an import is read that ends the reading each time without a word. That of a site goes on where
// it was, and failures of its storage count.
func (i *Import) readTries() int {
	if i.site() {
		return 8
	}
	return 2
}

// inHand is longer than a task lasts.
const inHand = (WorkSeconds + 10) * time.Second

// putDown stores an import on which its task does not go on.
func putDown(ctx context.Context, put func(context.Context, Import) error, i Import) error {
	i.Task, i.Until = "", time.Time{}
	return put(ctx, i)
}

// read reads the file of an import. Its words are kept, for people to look at.
func (im *Importer) read(ctx context.Context, i Import) error {
	if i.site() {
		return im.walk(ctx, i)
	}
	raw, err := im.files.File(ctx, i.Tenant, i.ID)
	if errors.Is(err, chat.ErrNotFound) {
		return im.fail(ctx, i, "The file has not arrived. Choose it again.")
	}
	if err != nil {
		return im.later(ctx, i, err)
	}
	r, err := File{Name: i.Name, Raw: raw, Language: i.Language}.read(ctx, im.blocks)
	if e, is := errors.AsType[*chat.Error](err); is {
		return im.fail(ctx, i, e.Text)
	}
	if err != nil {
		return err
	}
	if err := im.wasRead(ctx, i, r); err != nil {
		return im.later(ctx, i, err)
	}
	return nil
}

// later puts an import down of which the storage failed: that does not count as a try, since the file is not at fault.
func (im *Importer) later(ctx context.Context, i Import, err error) error {
	return errors.Join(err, putDown(ctx, im.store.PutImport, i))
}

// wasRead keeps the words of an import, for people to look at; or has them written at once.
func (im *Importer) wasRead(ctx context.Context, i Import, r Reading) error {
	if err := im.files.KeepReading(ctx, i.Tenant, i.ID, r); err != nil {
		return err
	}
	if i.Again {
		return im.takeIn(ctx, i, r)
	}
	i.State = Read
	return putDown(ctx, im.store.PutImport, i)
}

// fail ends an import that cannot be read.
func (im *Importer) fail(ctx context.Context, i Import, why string) error {
	i.State, i.Failure = NotRead, why
	if err := putDown(ctx, im.store.PutImport, i); err != nil {
		return err
	}
	return im.files.Forget(ctx, i.Tenant, i.ID)
}

// A task on an import ends early: publications wait behind it, and the function's time must not end in the midst.
const (
	sliceTakes = 20 * time.Second
	sliceEnds  = 30 * time.Second // before the function's time is up: a page takes up to half of that
)

// late tells whether a task that began at a time has to leave the rest to another, for which it needs some time.
func (im *Importer) late(ctx context.Context, begun time.Time, needs time.Duration) bool {
	end, is := ctx.Deadline()
	return is && time.Until(end) < needs || im.now().Sub(begun) >= sliceTakes
}

// write writes the entries of an import. Each is written once, however often this is cut off: an entry that is written
// already is not planned again.
func (im *Importer) write(ctx context.Context, i Import) error {
	if err := im.turn(ctx, i); err != nil { // another one came into it at the same moment
		return errors.Join(err, putDown(ctx, im.store.PutImport, i))
	}
	r, err := im.files.Reading(ctx, i.Tenant, i.ID)
	if errors.Is(err, chat.ErrNotFound) {
		return im.fail(ctx, i, "What was read is gone, so its entries are not all written. Import it again.")
	}
	if err != nil {
		return err
	}
	begun := im.now()
	for range writeRounds {
		p, err := im.planFor(ctx, i, r)
		if errors.Is(err, errFull) && !p.begun { // others have written as many meanwhile
			return im.fail(ctx, i, errFull.Text)
		}
		if err = chat.Except(err, errFull); err != nil {
			return err
		}
		if len(p.Steps) == 0 {
			break
		}
		for _, s := range p.Steps {
			if err := chat.Except(im.store.PutDraft(ctx, i.draft(s)), chat.ErrConflict); err != nil {
				return err
			}
			if im.late(ctx, begun, sliceEnds) {
				return putDown(ctx, im.store.WakeImport, i)
			}
		}
	}
	i, err = im.goesOn(ctx, i, r)
	if err != nil {
		return err
	}
	i.State = Done
	if err := putDown(ctx, im.store.PutImport, i); err != nil {
		return err
	}
	return im.files.Forget(ctx, i.Tenant, i.ID)
}

// goesOn has the pages of a site read again each week, or no longer, as people said when they took its entries.
func (im *Importer) goesOn(ctx context.Context, i Import, r Reading) (Import, error) {
	if !i.site() {
		return i, nil
	}
	if !i.Weekly && !i.Again {
		return i, im.store.DropWeekly(ctx, i.Tenant, WeeklyOf(i.Name))
	}
	err := im.follow(ctx, i, r)
	if errors.Is(err, errManyWeekly) { // others had theirs read so meanwhile
		i.Weekly, i.Failure, err = false, notWeekly, nil
	}
	return i, err
}

var notWeekly = fmt.Sprintf("Its entries are here, but its pages are not read again each week: %d sites are already.",
	MaxWeekly)

// writeRounds is how often entries are planned anew that somebody else saves at the same moment.
const writeRounds = 4

// draft is the entry that a step of the import writes. Its id follows from the import, so that two who write the same
// import write one entry.
func (i *Import) draft(s Step) Draft {
	d := s.After
	d.Tenant, d.At, d.By, d.Name = i.Tenant, i.Begun, i.By, i.Author
	if s.Before == nil {
		d.Made = i.Begun
	}
	if d.ID == "" {
		at := i.Begun.Add(time.Duration(s.row) * time.Millisecond) // of two that fit alike, the older one counts
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", i.ID, s.row))
		d.ID = EntryID(strings.ToLower(ulid.MustNew(ulid.Timestamp(at), bytes.NewReader(sum[:])).String()))
	}
	return d
}
