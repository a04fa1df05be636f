// Package dossier writes everything that is stored about a visitor into one archive: JSON for
// programs, a page for people, and the files that were sent.
package dossier

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

// Shelf is the storage from which files are read, and to which the archive is written.
type Shelf interface {
	Get(ctx context.Context, path string) (io.ReadCloser, error)
	PutFrom(ctx context.Context, path, kind string, from io.ReadSeeker) error
}

// Writer writes archives with the files of a shelf.
type Writer struct{ shelf Shelf }

// New makes a binder.
func New(shelf Shelf) Writer { return Writer{shelf} }

// Write writes the archive by way of the disk: it may be larger than the memory.
func (b Writer) Write(ctx context.Context, path string, all lifecycle.Archive) error {
	file, err := os.CreateTemp("", "dossier")
	if err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := b.write(ctx, file, all); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	return b.shelf.PutFrom(ctx, path, "application/zip", file)
}

func (b Writer) write(ctx context.Context, to io.Writer, all lifecycle.Archive) error {
	z := zip.NewWriter(to)
	for i := range all.Conversations {
		c := &all.Conversations[i]
		for _, m := range c.Messages {
			for _, bubble := range m.Bubbles {
				if err := b.add(ctx, z, c.Key(), bubble.Media); err != nil {
					return err
				}
			}
		}
	}
	data, err := z.Create("visitor.json")
	if err == nil {
		encoder := json.NewEncoder(data)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(all)
	}
	if err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	words, err := z.Create("index.html")
	if err == nil {
		err = writePage(words, &all)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	return nil
}

// add copies a file that was sent. A file that is no longer stored is skipped.
func (b Writer) add(ctx context.Context, z *zip.Writer, key chat.ConversationKey, m *chat.Media) error {
	if m == nil || m.Upload == "" {
		return nil
	}
	from, err := b.shelf.Get(ctx, fmt.Sprintf("kept/%s/%s/%s", key.Tenant, key.ID, m.Upload))
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := z.Create(fileName(m))
	if err == nil {
		_, err = io.Copy(to, from)
	}
	if err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	return nil
}

// fileName is the path of a file in the archive: its id and its sanitized name.
func fileName(m *chat.Media) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, m.Name)
	return "files/" + m.Upload + "-" + name
}
