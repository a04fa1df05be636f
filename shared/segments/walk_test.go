package segments

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"pgregory.net/rapid"
)

// Segments whose times overlap are searched to their end by functions that start cold and fetch next to nothing, each
// page further back than the one before, and every message is found once; also while no segment stays open.
func TestPagesGoBackAndEnd(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newScene(t)
		plan := search.Plan{Must: []search.Term{{Field: search.OfAuthor, Text: string(chat.ByAgent)}}}
		want := 0
		for i := range rapid.IntRange(1, 24).Draw(r, "messages") {
			m := chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("kettle")}}}
			if rapid.IntRange(0, 3).Draw(r, "author") == 0 {
				m.Author.Kind = chat.ByAgent
				want++
			}
			ago := time.Duration(rapid.IntRange(0, 9).Draw(r, "ago")) * time.Minute
			ref := s.Add("t_1", chat.ConversationID(fmt.Sprintf("c_%d", i)), s.now.Add(-ago), m)
			for range rapid.IntRange(1, 2).Draw(r, "times") {
				s.must(s.x.Note(t.Context(), "t_1", []search.Ref{ref}))
			}
		}
		held := small(s.folder, search.NewReader(s.Logbook))
		held.keep = rapid.IntRange(0, 3000).Draw(r, "kept open")
		part := search.Part{Limit: rapid.IntRange(1, 5).Draw(r, "limit"), Bytes: rapid.IntRange(1, 3000).Draw(r, "bytes")}
		cold, told := rapid.Bool().Draw(r, "cold"), map[search.Ref]bool{}
		for pages := 0; ; pages++ {
			if cold {
				held = small(s.folder, search.NewReader(s.Logbook))
			}
			found, err := held.Find(t.Context(), "t_1", plan, part)
			s.must(err)
			for _, ref := range found.Refs {
				rows, err := s.Messages(t.Context(), "t_1", []search.Ref{ref})
				if s.must(err); rows[ref].Author.Kind != chat.ByAgent {
					continue // one that is in no segment may be another's
				}
				if told[ref] {
					r.Fatalf("%v is told twice", ref)
				}
				told[ref] = true
			}
			if found.Next == (search.Ref{}) {
				break
			}
			if part.After != (search.Ref{}) && part.After.Newer(found.Next) >= 0 {
				r.Fatalf("page %d goes on after %v, and the one before after %v", pages, found.Next, part.After)
			}
			part.After = found.Next
		}
		if len(told) != want {
			r.Fatalf("%d of %d are told", len(told), want)
		}
	})
}

// The segments that were used last stay open, and no more of them than there is room for.
func TestTheLastUsedStayOpen(t *testing.T) {
	s := newScene(t)
	s.x.sizes = usual
	s.x.sizes.flush = 3
	for i := range 9 {
		ref := s.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", i)), s.now.AddDate(0, 0, -i), "kettle")
		s.must(s.x.Note(t.Context(), "t_1", []search.Ref{ref}))
	}
	all := s.infos()
	x := small(s.folder, search.NewReader(s.Logbook))
	x.keep = all[0].Bytes + all[1].Bytes + all[2].Bytes/2
	for _, step := range []struct{ of, costs int }{{0, 1}, {1, 1}, {0, 0}, {2, 1}, {0, 0}, {1, 1}} {
		one := all[step.of]
		_, fetched, err := x.segments(t.Context(), "t_1", []info{one})
		if s.must(err); fetched != step.costs*one.Bytes {
			t.Errorf("segment %d costs %d", step.of, fetched)
		}
		sum := 0
		for _, h := range x.held {
			sum += h.Bytes
		}
		if sum > x.keep {
			t.Errorf("%d bytes stay open, with room for %d", sum, x.keep)
		}
	}
}
