package knowledge

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/text/language"
)

// The endings of files that can be imported.
var (
	sheets    = []string{".csv", ".tsv"}
	writings  = []string{".md", ".markdown"}
	documents = []string{".pdf", ".docx"}
)

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// check returns the faults of an import that somebody begins.
func (i *Import) check(sites []chat.Site) error {
	if i.site() {
		return i.checkSite(sites)
	}
	f, kind := chat.Faults{}, ending(i.Name)
	f.Wrong(!slices.Contains(slices.Concat(sheets, writings, documents), kind), "name", "unknown_file",
		"Choose a CSV, Markdown, PDF or Word file: .csv, .tsv, .md, .pdf or .docx.")
	most := int64(MaxSheet)
	if slices.Contains(documents, kind) {
		most = MaxFile
	}
	f.Wrong(i.Size < 1, "file", "file_empty", "The file is empty.")
	f.Wrong(i.Size > most, "file", "file_too_large", "The file has more than %s. Split it.", chat.Size(most))
	i.checkLanguage(&f)
	return f.Err()
}

func (i *Import) checkLanguage(f *chat.Faults) {
	_, err := language.Parse(i.Language)
	f.Wrong(err != nil, "language", "unknown_language", "%q is not the code of a language, as en or pt.", i.Language)
}

// checkSite admits only sites of the tenant: its pages are read on its behalf.
func (i *Import) checkSite(sites []chat.Site) error {
	f := chat.Faults{}
	at, err := url.Parse(i.Name)
	if err != nil || at.Host == "" || at.User != nil || len(i.Name) > maxAddress {
		return chat.WrongField("name", "bad_address", "Write the whole address of a page, as in https://shop.example/help/.")
	}
	own := slices.ContainsFunc(sites, func(s chat.Site) bool { return s.Allows(at.Scheme + "://" + at.Host) })
	f.Wrong(!own, "name", "not_your_site",
		"Pages are read of your own sites only. Add %s to a site under Settings, then import it.", at.Scheme+"://"+at.Host)
	i.checkLanguage(&f)
	return f.Err()
}

// BeginImport makes an import: of a file with an address for it, which the same call again gives anew; the pages of a
// site are read at once.
func (l *Library) BeginImport(ctx context.Context, a chat.Agent, i Import) (Import, Upload, error) {
	i.Tenant, i.State, i.At, i.By, i.Author = a.Tenant, Uploading, l.desk.Now(), a.ID, a.Name
	sites, err := l.store.Sites(ctx, a.Tenant)
	if err != nil {
		return i, Upload{}, err
	}
	if err := i.check(sites); err != nil {
		return i, Upload{}, err
	}
	i.Language = codeOf(i.Language)
	had, err := l.store.Import(ctx, a.Tenant, i.ID)
	switch {
	case err == nil && had.Name == i.Name && had.Size == i.Size && (had.State == Uploading || i.site()):
		i = had
	case err == nil:
		return had, Upload{}, chat.Errorf(chat.Conflict, "id_conflict", "There is an import with this id. Take another one.")
	case !errors.Is(err, chat.ErrNotFound):
		return i, Upload{}, err
	default:
		if err := l.makeRoom(ctx, a); err != nil {
			return i, Upload{}, err
		}
		if i, err = l.first(ctx, i); err != nil {
			return i, Upload{}, err
		}
	}
	if i.site() {
		return i, Upload{}, nil
	}
	place, err := l.intake.Upload(ctx, a.Tenant, i.ID, i.Size)
	return i, place, err
}

// first stores a new import. The pages of a site can be read at once.
func (l *Library) first(ctx context.Context, i Import) (Import, error) {
	if i.site() {
		i.State = ReadingIt
		return l.wake(ctx, i)
	}
	err := l.store.PutImport(ctx, i)
	i.Version++
	return i, err
}

// makeRoom forgets the oldest imports if there are too many, but none that is being written.
func (l *Library) makeRoom(ctx context.Context, a chat.Agent) error {
	all, err := l.store.Imports(ctx, a.Tenant)
	for n, old := range all {
		if n >= KeptImports-1 && old.State != Writing {
			err = errors.Join(err, l.intake.Forget(ctx, a.Tenant, old.ID), l.store.DropImport(ctx, a.Tenant, old.ID))
		}
	}
	return err
}

// Imports lists the latest imports, newest first.
func (l *Library) Imports(ctx context.Context, a chat.Agent) ([]Import, error) {
	return l.store.Imports(ctx, a.Tenant)
}

// Import returns an import, and if it was read, the changes that it would make now.
func (l *Library) Import(ctx context.Context, a chat.Agent, id ImportID) (Import, Plan, error) {
	i, err := l.store.Import(ctx, a.Tenant, id)
	if err != nil || i.State != Read {
		return i, Plan{}, err
	}
	p, err := l.plan(ctx, a, id)
	return i, p, err
}

func (l *Library) plan(ctx context.Context, a chat.Agent, id ImportID) (Plan, error) {
	r, err := l.intake.Reading(ctx, a.Tenant, id)
	if err != nil {
		return Plan{}, err
	}
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return Plan{}, err
	}
	p := planOf(r, drafts)
	if added, _, _ := p.Counts(); len(drafts)+added > MaxEntries {
		err = errFull
	}
	return p, err
}

var errState = chat.Errorf(chat.Conflict, "import_moved_on", "The import has moved on meanwhile. Look at it again.")

// ReadImport has the file read that was uploaded. The same call again is a success.
func (l *Library) ReadImport(ctx context.Context, a chat.Agent, id ImportID) (Import, error) {
	i, err := l.store.Import(ctx, a.Tenant, id)
	if err != nil || i.State == Read {
		return i, err
	}
	if i.State == ReadingIt {
		return l.revive(ctx, i)
	}
	if i.State != Uploading {
		return i, errState
	}
	i.State = ReadingIt
	return l.wake(ctx, i)
}

// wake stores an import for which the background has work.
func (l *Library) wake(ctx context.Context, i Import) (Import, error) {
	err := l.store.WakeImport(ctx, i)
	if errors.Is(err, chat.ErrConflict) {
		return i, errState
	}
	i.Version++
	return i, err
}

// Accepted is how an import is written.
type Accepted struct {
	Skips  bool // rows that are refused are left out
	Weekly bool // of a site: its pages are read again each week
}

// ApplyImport has everything written that the import would change, or nothing if a row of it is refused, unless such
// rows are to be left out. Entries become drafts: no bot answers with them before they are published. The same call
// again is a success.
func (l *Library) ApplyImport(ctx context.Context, a chat.Agent, id ImportID, how Accepted) (Import, error) {
	i, err := l.store.Import(ctx, a.Tenant, id)
	if err != nil || i.State == Done {
		return i, err
	}
	if i.State == Writing {
		return l.revive(ctx, i)
	}
	if i.State != Read {
		return i, errState
	}
	p, err := l.plan(ctx, a, id)
	if err != nil {
		return i, err
	}
	if len(p.Refused) > 0 && !how.Skips {
		return i, chat.Errorf(chat.Invalid, "rows_refused", "Nothing was imported: %d rows cannot be read. %s",
			len(p.Refused), p.Refused[0].Reason)
	}
	if i.Weekly = how.Weekly && i.site(); i.Weekly {
		if err := room(ctx, l.store, a.Tenant, i.Name); err != nil {
			return i, err
		}
	}
	i.State, i.Skips, i.Begun, i.By, i.Author = Writing, how.Skips, l.desk.Now(), a.ID, a.Name
	i.Added, i.Changed, i.Gone = p.Counts()
	i.Same = p.Same
	i, err = l.wake(ctx, i)
	return i, l.desk.Audited(ctx, a, err, "knowledge.imported", "",
		fmt.Sprintf("%d entries from %s, %d unchanged", len(p.Steps), i.Name, p.Same))
}

// CancelImport ends an import before it is written. The same call again is a success.
func (l *Library) CancelImport(ctx context.Context, a chat.Agent, id ImportID) (Import, error) {
	i, err := l.store.Import(ctx, a.Tenant, id)
	if err != nil || i.State == Cancelled || i.State == NotRead {
		return i, err
	}
	if i.State == Writing || i.State == Done {
		return i, chat.Errorf(chat.Conflict, "import_written",
			"The import is written already. Its entries are drafts, which you can delete.")
	}
	i.State = Cancelled
	if err := l.store.PutImport(ctx, i); errors.Is(err, chat.ErrConflict) {
		return i, errState
	} else if err != nil {
		return i, err
	}
	i.Version++
	return i, l.intake.Forget(ctx, a.Tenant, id)
}

// Sheet is every entry as it is written, one row for each of its languages.
func (l *Library) Sheet(ctx context.Context, a chat.Agent) ([]byte, error) {
	drafts, err := l.all(ctx, a.Tenant)
	return sheetOf(drafts), l.desk.Audited(ctx, a, err, "knowledge.exported", "", fmt.Sprintf("%d entries", len(drafts)))
}
