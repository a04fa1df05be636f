package knowledge

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// DraftStore is the storage of entries as people write them.
type DraftStore interface {
	// Draft is an up-to-date read. Drafts lists a tenant's entries by id, up to date.
	Draft(ctx context.Context, tenant chat.TenantID, id EntryID) (Draft, error)
	Drafts(ctx context.Context, tenant chat.TenantID, position string, limit int) ([]Draft, string, error)

	// PutDraft is an optimistic write: ErrConflict unless the stored version equals the given one. It also keeps the
	// version for DraftVersion, and forgets the one that is KeptVersions older.
	PutDraft(ctx context.Context, d Draft) error
	DraftVersion(ctx context.Context, tenant chat.TenantID, id EntryID, version int) (Draft, error)
	DraftVersions(ctx context.Context, tenant chat.TenantID, id EntryID, limit int) ([]Draft, error) // newest first

	// RewordDraft writes a version in other words, and the entry if that is its latest version, without making another
	// one: all or nothing. Nothing comes of a version that is not there.
	RewordDraft(ctx context.Context, d Draft) error

	// DropDraft deletes an entry with its versions, all or nothing: ErrConflict if the stored version is another one than
	// the given. It is no error if there is none.
	DropDraft(ctx context.Context, tenant chat.TenantID, id EntryID, version int64) error
}

// Store is the storage of entries and publications.
type Store interface {
	Log
	DraftStore

	// Sites lists the sites of a tenant.
	Sites(ctx context.Context, tenant chat.TenantID) ([]chat.Site, error)

	// Imports lists the imports of a tenant, newest first: not many more than KeptImports. PutImport and WakeImport are
	// optimistic writes: ErrConflict unless the stored version equals the given one. The stream tells of the rows that
	// WakeImport stores. An import is forgotten after ImportKeep.
	Import(ctx context.Context, tenant chat.TenantID, id ImportID) (Import, error)
	Imports(ctx context.Context, tenant chat.TenantID) ([]Import, error)
	PutImport(ctx context.Context, i Import) error
	WakeImport(ctx context.Context, i Import) error
	DropImport(ctx context.Context, tenant chat.TenantID, id ImportID) error

	// Weeklies lists the sites of a tenant that are read each week, by id: as many as 2*MaxWeekly. PutWeekly is an
	// optimistic write: ErrConflict unless the stored version equals the given one. It is no error to drop one that is not
	// there.
	Weekly(ctx context.Context, tenant chat.TenantID, id WeeklyID) (Weekly, error)
	Weeklies(ctx context.Context, tenant chat.TenantID) ([]Weekly, error)
	PutWeekly(ctx context.Context, w Weekly) error
	DropWeekly(ctx context.Context, tenant chat.TenantID, id WeeklyID) error

	// AddPublication stores a publication, of which the stream tells: ErrExists if its number is taken. PutPublication
	// stores its outcome: ErrConflict unless the stored one is as it was. Publications lists them, newest first.
	AddPublication(ctx context.Context, p Publication) error
	PutPublication(ctx context.Context, was, is Publication) error
	Publications(ctx context.Context, tenant chat.TenantID, limit int) ([]Publication, error)

	// DecidePublication stores a person's decision about a publication: ErrConflict unless the stored one is as it was.
	// The stream tells of it.
	DecidePublication(ctx context.Context, was, decided Publication) error

	DropPublication(ctx context.Context, tenant chat.TenantID, number int) error

	// Live is the number of the edition in force, 0 for none, up to date. GoLive puts an edition into force, and is no
	// error if a later one is.
	Live(ctx context.Context, tenant chat.TenantID) (int, error)
	GoLive(ctx context.Context, tenant chat.TenantID, number int) error
}

// Indexer makes the index by which the entries of an edition are found by meaning.
type Indexer interface {
	// Index tells whether the index of an edition is whole. The same call goes on with one that is not.
	Index(ctx context.Context, tenant chat.TenantID, number, before int) (bool, error)
}

// ErrUnfinished is the error of an edition of which much was made: the same call goes on.
var ErrUnfinished = chat.Errorf(chat.Unavailable, "unfinished", "An edition is being made. Try it again in a minute.")

// ErrWrites is the error of an edition, or of an import, that waits until another import is written.
var ErrWrites = chat.Errorf(chat.Unavailable, "writes", "An import is being written.")

// Shelf keeps editions as files.
type Shelf interface {
	// Edition reads an edition: chat.ErrNotFound if there is none.
	Edition(ctx context.Context, tenant chat.TenantID, number int) (Edition, error)

	// Keep stores an edition: chat.ErrConflict unless the stored file is the one of which it has the mark.
	Keep(ctx context.Context, e Edition) error
	Drop(ctx context.Context, tenant chat.TenantID, number int) error // with all that is beside it

	// Rehearsal reads that of an edition: chat.ErrNotFound if there is none. It is no error to drop one that is not there.
	Rehearsal(ctx context.Context, tenant chat.TenantID, number int) (Rehearsal, error)
	KeepRehearsal(ctx context.Context, tenant chat.TenantID, number int, r Rehearsal) error
	DropRehearsal(ctx context.Context, tenant chat.TenantID, number int) error
}
