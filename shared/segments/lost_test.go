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

// A segment whose file is gone or torn leaves the others to be searched, and an erasure takes its name out. Searches
// tell that some may be missing until the index is made anew.
func TestAMissingSegmentIsTold(t *testing.T) {
	for what, spoil := range map[string]func(s *scene, path string){
		"gone": func(s *scene, path string) { s.must(s.Drop(t.Context(), path)) },
		"torn": func(s *scene, path string) { s.files[path] = s.files[path][:len(s.files[path])/2] },
	} {
		t.Run(what, func(t *testing.T) {
			s := newScene(t)
			s.says("kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle", "kettle")
			m, _, err := s.x.read(t.Context(), "t_1")
			s.must(err)
			spoil(s, segmentPath("t_1", m.Segments[0].Name))
			left := 10 - m.Segments[0].Docs
			for range 2 {
				if hits := s.finds(s.x, "kettle"); !hits.Damaged || len(hits.Rows) != left || left == 0 {
					t.Errorf("damaged is %v, with %d of %d", hits.Damaged, len(hits.Rows), left)
				}
				_, _, err = s.x.Forget(t.Context(), "t_1", []chat.ConversationID{"c_none"}, "")
				s.must(err)
				if m, _, err = s.x.read(t.Context(), "t_1"); err != nil || m.Lost != 1 {
					t.Errorf("the manifest is %+v, %v", m, err)
				}
			}
			s.must(s.x.Rebuild(t.Context(), "t_1", func(page func([]search.Ref) error) error {
				return page(s.Refs("t_1"))
			}))
			s.hasAll(10)
		})
	}
}

// A segment that is gone or torn does not stop the others from being merged.
func TestADamagedSegmentStopsNoMerge(t *testing.T) {
	s := newScene(t)
	s.now = s.now.AddDate(0, 0, -100) // so that it is the first to be merged
	s.says("kettle", "kettle", "kettle")
	s.now = s.now.AddDate(0, 0, 100)
	m, _, err := s.x.read(t.Context(), "t_1")
	s.must(err)
	s.files[segmentPath("t_1", m.Segments[0].Name)] = []byte("torn")
	said := make([]string, 20*s.x.sizes.flush)
	for i := range said {
		said[i] = "kettle"
	}
	s.says(said...)
	s.within(s.x.sizes)
	if hits := s.finds(s.x, "kettle"); !hits.Damaged || len(hits.Rows) != 60 {
		t.Errorf("damaged is %v, with %d", hits.Damaged, len(hits.Rows))
	}
}
