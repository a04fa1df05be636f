package chattest

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

// Vault stores files in a map.
type Vault struct {
	mu    sync.Mutex
	Files map[string]string
	At    map[string]time.Time
	Parts int
}

// NewVault makes an empty vault.
func NewVault() *Vault { return &Vault{Files: map[string]string{}, At: map[string]time.Time{}} }

func (v *Vault) Put(_ context.Context, path, _ string, raw []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.Files[path] = string(raw)
	return nil
}

func (v *Vault) Get(_ context.Context, path string) (io.ReadCloser, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	raw, is := v.Files[path]
	if !is {
		return nil, chat.ErrNotFound
	}
	return io.NopCloser(strings.NewReader(raw)), nil
}

func (v *Vault) Names(_ context.Context, prefix string) ([]string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	names := []string{}
	for path := range v.Files {
		if strings.HasPrefix(path, prefix) {
			names = append(names, path)
		}
	}
	slices.Sort(names)
	return names[:min(len(names), 1000)], nil
}

func (v *Vault) AddPart(ctx context.Context, path, kind, made string, raw []byte, last bool) (string, error) {
	if !last && len(raw) < lifecycle.MinPart {
		return "", errors.New("a part is too small")
	}
	v.Parts++
	if made == "" {
		return "begun", v.Put(ctx, path, kind, raw)
	}
	return made, v.Put(ctx, path, kind, append([]byte(v.Files[path]), raw...))
}

func (v *Vault) Forget(ctx context.Context, prefix string) (int, error) {
	n, _, err := v.ForgetBefore(ctx, prefix, time.Now().AddDate(100, 0, 0))
	return n, err
}

func (v *Vault) ForgetBefore(_ context.Context, prefix string, before time.Time) (n int, oldest time.Time, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for path := range v.Files {
		if !strings.HasPrefix(path, prefix) {
			continue
		}
		if v.At[path].Before(before) {
			delete(v.Files, path)
			n++
		} else if oldest.IsZero() || v.At[path].Before(oldest) {
			oldest = v.At[path]
		}
	}
	return n, oldest, nil
}

func (v *Vault) ForgetUnused(
	_ context.Context, prefix string, before time.Time, used func(path string) (bool, error),
) (n int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for path := range v.Files {
		if !strings.HasPrefix(path, prefix) || !v.At[path].Before(before) {
			continue
		}
		is, err := used(path)
		if err != nil {
			return n, err
		}
		if !is {
			delete(v.Files, path)
			n++
		}
	}
	return n, nil
}

func (v *Vault) Scrub(context.Context, []string, string) (int, string, error) { return 0, "", nil }

// Deliveries are large deliveries of Meta's that wait.
type Deliveries struct {
	Waiting int
	Before  time.Time // the time that Hasten was last asked about
	Erases  bool      // it was asked for an erasure
}

func (d *Deliveries) Hasten(_ context.Context, _ chat.TenantID, before time.Time, erases bool) (int, error) {
	d.Before, d.Erases = before, erases
	return d.Waiting, nil
}

// Archives writes only the visitor's id.
type Archives struct{ *Vault }

func (b Archives) Write(ctx context.Context, path string, d lifecycle.Archive) error {
	return b.Put(ctx, path, "application/zip", []byte(d.Visitor.ID))
}

// Address returns the path itself.
func (v *Vault) Address(_ context.Context, path string) (string, error) { return path, nil }

// Runs runs the first slice of a filed job.
func (w *World) Runs(filed lifecycle.Job, err error) (lifecycle.Job, error) {
	if err != nil {
		return filed, err
	}
	return w.RunJob(w.Ctx(), filed.Key())
}
