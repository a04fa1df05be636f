package embed

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// Server answers requests. It keeps the indexes that it read last.
type Server struct {
	model meaning.Embedder
	files Files

	mu    sync.Mutex
	known []*kept // the latest used first
}

// kept is an index with the limits of its entries, in their order.
type kept struct {
	tenant chat.TenantID
	number int
	limits []knowledge.Content
	index  *meaning.Index
}

// maxTexts bounds the texts of all indexes that an instance keeps: some 250 MB.
const maxTexts = 450_000

// indexing is how long one request makes an index; a large one takes several.
const indexing = 50 * time.Second

// NewServer makes a server with a model.
func NewServer(model meaning.Embedder, files Files) *Server {
	return &Server{model: &recent{Embedder: model, known: map[string]meaning.Vector{}}, files: files}
}

// Do answers a request.
func (s *Server) Do(ctx context.Context, r Request) (Response, error) {
	switch {
	case r.Judge != nil:
		verdict, err := s.judge(ctx, *r.Judge)
		return Response{Verdict: &verdict}, err
	case r.Index != nil:
		whole, err := s.make(ctx, *r.Index)
		return Response{Whole: whole}, err
	case len(r.Place) > 0:
		placed, err := s.place(ctx, r.Place)
		return Response{Placed: placed}, err
	}
	return Response{}, errors.New("embed: a request asks nothing")
}

// place gives questions their meaning as it is kept.
func (s *Server) place(ctx context.Context, texts []string) ([]meaning.Placed, error) {
	space, err := meaning.SpaceOf(s.model.Model())
	if err != nil {
		return nil, err
	}
	all, err := s.model.Embed(ctx, texts, meaning.Query)
	placed := []meaning.Placed{}
	for _, v := range all {
		placed = append(placed, space.Place(v))
	}
	return placed, err
}

// shown is how many candidates a verdict names: a model chooses among them.
const shown = 10

func (s *Server) judge(ctx context.Context, q meaning.Question) (meaning.Verdict, error) {
	of, err := s.open(ctx, q)
	if err != nil {
		return meaning.Verdict{}, err
	}
	return of.index.Judge(ctx, s.model, q.Text, shown, func(entry int) bool {
		limits := &of.limits[entry]
		return limits.Where(chat.BotID(q.Bot), q.Site) && limits.When(q.At)
	})
}

// open finds an index in memory, or reads it.
func (s *Server) open(ctx context.Context, q meaning.Question) (*kept, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.known, func(k *kept) bool { return k.answers(q) }); i >= 0 {
		k := s.known[i]
		copy(s.known[1:i+1], s.known[:i])
		s.known[0] = k
		return k, nil
	}
	raw, err := s.files.ReadIndex(ctx, chat.TenantID(q.Tenant), q.Edition, false)
	if err != nil {
		return nil, err
	}
	k, err := unpack(raw)
	if err == nil && k.index.Model != s.model.Model() {
		err = meaning.ErrOther
	}
	if errors.Is(err, meaning.ErrOther) {
		return nil, fmt.Errorf("embed: edition %d has to be published again: %w", q.Edition, err)
	}
	if err != nil {
		return nil, err
	}
	k.tenant, k.number = chat.TenantID(q.Tenant), q.Edition
	if !k.answers(q) {
		return nil, fmt.Errorf("embed: the index of edition %d is of other entries", q.Edition)
	}
	s.keep(k)
	return k, nil
}

// answers tells whether an index is that of the question's edition as it was made last. One that was stored without a
// mark is read as it is.
func (k *kept) answers(q meaning.Question) bool {
	had := k.index.Mark
	return k.tenant == chat.TenantID(q.Tenant) && k.number == q.Edition && (had == q.Mark || had == "" || q.Mark == "")
}

// keep remembers an index, and forgets that of an earlier making, and the longest unused ones if they are too many.
func (s *Server) keep(k *kept) {
	s.known = slices.DeleteFunc(s.known, func(o *kept) bool { return o.tenant == k.tenant && o.number == k.number })
	s.known = slices.Insert(s.known, 0, k)
	for texts, i := 0, 0; i < len(s.known); i++ {
		if texts += s.known[i].index.Items.Len(); texts > maxTexts && i > 0 {
			s.known = s.known[:i]
		}
	}
}

// make makes the index of an edition, or a part of it when the time is over.
func (s *Server) make(ctx context.Context, of Edition) (bool, error) {
	edition, err := s.files.Edition(ctx, of.Tenant, of.Number)
	if err != nil {
		return false, err
	}
	had := []*meaning.Index{}
	for _, from := range []struct {
		number int
		part   bool
	}{{of.Number, false}, {of.Number, true}, {of.Before, false}} {
		raw, err := s.files.ReadIndex(ctx, of.Tenant, from.number, from.part)
		if errors.Is(err, chat.ErrNotFound) {
			continue
		}
		if err != nil {
			return false, err
		}
		k, err := unpack(raw)
		if errors.Is(err, meaning.ErrOther) { // its vectors are of no use any more
			continue
		}
		if err != nil {
			return false, err
		}
		had = append(had, k.index)
	}
	limited, cancel := context.WithTimeout(ctx, indexing)
	defer cancel()
	index, err := meaning.Build(limited, s.model, entriesOf(&edition), had...)
	whole := err == nil
	if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
		return false, err
	}
	index.Mark = edition.Mark
	raw, err := pack(&edition, index)
	if err != nil {
		return false, err
	}
	return whole, s.files.KeepIndex(ctx, of.Tenant, of.Number, !whole, raw)
}

// pack is an index with the limits of its entries as a file.
func pack(e *knowledge.Edition, index *meaning.Index) ([]byte, error) {
	limits := []knowledge.Content{}
	for i := range e.Entries {
		c := &e.Entries[i].Content
		limits = append(limits, knowledge.Content{Bots: c.Bots, Sites: c.Sites, From: c.From, Until: c.Until})
	}
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(limits); err != nil {
		return nil, fmt.Errorf("embed: %w", err)
	}
	err := index.Write(&out)
	return out.Bytes(), err
}

func unpack(raw []byte) (*kept, error) {
	from, k := bytes.NewReader(raw), &kept{}
	if err := gob.NewDecoder(from).Decode(&k.limits); err != nil {
		return nil, fmt.Errorf("embed: the index cannot be read: %w", err)
	}
	var err error
	k.index, err = meaning.Read(from)
	if err == nil && len(k.index.Entries) > len(k.limits) {
		err = errors.New("embed: the index has more entries than limits")
	}
	return k, err
}
