package segments

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/searchtest"
)

// folder is files in memory, which answer as S3 does.
type folder struct {
	mu    sync.Mutex
	files map[string][]byte
	tags  map[string]int
	at    map[string]time.Time
	puts  int
	meet  func(path string) // runs before a file is read
	lost  func() error      // of a change that was stored: its answer
	fails error             // of each segment that is stored
}

func newFolder() *folder {
	return &folder{files: map[string][]byte{}, tags: map[string]int{}, at: map[string]time.Time{}}
}

func (f *folder) Get(_ context.Context, path string) ([]byte, string, error) {
	if f.meet != nil {
		f.meet(path)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	raw, there := f.files[path]
	if !there {
		return nil, "", chat.ErrNotFound
	}
	return append([]byte{}, raw...), strconv.Itoa(f.tags[path]), nil
}

func (f *folder) Put(_ context.Context, path string, raw []byte) error {
	if f.fails != nil && strings.Contains(path, "/segments/") {
		return f.fails
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.puts++
	f.files[path] = append([]byte{}, raw...)
	f.tags[path]++
	f.at[path] = time.Now()
	return nil
}

func (f *folder) Swap(ctx context.Context, path string, raw []byte, tag string) error {
	f.mu.Lock()
	_, there := f.files[path]
	same := there && tag == strconv.Itoa(f.tags[path]) || !there && tag == ""
	f.mu.Unlock()
	if !same {
		return chat.ErrConflict
	}
	if err := f.Put(ctx, path, raw); err != nil || f.lost == nil {
		return err
	}
	return f.lost()
}

func (f *folder) Drop(_ context.Context, paths ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, path := range paths {
		delete(f.files, path)
	}
	return nil
}

func (f *folder) List(_ context.Context, prefix string) ([]File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []File
	for path := range f.files {
		if strings.HasPrefix(path, prefix) {
			all = append(all, File{path, f.at[path]})
		}
	}
	slices.SortFunc(all, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

func small(files Files, log search.Log) *Index {
	x := New(files, log)
	x.sizes = sizes{flush: 3, merge: 2}
	return x
}

// Segments pass the contract while everything is new, and while every third message makes a segment and every two of
// these are merged.
func TestSegmentsAreAnIndex(t *testing.T) {
	t.Run("as usual", func(t *testing.T) {
		searchtest.Run(t, func(_ *testing.T, log search.Log) search.Index { return New(newFolder(), log) })
	})
	t.Run("small", func(t *testing.T) {
		searchtest.Run(t, func(_ *testing.T, log search.Log) search.Index { return small(newFolder(), log) })
	})
	t.Run("a segment for each message", func(t *testing.T) {
		searchtest.Run(t, func(_ *testing.T, log search.Log) search.Index {
			x := New(newFolder(), log)
			x.sizes = sizes{flush: 1, merge: 4}
			return x
		})
	})
}
