package knowledge

import (
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Import is the way of a file, or of the pages of a site, into the knowledge. It is read in the background, then people
// see its changes, and then all of that is written, or nothing.
type Import struct {
	chat.Edited
	Tenant   chat.TenantID `json:"tenant"`
	ID       ImportID      `json:"id"`
	Name     string        `json:"name"`     // of the file, or the address of the first page
	Size     int64         `json:"size"`     // of the file, in bytes
	Language string        `json:"language"` // of entries that do not name theirs
	State    ImportState   `json:"state"`
	At       time.Time     `json:"at"`
	By       chat.AgentID  `json:"by"`
	Author   string        `json:"author,omitempty"` // the agent's name

	Pages   int       `json:"pages,omitempty"`   // of the site that were read so far
	Found   int       `json:"found,omitempty"`   // of which we know so far
	Task    string    `json:"task,omitempty"`    // the task that has it in hand
	Until   time.Time `json:"until,omitzero"`    // when another task may take it over
	Refused int       `json:"refused,omitempty"` // pages of the site that could not be read
	Tries   int       `json:"tries,omitempty"`   // how often its reading was cut off
	Skips   bool      `json:"skips,omitempty"`   // rows that cannot be imported are left out
	Begun   time.Time `json:"begun,omitzero"`    // when its entries began to be written: all are of that time
	Added   int       `json:"added,omitempty"`   // entries, once they are written
	Changed int       `json:"changed,omitempty"` // the same of those that were there
	Gone    int       `json:"gone,omitempty"`    // of pages that no longer have them
	Same    int       `json:"same,omitempty"`
	Weekly  bool      `json:"weekly,omitempty"`  // its pages are to be read each week
	Again   bool      `json:"again,omitempty"`   // they are: changes are written without a look
	Spared  int       `json:"spared,omitempty"`  // entries that stay as people wrote them, until that is published
	Failure string    `json:"failure,omitempty"` // of all, or of the last step; in words for people
}

// site tells whether the import reads pages.
func (i *Import) site() bool {
	return strings.HasPrefix(i.Name, "https://") || strings.HasPrefix(i.Name, "http://")
}

// ImportID identifies an import: a ULID in lower case.
type ImportID string

// ImportState is how far an import came.
type ImportState string

const (
	Uploading ImportState = "uploading" // its file is on its way
	ReadingIt ImportState = "reading"
	Read      ImportState = "read" // people look at its changes
	Writing   ImportState = "writing"
	Done      ImportState = "done"
	NotRead   ImportState = "failed"
	Cancelled ImportState = "cancelled"
)

// works tells whether the import waits for the background.
func (i *Import) works() bool { return i.State == ReadingIt || i.State == Writing }

// ImportKeep is how long an import can be looked at, and its file stays.
const ImportKeep = 7 * 24 * time.Hour

// ImportPrefix is where the files of all imports lie in the bucket of people's files, which expires them.
const ImportPrefix = "imports/"

// Upload is the address to which a file is put, with the headers to send.
type Upload struct {
	URL     string
	Headers map[string]string
}

// Intake keeps the files of imports.
type Intake interface {
	// Upload makes an address for a file of so many bytes.
	Upload(ctx context.Context, tenant chat.TenantID, id ImportID, size int64) (Upload, error)
	// File reads the file: chat.ErrNotFound if it has not come.
	File(ctx context.Context, tenant chat.TenantID, id ImportID) ([]byte, error)

	// Reading is the result of reading: chat.ErrNotFound if nothing was read. KeepReading stores it.
	Reading(ctx context.Context, tenant chat.TenantID, id ImportID) (Reading, error)
	KeepReading(ctx context.Context, tenant chat.TenantID, id ImportID, r Reading) error

	// Forget deletes all of it.
	Forget(ctx context.Context, tenant chat.TenantID, id ImportID) error
}
