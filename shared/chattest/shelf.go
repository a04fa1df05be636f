package chattest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Shelf keeps editions and imports in memory, as the text that a file would hold.
type Shelf struct {
	mu      sync.Mutex
	files   map[string][]byte
	imports map[string][]byte

	rehearsals map[string][]byte

	Fail func(act string) error // the outcome of an act: read, keep, drop, upload, file, reading …
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
	e.File = fileMark(raw)
	return e, json.Unmarshal(raw, &e)
}

// fileMark tells a stored file from another one, "" for none.
func fileMark(raw []byte) string {
	if raw == nil {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(raw))
}

// Keep stores an edition over the file of which it has the mark.
func (s *Shelf) Keep(_ context.Context, e knowledge.Edition) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fails("keep"); err != nil {
		return err
	}
	if s.files == nil {
		s.files = map[string][]byte{}
	}
	place := knowledge.Place(e.Tenant, e.Number)
	if e.File != fileMark(s.files[place]) {
		return chat.ErrConflict
	}
	raw, err := json.Marshal(e)
	s.files[place] = raw
	return err
}

// Drop deletes an edition with its rehearsal.
func (s *Shelf) Drop(_ context.Context, t chat.TenantID, number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, knowledge.Place(t, number))
	delete(s.rehearsals, knowledge.Place(t, number))
	return s.fails("drop")
}

// Rehearsal is the stored rehearsal of an edition.
func (s *Shelf) Rehearsal(_ context.Context, t chat.TenantID, number int) (knowledge.Rehearsal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var r knowledge.Rehearsal
	raw, is := s.rehearsals[knowledge.Place(t, number)]
	if err := s.fails("rehearsal"); err != nil {
		return r, err
	}
	if !is {
		return r, chat.ErrNotFound
	}
	return r, json.Unmarshal(raw, &r)
}

// KeepRehearsal stores the rehearsal of an edition.
func (s *Shelf) KeepRehearsal(_ context.Context, t chat.TenantID, number int, r knowledge.Rehearsal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fails("keep rehearsal"); err != nil {
		return err
	}
	if s.rehearsals == nil {
		s.rehearsals = map[string][]byte{}
	}
	raw, err := json.Marshal(r)
	s.rehearsals[knowledge.Place(t, number)] = raw
	return err
}

// DropRehearsal deletes the rehearsal of an edition.
func (s *Shelf) DropRehearsal(_ context.Context, t chat.TenantID, number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.rehearsals, knowledge.Place(t, number))
	return s.fails("drop rehearsal")
}

// Kept is the number of editions.
func (s *Shelf) Kept() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.files)
}

// Upload makes an address that leads nowhere: tests put the file with Arrive.
func (s *Shelf) Upload(
	_ context.Context, t chat.TenantID, id knowledge.ImportID, _ int64,
) (knowledge.Upload, error) {
	return knowledge.Upload{URL: "https://files.test/" + string(t) + "/" + string(id)}, s.fails("upload")
}

// Arrive is a browser that uploads the file of an import.
func (s *Shelf) Arrive(t chat.TenantID, id knowledge.ImportID, raw []byte) {
	s.keep(string(t)+"/"+string(id)+"/file", raw)
}

func (s *Shelf) keep(key string, raw []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.imports == nil {
		s.imports = map[string][]byte{}
	}
	s.imports[key] = raw
}

// File reads the file of an import.
func (s *Shelf) File(_ context.Context, t chat.TenantID, id knowledge.ImportID) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, is := s.imports[string(t)+"/"+string(id)+"/file"]
	if err := s.fails("file"); err != nil {
		return nil, err
	}
	if !is {
		return nil, chat.ErrNotFound
	}
	return raw, nil
}

// Reading is the stored reading of an import.
func (s *Shelf) Reading(_ context.Context, t chat.TenantID, id knowledge.ImportID) (knowledge.Reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var r knowledge.Reading
	raw, is := s.imports[string(t)+"/"+string(id)+"/reading"]
	if err := s.fails("reading"); err != nil {
		return r, err
	}
	if !is {
		return r, chat.ErrNotFound
	}
	return r, json.Unmarshal(raw, &r)
}

// KeepReading stores the reading of an import.
func (s *Shelf) KeepReading(
	_ context.Context, t chat.TenantID, id knowledge.ImportID, r knowledge.Reading,
) error {
	if err := s.fails("keep reading"); err != nil {
		return err
	}
	raw, err := json.Marshal(r)
	s.keep(string(t)+"/"+string(id)+"/reading", raw)
	return err
}

// Forget deletes everything of an import.
func (s *Shelf) Forget(_ context.Context, t chat.TenantID, id knowledge.ImportID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range []string{"file", "reading"} {
		delete(s.imports, string(t)+"/"+string(id)+"/"+name)
	}
	return s.fails("forget")
}
