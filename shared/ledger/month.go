package ledger

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Month names the files of a month that are in force. A file never changes: a change makes another one and names it
// here, so a reader never sees half of a change.
type Month struct {
	chat.Edited
	Month string            `json:"month"`           // 2006-01
	Days  map[string]string `json:"days"`            // the file of each day that has one
	Sums  string            `json:"sums,omitempty"`  // the file with the tables of its days
	Form  int               `json:"form,omitempty"`  // of the figures in them, but for those of Old
	Old   []string          `json:"old,omitempty"`   // days with a file of which the tables are to be made anew
	Noted bool              `json:"noted,omitempty"` // a note has those of Old made anew

	// Expired is the last day of which only the sums are kept, "" for none: no line is put there any more, also if visits
	// are to be kept for longer from now on.
	Expired string `json:"expired,omitempty"`
}

// form is raised with each change of what figures mean: the tables of a month that have an older one are made anew with
// its next changes, as far as there is time, but for days of which only the sums are left.
const form = 6

// Progress says how far the changes of a tenant were worked off.
type Progress struct {
	chat.Edited
	After string   `json:"after"` // the last note of which nothing older can come any more
	Done  []string `json:"done"`  // notes after that one which were worked off

	// Batch is how many notes are worked off at once, 0 for as many as usual: fewer after the time was up too early.
	Batch int `json:"batch,omitempty"`

	// Cut is a time before which messages may have been deleted, since that was once their retention.
	Cut time.Time `json:"cut,omitzero"`
}

// kept is since when all messages are there.
func (p Progress) kept(t chat.Tenant, now time.Time) time.Time {
	return later(p.Cut, now.AddDate(0, 0, -t.RetentionOrStandard().Messages))
}

// Prefix is where a tenant's files lie.
func Prefix(tenant chat.TenantID) string { return "ledger/" + string(tenant) + "/" }

// daysPrefix is where the files of days lie, and those of the days that begin so: of a month, for instance.
func daysPrefix(tenant chat.TenantID, begin string) string { return Prefix(tenant) + "days/" + begin }

// dayPrefix is where the files of a day lie.
func dayPrefix(tenant chat.TenantID, day string) string { return daysPrefix(tenant, day+"/") }

func monthPrefix(tenant chat.TenantID, month string) string {
	return Prefix(tenant) + "months/" + month + "/"
}

// maxFile is the most bytes of a file that is read, unpacked. A day that is written has no more than MaxDay.
const maxFile = 128 << 20

// fetch reads a file: errGone if there is none.
func fetch(ctx context.Context, files Files, path string) ([]byte, error) {
	body, err := files.Get(ctx, path)
	if errors.Is(err, chat.ErrNotFound) {
		return nil, errGone
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer body.Close()
	return limited(body)
}

// limited reads to the end, and refuses input that is too large.
func limited(from io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = fmt.Errorf("%w: it is too large", errUnreadable)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return raw, nil
}

// unpacked reads a document: errUnreadable if it is none.
func unpacked[T any](raw []byte) (doc T, err error) {
	plain, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return doc, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	text, err := limited(plain)
	if err == nil {
		err = json.Unmarshal(text, &doc)
	}
	if err != nil {
		return doc, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	return doc, nil
}

// zippers are writers that were used before: a new one clears 800 KB.
var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// packed is a document as unpacked reads it.
func packed(doc any) ([]byte, error) {
	raw, err := encoded(doc)
	if err != nil {
		return nil, err
	}
	return zipped(raw)
}

func zipped(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	zip := zippers.Get().(*gzip.Writer)
	defer zippers.Put(zip)
	zip.Reset(&out)
	if _, err := zip.Write(raw); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	if err := zip.Close(); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return out.Bytes(), nil
}

// day reads the file of a day.
func day(ctx context.Context, files Files, path string) (Day, error) {
	raw, err := fetch(ctx, files, path)
	if err != nil {
		return Day{}, err
	}
	return unpacked[Day](raw)
}

// keepDay stores an encoded day under a new name, and returns its path.
func (k *Keeper) keepDay(ctx context.Context, tenant chat.TenantID, day string, raw []byte) (string, error) {
	raw, err := zipped(raw)
	if err != nil {
		return "", err
	}
	return k.file(ctx, dayPrefix(tenant, day), fileEnd, raw)
}

// file stores a file under a new name, and returns its path.
func (k *Keeper) file(ctx context.Context, prefix, end string, raw []byte) (string, error) {
	path := prefix + k.desk.NewID(k.now()) + end
	if err := k.files.Put(ctx, path, "application/octet-stream", raw); err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	return path, nil
}

// fileEnd is the end of the names of days' files.
const fileEnd = ".json.gz"
