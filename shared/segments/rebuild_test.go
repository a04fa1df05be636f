package segments

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// late is a log in which something happens after messages were read.
type late struct {
	search.Log
	read atomic.Int64
	then func()
}

func (l *late) Documents(ctx context.Context, t chat.TenantID, refs []search.Ref) ([]search.Doc, error) {
	docs, err := l.Log.Documents(ctx, t, refs)
	l.read.Add(1)
	if then := l.then; then != nil {
		l.then = nil
		then()
	}
	return docs, err
}

// A rebuild on a slow machine reads messages, and minutes later, when their person was erased with both passes, makes a
// segment. It has nothing of them, and the segments that it made before are still there.
func TestASlowRebuildBringsNobodyBack(t *testing.T) {
	s := newScene(t)
	s.says("kettle", "kettle", "kettle", "kettle", "kettle", "zanzibar", "kettle", "kettle")
	log := &late{Log: search.NewReader(s.Logbook), then: func() {
		s.Erase("t_1", "c_5")
		s.x.now = func() time.Time { return s.now.Add(3 * time.Minute) }
		_, next, err := s.x.Forget(t.Context(), "t_1", []chat.ConversationID{"c_5"}, "")
		if s.must(err); next != "" {
			t.Errorf("next is %q", next)
		}
	}}
	slow := small(s.folder, log)
	slow.now = func() time.Time { return s.now.Add(-3 * time.Minute) } // a clock that is late
	all := s.Refs("t_1")
	s.must(slow.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error { return page(all) }))
	s.must(small(s.folder, search.NewReader(s.Logbook)).Note(t.Context(), "t_1", nil))
	s.hasAll(7)
	for path, raw := range s.files {
		terms := ""
		if strings.Contains(path, "/segments/") {
			of, err := open(info{}, raw)
			s.must(err)
			terms = strings.Join(termsOf(t, of), " ")
			s.must(of.Close())
		}
		if bytes.Contains(raw, []byte("c_5")) || strings.Contains(terms, "c_5") || strings.Contains(terms, "zanzibar") {
			t.Errorf("%s has the person who is gone", path)
		}
	}
}

// A segment that is named after an erasure has looked at all of them, and before it ends, is looked at as well.
func TestAnErasureSeesTheLastSegment(t *testing.T) {
	s := newScene(t)
	s.says("kettle", "zanzibar")
	goes, named := make(chan bool), make(chan error)
	log := &late{Log: search.NewReader(s.Logbook)}
	log.then = func() { <-goes }
	third := s.Says("t_1", "c_more", s.now, "kettle")
	go func() { named <- small(s.folder, log).Note(t.Context(), "t_1", []search.Ref{third}) }()
	for log.read.Load() == 0 {
		runtime.Gosched()
	}
	s.Erase("t_1", "c_1")
	h := &hand{folder: s.folder, left: 2, fault: meets, meets: func() { // before it ends on a manifest without segments
		close(goes)
		s.must(<-named)
	}}
	n, next, err := small(h, search.NewReader(s.Logbook)).Forget(t.Context(), "t_1", []chat.ConversationID{"c_1"}, "")
	if s.must(err); n != 1 || next != "" {
		t.Errorf("%d are gone, next is %q", n, next)
	}
	s.hasAll(2)
}

// Messages that are told while an index is made anew stay in it. Segments that were made of the old one meanwhile go
// with it.
func TestARebuildEndsTheOldIndex(t *testing.T) {
	s := newScene(t)
	refs := s.says("kettle", "kettle", "kettle", "kettle", "kettle")
	s.must(s.x.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error {
		for range 8 {
			refs = append(refs, s.Says("t_1", "c_more", s.now, "kettle"))
			s.must(s.x.Note(t.Context(), "t_1", refs[len(refs)-1:]))
		}
		return page(refs[:5])
	}))
	s.hasAll(13)
	m, _, err := s.x.read(t.Context(), "t_1")
	docs := len(m.Fresh)
	for _, i := range m.Segments {
		docs += i.Docs
	}
	if s.must(err); docs > 13+2 { // those that waited when it began are in two segments
		t.Errorf("%d messages are kept of 13", docs)
	}
}
