package segments

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// A large segment of which an erasure takes some is not merged with the newest ones, no segment is larger than the
// bound, and their number stays small, however many messages come at once and however many people go.
func TestLevelsAreKept(t *testing.T) {
	for _, batch := range []int{1, 2, 3, 5} {
		t.Run(fmt.Sprint(batch), func(t *testing.T) {
			s := newScene(t)
			s.x.sizes = sizes{flush: 1, merge: 2}
			said := 0
			says := func(n int) {
				for range n {
					var refs []search.Ref
					for range batch {
						c := chat.ConversationID(fmt.Sprintf("c_%d", said))
						refs = append(refs, s.Says("t_1", c, s.now.AddDate(0, 0, said-500), "kettle"))
						said++
					}
					s.must(s.x.Note(t.Context(), "t_1", refs))
				}
			}
			for said < 16 {
				says(1)
			}
			big := slices.MaxFunc(s.infos(), func(a, b info) int { return a.Docs - b.Docs })
			if big.Level != lastLevel {
				t.Fatalf("the largest is %+v", big)
			}
			s.forget("c_0")
			says(24)
			s.within(s.x.sizes)
			for _, i := range s.infos() {
				if i.From < big.To && i.To > big.To {
					t.Errorf("%+v spans %+v and later ones", i, big)
				}
			}
			for c := range said {
				if c%7 > 0 {
					s.forget(chat.ConversationID(fmt.Sprintf("c_%d", c)))
				}
			}
			says(16)
			s.within(s.x.sizes)
		})
	}
}

// A call that has little time left begins no merge, and the next one does it.
func TestAMergeHasTime(t *testing.T) {
	s := newScene(t)
	ctx, stop := context.WithTimeout(t.Context(), mergeTime-time.Second)
	defer stop()
	for i := range 2 * s.x.sizes.flush {
		ref := s.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", i)), s.now, "kettle")
		s.must(s.x.Note(ctx, "t_1", []search.Ref{ref}))
	}
	if n := len(s.infos()); n != 2 {
		t.Errorf("%d segments are left", n)
	}
	s.must(s.x.Note(t.Context(), "t_1", nil))
	if n := len(s.infos()); n != 1 {
		t.Errorf("%d segments are left by the next call", n)
	}
}

// Segments that are heavy together are not merged: a function has to hold the segments that it merges.
func TestHeavySegmentsAreNotMerged(t *testing.T) {
	of := sizes{flush: 1, merge: 2}
	for name, c := range map[string]struct {
		level, bytes, which, to int
	}{
		"light":                   {0, heavy / 2, 2, 1},
		"heavy":                   {0, heavy/2 + 1, 1, lastLevel},
		"light of the last level": {lastLevel, heavy / 2, 2, lastLevel},
		"heavy of the last level": {lastLevel, heavy/2 + 1, 0, lastLevel},
	} {
		one := info{Level: c.level, Docs: 1, Bytes: c.bytes}
		if which, level := of.dueOf([]info{one, one}); len(which) != c.which || level != c.to {
			t.Errorf("%s: %d are merged to level %d", name, len(which), level)
		}
	}
}

func (s *scene) infos() []info {
	m, _, err := s.x.read(s.t.Context(), "t_1")
	s.must(err)
	return m.Segments
}

func (s *scene) forget(c chat.ConversationID) {
	s.Erase("t_1", c)
	_, _, err := s.x.Forget(s.t.Context(), "t_1", []chat.ConversationID{c}, "")
	s.must(err)
}

// within tells of segments that are too large, or too many for their contents.
func (s *scene) within(of sizes) {
	s.t.Helper()
	all, docs := s.infos(), 0
	for _, i := range all {
		if docs += i.Docs; i.Docs > of.bound() {
			s.t.Errorf("%+v is larger than %d", i, of.bound())
		}
	}
	if most := lastLevel*of.merge + 4*docs/of.bound() + 1; len(all) > most {
		s.t.Errorf("there are %d segments of %d messages, at most %d: %+v", len(all), docs, most, all)
	}
}
