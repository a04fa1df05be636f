package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/searchtest"
	"github.com/botifire/livechat/shared/segments"
)

// found measures searches among made-up talk in three scripts, beside reading every text.
func (b *bench) found(ctx context.Context, _ *host.Host) error {
	files, err := newFolder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(files.root)
	book := searchtest.NewLogbook()
	began := time.Now()
	texts := talk(book, b.talked)
	made := time.Since(began)
	index := segments.New(files, search.NewReader(book))
	began = time.Now()
	refs := book.Refs("t_1")
	err = index.Rebuild(ctx, "t_1", func(page func([]search.Ref) error) error {
		for len(refs) > 0 {
			n := min(len(refs), 1000)
			if err := page(refs[:n]); err != nil {
				return err
			}
			refs = refs[n:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	title(fmt.Sprintf("Searches among %d messages of a tenant, without the network to the table", b.talked))
	fmt.Printf("  made up in %s, indexed in %s, %.0f bytes of the index a message in %d files\n",
		made.Round(time.Millisecond), time.Since(began).Round(time.Millisecond),
		float64(files.size())/float64(b.talked), files.count())
	for _, away := range []distance{{}, {30 * time.Millisecond, 90}, {150 * time.Millisecond, 90}} {
		if err := b.searches(ctx, remote{files, away}, book, texts); err != nil {
			return err
		}
	}
	return nil
}

// distance is how far the bucket is: the time until the first byte of a file, and the megabytes a second from then on;
// zero for this machine's disk. AWS tells of 100 to 200 ms and of 85 to 90 MB a second for one request:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html
type distance struct {
	first time.Duration
	speed float64
}

func (d distance) String() string {
	if d.first == 0 {
		return "on this machine's disk"
	}
	return fmt.Sprintf("%s to S3's first byte", d.first)
}

// remote are files that are read from afar.
type remote struct {
	folder
	away distance
}

func (r remote) Get(ctx context.Context, path string) ([]byte, string, error) {
	raw, tag, err := r.folder.Get(ctx, path)
	if r.away.speed > 0 {
		time.Sleep(r.away.first + time.Duration(float64(len(raw))/r.away.speed*float64(time.Microsecond)))
	}
	return raw, tag, err
}

// sought are searches of every kind: common and rare, words, beginnings, phrases, numbers, three scripts.
var sought = []string{
	"delivery", "deliv", "zanzibar", "refund order", `"the delivery"`, "فاتورة", "الطلب", "水壶", "退货 水壶", "4711",
	"0151 2345",
	"not to be found anywhere",
}

func (b *bench) searches(ctx context.Context, files remote, book *searchtest.Logbook, texts []string) error {
	store := memory.New()
	if err := store.PutTenant(ctx, chat.Tenant{ID: "t_1"}); err != nil {
		return err
	}
	desk := chat.New(store)
	desk.Keys = chattest.Keys{}
	agent := chat.Agent{Tenant: "t_1", Role: chat.RoleAgent}
	ask := func(index *segments.Index, q string) (time.Duration, error) {
		began := time.Now()
		_, err := search.NewFinder(desk, book, index).Search(ctx, agent, search.Query{Words: q}, "", 0)
		return time.Since(began), err
	}
	var cold, warm times
	index := segments.New(files, search.NewReader(book))
	for _, q := range sought {
		took, err := ask(segments.New(files, search.NewReader(book)), q)
		if err != nil {
			return err
		}
		cold = append(cold, took)
		for range 20 {
			if took, err = ask(index, q); err != nil {
				return err
			}
			warm = append(warm, took)
		}
	}
	began := time.Now()
	for _, text := range texts {
		_ = strings.Contains(chat.Folded(text), "zanzibar")
	}
	base := time.Since(began)
	fmt.Printf("  %s: first search of a cold function median %s, slowest %s; warm median %s, p95 %s\n", files.away,
		ms(cold.median()), ms(cold.at(1)), ms(warm.median()), ms(warm.at(0.95)))
	what := fmt.Sprintf("search among %d messages, %s", b.talked, files.away)
	b.add(what+", p95", "reading every text "+ms(base), within(warm.at(0.95), 500*time.Millisecond))
	b.add(what+", a cold function", "", within(cold.at(1), 3*time.Second))
	return nil
}

var phrases = []string{
	"where is the delivery of my order", "I would like a refund", "the kettle leaks at the handle", "وصلت الفاتورة متأخرة",
	"أين الطلب من فضلك", "我想退货因为水壶坏了", "请问什么时候发货", "thank you very much", "can I speak to a person",
}

// talk makes up messages of a year, newest last.
func talk(book *searchtest.Logbook, n int) []string {
	random, texts := rand.New(rand.NewPCG(1, 2)), make([]string, n)
	from := time.Now().AddDate(-1, 0, 0)
	for i := range n {
		texts[i] = fmt.Sprintf("%s %s %d", phrases[random.IntN(len(phrases))], phrases[random.IntN(len(phrases))], i)
		switch random.IntN(5000) {
		case 0:
			texts[i] += " zanzibar"
		case 1:
			texts[i] += fmt.Sprintf(" +49 151 2345 %04d", random.IntN(10_000))
		}
		at := from.Add(time.Duration(float64(i) / float64(n) * float64(365*24*time.Hour)))
		book.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", random.IntN(1+n/8))), at, texts[i])
	}
	return texts
}

// folder is files on this machine's disk, for one writer.
type folder struct{ root string }

func newFolder() (folder, error) {
	root, err := os.MkdirTemp("", "bench-search-")
	return folder{root}, err
}

func (f folder) Get(_ context.Context, path string) ([]byte, string, error) {
	raw, err := os.ReadFile(filepath.Join(f.root, path))
	if errors.Is(err, fs.ErrNotExist) {
		err = chat.ErrNotFound
	}
	return raw, "one", err
}

func (f folder) Put(_ context.Context, path string, raw []byte) error {
	whole := filepath.Join(f.root, path)
	if err := os.MkdirAll(filepath.Dir(whole), 0o700); err != nil {
		return err
	}
	return os.WriteFile(whole, raw, 0o600)
}

func (f folder) Swap(ctx context.Context, path string, raw []byte, _ string) error {
	return f.Put(ctx, path, raw)
}

func (f folder) Drop(_ context.Context, paths ...string) (err error) {
	for _, path := range paths {
		err = errors.Join(err, os.Remove(filepath.Join(f.root, path)))
	}
	return err
}

func (f folder) List(_ context.Context, prefix string) (all []segments.File, err error) {
	err = fs.WalkDir(os.DirFS(f.root), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasPrefix(path, prefix) {
			all = append(all, segments.File{Path: path, At: time.Now()}) // nobody else writes: none is an orphan
		}
		return err
	})
	return all, err
}

func (f folder) count() int {
	all, _ := f.List(context.Background(), "")
	return len(all)
}

func (f folder) size() (bytes int64) {
	all, _ := f.List(context.Background(), "")
	for _, file := range all {
		if info, err := os.Stat(filepath.Join(f.root, file.Path)); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
