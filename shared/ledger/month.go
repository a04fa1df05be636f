package ledger

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/botifire/livechat/shared/chat"
)

// Month names the files of a month that are in force. A file never changes: a change makes another one and names it
// here, so a reader never sees half of a change.
type Month struct {
	chat.Edited
	Month string            `json:"month"`          // 2006-01
	Days  map[string]string `json:"days"`           // the file of each day that has one
	Sums  string            `json:"sums,omitempty"` // the file with the tables of its days
}

// Progress says how far the changes of a tenant were worked off.
type Progress struct {
	chat.Edited
	After string   `json:"after"` // the last note of which nothing older can come any more
	Done  []string `json:"done"`  // notes after that one which were worked off
}

// Prefix is where a tenant's files lie.
func Prefix(tenant chat.TenantID) string { return "ledger/" + string(tenant) + "/" }

// dayPrefix is where the files of a day lie.
func dayPrefix(tenant chat.TenantID, day string) string { return Prefix(tenant) + "days/" + day + "/" }

func monthPrefix(tenant chat.TenantID, month string) string {
	return Prefix(tenant) + "months/" + month + "/"
}

// maxFile is the most bytes of a file, unpacked: some 300,000 lines.
const maxFile = 128 << 20

// load reads a file. chat.ErrConflict says that it is in force no more.
func load[T any](ctx context.Context, files Files, path string) (T, error) {
	var doc T
	body, err := files.Get(ctx, path)
	if errors.Is(err, chat.ErrNotFound) {
		return doc, chat.ErrConflict // another file took its place since the month was read
	}
	if err != nil {
		return doc, fmt.Errorf("ledger: %w", err)
	}
	defer body.Close()
	plain, err := gzip.NewReader(body)
	if err != nil {
		return doc, fmt.Errorf("ledger: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(plain, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = errors.New("a file is too large")
	}
	if err == nil {
		err = json.Unmarshal(raw, &doc)
	}
	if err != nil {
		return doc, fmt.Errorf("ledger: %w", err)
	}
	return doc, nil
}

// day reads a day of a month; an empty one if it has none yet.
func day(ctx context.Context, files Files, m Month, name string) (Day, error) {
	if m.Days[name] == "" {
		return Day{Day: name}, nil
	}
	return load[Day](ctx, files, m.Days[name])
}

// tables reads the sums of a month's days.
func tables(ctx context.Context, files Files, m Month) (map[string]Table, error) {
	if m.Sums == "" {
		return map[string]Table{}, nil
	}
	return load[map[string]Table](ctx, files, m.Sums)
}

// keep stores a file under a new name, and returns its path.
func (k *Keeper) keep(ctx context.Context, prefix string, doc any) (string, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write(raw); err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	if err := zip.Close(); err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	path := prefix + k.desk.NewID(k.now()) + fileEnd
	if err := k.files.Put(ctx, path, "application/gzip", packed.Bytes()); err != nil {
		return "", fmt.Errorf("ledger: %w", err)
	}
	return path, nil
}

// fileEnd is the end of the names of files.
const fileEnd = ".json.gz"
