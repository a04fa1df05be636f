package chattest

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Shelf keeps editions in memory, as the text that a file would hold.
type Shelf struct {
	mu    sync.Mutex
	files map[string][]byte
	Fail  func(act string) error // the outcome of an act: read, keep, drop
}

func (s *Shelf) fails(act string) error {
	if s.Fail == nil {
		return nil
	}
	return s.Fail(act)
}

// Edition reads an edition.
func (s *Shelf) Edition(_ context.Context, t chat.TenantID, number int) (knowledge.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var e knowledge.Edition
	raw, is := s.files[knowledge.Place(t, number)]
	if err := s.fails("read"); err != nil {
		return e, err
	}
	if !is {
		return e, chat.ErrNotFound
	}
	return e, json.Unmarshal(raw, &e)
}

// Keep stores an edition.
func (s *Shelf) Keep(_ context.Context, e knowledge.Edition) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fails("keep"); err != nil {
		return err
	}
	if s.files == nil {
		s.files = map[string][]byte{}
	}
	raw, err := json.Marshal(e)
	s.files[knowledge.Place(e.Tenant, e.Number)] = raw
	return err
}

// Drop deletes an edition.
func (s *Shelf) Drop(_ context.Context, t chat.TenantID, number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, knowledge.Place(t, number))
	return s.fails("drop")
}

// Kept is the number of editions.
func (s *Shelf) Kept() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.files)
}
