package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
)

// walk goes through a table page by page, one page a turn.
type walk struct {
	file   string // remembers how far it came
	schema int64
	page   func(ctx context.Context, tenant chat.TenantID, cursor string, most int32) (string, dynamo.Migrated, error)
	tenant chat.TenantID
	rows   int32
	turn   <-chan time.Time
}

// place is where a walk to a version of the schema is.
type place struct {
	Schema               int64
	Cursor               string
	Seen, Raised, Failed int
}

func (w walk) run(ctx context.Context) error {
	at, err := w.begin()
	if err != nil {
		return err
	}
	for {
		next, did, err := w.page(ctx, w.tenant, at.Cursor, w.rows)
		if err != nil {
			return fmt.Errorf("%w (run it again: it goes on from here)", err)
		}
		for _, row := range did.Failed {
			fmt.Println("could not be raised:", row)
		}
		at.Cursor, at.Seen, at.Raised, at.Failed = next, at.Seen+did.Seen, at.Raised+did.Raised, at.Failed+len(did.Failed)
		if next == "" {
			return w.end(at)
		}
		if err := w.remember(at); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.turn:
		}
	}
}

// begin reads where an earlier run was cut off.
func (w walk) begin() (place, error) {
	fresh := place{Schema: w.schema}
	raw, err := os.ReadFile(w.file)
	if errors.Is(err, os.ErrNotExist) {
		return fresh, nil
	}
	if err != nil {
		return fresh, err
	}
	var was place
	if json.Unmarshal(raw, &was) != nil || was.Schema != w.schema {
		return fresh, nil // of another migration
	}
	fmt.Printf("going on after %d rows\n", was.Seen)
	return was, nil
}

// remember replaces the file at once, so that a kill leaves the old place or the new one.
func (w walk) remember(at place) error {
	raw, err := json.Marshal(at)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(w.file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(w.file+".new", raw, 0o600); err != nil {
		return err
	}
	return os.Rename(w.file+".new", w.file)
}

func (w walk) end(at place) error {
	if err := os.Remove(w.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	fmt.Printf("version %d: looked at %d rows and raised %d\n", at.Schema, at.Seen, at.Raised)
	if at.Failed > 0 {
		return fmt.Errorf("%d rows could not be raised", at.Failed)
	}
	return nil
}
