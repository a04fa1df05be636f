package segments

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/searchtest"
)

// scene is an index with a log. Its clock stands still.
type scene struct {
	*searchtest.Logbook
	*folder
	t   *testing.T
	x   *Index
	now time.Time
}

func newScene(t *testing.T) *scene {
	s := &scene{Logbook: searchtest.NewLogbook(), folder: newFolder(), t: t, now: time.Now()}
	s.x = small(s.folder, search.NewReader(s.Logbook))
	return s
}

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// says has people say something, each in a conversation of their own, on days one after the other.
func (s *scene) says(words ...string) []search.Ref {
	s.t.Helper()
	var refs []search.Ref
	for i, said := range words {
		at := s.now.AddDate(0, 0, i-len(words))
		refs = append(refs, s.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", i)), at, said))
		s.must(s.x.Note(s.t.Context(), "t_1", refs[i:]))
	}
	return refs
}

func (s *scene) finds(x *Index, words string) search.Hits {
	s.t.Helper()
	store := memory.New()
	s.must(store.PutTenant(s.t.Context(), chat.Tenant{ID: "t_1"}))
	desk := chat.New(store)
	desk.Keys = chattest.Keys{}
	agent := chat.Agent{Tenant: "t_1", Role: chat.RoleAgent}
	finder := search.NewFinder(desk, s.Logbook, x)
	var all search.Hits
	for more := true; more; more = all.Next != "" {
		found, err := finder.Search(s.t.Context(), agent, search.Query{Words: words}, all.Next, 50)
		s.must(err)
		all.Rows, all.Next = append(all.Rows, found.Rows...), found.Next
		all.Damaged = all.Damaged || found.Damaged
	}
	return all
}

// A damaged segment leaves the others to be searched, and the answer says that some may be missing; a rebuild heals it.
func TestADamagedSegmentIsTold(t *testing.T) {
	s := newScene(t)
	refs := s.says("kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle")
	for path, raw := range s.files {
		if strings.Contains(path, "/segments/") {
			s.files[path] = raw[:len(raw)/2]
			break
		}
	}
	hits := s.finds(s.x, "kettle")
	if !hits.Damaged || len(hits.Rows) == 0 || len(hits.Rows) == len(refs) {
		t.Errorf("damaged is %v, with %d of %d", hits.Damaged, len(hits.Rows), len(refs))
	}
	s.must(s.x.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error { return page(refs) }))
	if hits = s.finds(s.x, "kettle"); hits.Damaged || len(hits.Rows) != len(refs) {
		t.Errorf("after a rebuild: %v, %d", hits.Damaged, len(hits.Rows))
	}
	s.files[manifestPath("t_1")] = []byte("{")
	s.must(s.x.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error { return page(refs) }))
	if hits = s.finds(s.x, "kettle"); len(hits.Rows) != len(refs) {
		t.Errorf("after the manifest was damaged: %d", len(hits.Rows))
	}
}

// A search that reads the manifest while its segments are merged away begins anew, and misses nothing.
func TestASearchGoesOnWhileSegmentsMerge(t *testing.T) {
	s := newScene(t)
	refs := s.says("kettle", "kettle", "kettle", "kettle", "kettle")
	more := s.Says("t_1", "c_more", s.now, "kettle")
	writer, met := small(s.folder, search.NewReader(s.Logbook)), ""
	cold := small(s.folder, search.NewReader(s.Logbook))
	s.meet = func(path string) {
		if met == "" && strings.Contains(path, "/segments/") {
			met = path // the writer meets segments, too
			s.must(writer.Note(t.Context(), "t_1", []search.Ref{more}))
		}
	}
	if n := len(s.finds(cold, "kettle").Rows); n < len(refs) {
		t.Errorf("%d of %d are found", n, len(refs))
	}
	if _, _, err := s.Get(t.Context(), met); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("the segment was not merged away: %q, %v", met, err)
	}
}

// Writers that come at once lose nothing and store nothing twice.
func TestWritersAtOnce(t *testing.T) {
	s := newScene(t)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			x := small(s.folder, search.NewReader(s.Logbook))
			for i := range 10 {
				c := chat.ConversationID(fmt.Sprintf("c_%d_%d", w, i))
				ref := s.Says("t_1", c, s.now.Add(time.Duration(i)*time.Minute), "kettle")
				for errors.Is(x.Note(t.Context(), "t_1", []search.Ref{ref}), chat.ErrConflict) {
					continue // a queue brings it again
				}
			}
		})
	}
	writers.Wait()
	if n := len(s.finds(s.x, "kettle").Rows); n != 40 {
		t.Errorf("%d of 40 are found", n)
	}
	m, _, err := s.x.read(t.Context(), "t_1")
	s.must(err)
	docs := len(m.Fresh)
	for _, i := range m.Segments {
		docs += i.Docs
	}
	if docs != 40 {
		t.Errorf("the index has %d of 40 messages", docs)
	}
	paths, err := s.List(t.Context(), segmentPath("t_1", ""))
	if s.must(err); len(paths) != len(m.Segments) {
		t.Errorf("%d files lie there for %d segments", len(paths), len(m.Segments))
	}
}

// After an erasure no byte and no term of any segment has a word of a person who wrote on 300 days, and every other
// word is there, also once a task of before comes again. A writer that died before is cleaned up after.
func TestAnErasureLeavesNoWord(t *testing.T) {
	s := newScene(t)
	s.x.sizes = sizes{flush: 8, merge: 4}
	for day := range 300 {
		at := s.now.AddDate(0, 0, -day)
		s.must(s.x.Note(t.Context(), "t_1", []search.Ref{
			s.Says("t_1", "c_gone", at, fmt.Sprintf("zanzibar%d secretly", day)),
			s.Says("t_1", "c_stays", at, fmt.Sprintf("kettle%d openly", day)),
		}))
	}
	_, lost, err := build(docsOf(t, s, "c_gone"))
	s.must(err)
	s.must(s.Put(t.Context(), segmentPath("t_1", s.x.name()), lost))
	s.Erase("t_1", "c_gone")
	s.x.now = func() time.Time { return s.now.Add(2 * time.Minute) }
	n, next, err := s.x.Forget(t.Context(), "t_1", []chat.ConversationID{"c_gone"}, "")
	if s.must(err); n == 0 || next != "" {
		t.Fatalf("%d are gone, next is %q", n, next)
	}
	s.must(s.x.Note(t.Context(), "t_1", []search.Ref{{Conversation: "c_gone", Message: "01KAN7B1M0000000000000000A"}}))
	stays := 0
	for path, raw := range s.files {
		for _, word := range []string{"zanzibar", "secretly", "c_gone"} {
			if bytes.Contains(raw, []byte(word)) {
				t.Errorf("%s has %q", path, word)
			}
		}
		if strings.Contains(path, "/segments/") {
			stays += s.kettles(path, raw)
		}
	}
	m, _, err := s.x.read(t.Context(), "t_1")
	if s.must(err); stays+len(m.Fresh) != 300 {
		t.Errorf("%d of 300 messages of the other person are left", stays+len(m.Fresh))
	}
}

func docsOf(t *testing.T, s *scene, c chat.ConversationID) []search.Doc {
	var of []search.Ref
	for _, r := range s.Refs("t_1") {
		if r.Conversation == c {
			of = append(of, r)
		}
	}
	docs, err := search.NewReader(s.Logbook).Documents(t.Context(), "t_1", of)
	s.must(err)
	return docs
}

// kettles counts the terms of a segment that the other person said, and finds none of the person who is gone.
func (s *scene) kettles(path string, raw []byte) (n int) {
	of, err := open(info{}, raw)
	s.must(err)
	defer of.Close()
	for _, term := range termsOf(s.t, of) {
		if strings.Contains(term, "zanzibar") || strings.Contains(term, "secret") {
			s.t.Errorf("%s has the term %q", path, term)
		}
		if strings.HasPrefix(term, "kettle") {
			n++
		}
	}
	return n
}

// An erasure that is cut off goes on after the last segment that it looked at.
func TestAnErasureGoesOn(t *testing.T) {
	s := newScene(t)
	s.says("kettle", "kettle", "kettle", "tea", "tea", "tea", "tea", "tea", "tea")
	ctx, stop := context.WithCancel(t.Context())
	read := 0
	s.meet = func(path string) {
		if strings.Contains(path, "/segments/") {
			if read++; read == 2 {
				stop()
			}
		}
	}
	cut := &cutting{s.folder, ctx}
	x := small(cut, search.NewReader(s.Logbook))
	gone := []chat.ConversationID{"c_0", "c_8"}
	_, next, err := x.Forget(ctx, "t_1", gone, "")
	if err == nil || next == "" {
		t.Fatalf("it was not cut off: %q, %v", next, err)
	}
	_, next, err = s.x.Forget(t.Context(), "t_1", gone, next)
	if s.must(err); next != "" {
		t.Errorf("next is %q", next)
	}
	for path, raw := range s.files {
		if bytes.Contains(raw, []byte("c_8")) || bytes.Contains(raw, []byte("c_0")) {
			t.Errorf("%s names who is gone", path)
		}
	}
}

// cutting are files that nobody reaches once a call's time is over.
type cutting struct {
	*folder
	ctx context.Context
}

func (c *cutting) Get(ctx context.Context, path string) ([]byte, string, error) {
	raw, tag, err := c.folder.Get(ctx, path)
	if c.ctx.Err() != nil {
		return nil, "", c.ctx.Err()
	}
	return raw, tag, err
}
