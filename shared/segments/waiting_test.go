package segments

import (
	"errors"
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Where no segment can be stored, messages are named once and found, their tasks are done, and so is no more than the
// manifest holds: then tasks wait in their queue. Once segments can be stored, each message is in one of them.
func TestMessagesWaitForASegment(t *testing.T) {
	s := newScene(t)
	s.fails = errors.New("no space")
	full := s.x.sizes.full()
	refs := make([]search.Ref, full+5)
	for i := range refs {
		refs[i] = s.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", i%20)), s.now, fmt.Sprintf("kettle of %d", i))
		err := s.x.Note(t.Context(), "t_1", refs[max(0, i-1):i+1]) // a queue may bring a task twice
		if (err != nil) != (i >= full) {
			t.Fatalf("message %d: %v", i, err)
		}
	}
	m, _, err := s.x.read(t.Context(), "t_1")
	if s.must(err); len(m.Fresh) != full || !s.found(refs[full-1], full-1) {
		t.Errorf("%d wait", len(m.Fresh))
	}
	s.fails = nil
	for range 2 {
		s.must(s.x.Note(t.Context(), "t_1", refs[full:]))
	}
	for range 20 {
		s.must(s.x.Note(t.Context(), "t_1", nil))
	}
	m, _, err = s.x.read(t.Context(), "t_1")
	docs := len(m.Fresh)
	for _, i := range m.Segments {
		docs += i.Docs
	}
	if s.must(err); len(m.Fresh) >= s.x.sizes.flush || docs < len(refs) || docs > len(refs)+1 {
		t.Errorf("%d wait, of %d", len(m.Fresh), docs)
	}
	for i, ref := range refs {
		if !s.found(ref, i) {
			t.Errorf("message %d is not found", i)
		}
	}
}

// A message that is corrected while a segment is made of it is found by its present words.
func TestACorrectionMeetsASegment(t *testing.T) {
	s := newScene(t)
	refs := s.says("kettle", "toaster")
	log := &late{Log: search.NewReader(s.Logbook), then: func() {
		s.Change("t_1", refs[1], func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) {
			m.Marks = &chat.Marks{Edited: &chat.Edit{Text: "kettle"}}
		})
		writer := small(s.folder, search.NewReader(s.Logbook))
		writer.sizes.flush = 100
		s.must(writer.Note(t.Context(), "t_1", refs[1:]))
	}}
	s.must(small(s.folder, log).Note(t.Context(), "t_1", []search.Ref{s.Says("t_1", "c_more", s.now, "kettle")}))
	s.hasAll(3)
}

func (s *scene) found(ref search.Ref, i int) bool {
	hits := s.finds(s.x, fmt.Sprintf("%d", i))
	for _, hit := range hits.Rows {
		if hit.Message.ID == ref.Message {
			return true
		}
	}
	return false
}
