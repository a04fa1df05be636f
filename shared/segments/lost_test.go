package segments

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// A change whose answer is lost is made again by S3's client, which then says that somebody else made one. Nothing that
// the manifest names is deleted for it, whoever makes the change.
func TestALostAnswerLosesNothing(t *testing.T) {
	for lost := 1; lost <= 24; lost++ {
		t.Run(fmt.Sprint(lost), func(t *testing.T) {
			s := newScene(t)
			swaps := 0
			s.lost = func() error {
				if swaps++; swaps == lost {
					return chat.ErrConflict
				}
				return nil
			}
			s.says("kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle")
			s.hasAll(10)
			s.Erase("t_1", "c_4")
			_, _, err := s.x.Forget(t.Context(), "t_1", []chat.ConversationID{"c_4"}, "")
			s.must(err)
			s.hasAll(9)
			s.must(s.x.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error {
				return page(s.Refs("t_1"))
			}))
			s.hasAll(9)
		})
	}
}

// hasAll tells of messages that are not found, of names without a file, and of files without a name.
func (s *scene) hasAll(kettles int) {
	s.t.Helper()
	if hits := s.finds(s.x, "kettle"); len(hits.Rows) != kettles || hits.Damaged {
		s.t.Errorf("%d of %d are found, damaged is %v", len(hits.Rows), kettles, hits.Damaged)
	}
	m, _, err := s.x.read(s.t.Context(), "t_1")
	s.must(err)
	paths, err := s.List(s.t.Context(), segmentPath("t_1", ""))
	s.must(err)
	for _, i := range m.Segments {
		if s.files[segmentPath("t_1", i.Name)] == nil {
			s.t.Errorf("%s is named, and gone", i.Name)
		}
	}
	if len(paths) != len(m.Segments) {
		s.t.Errorf("%d files lie there for %d segments", len(paths), len(m.Segments))
	}
}
