package segments

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

var plugin = &zap.ZapPlugin{}

// segment is an open segment.
type segment struct {
	api.Segment
	info
}

// build makes a segment of documents; without documents there is none.
func build(docs []search.Doc) (made info, content []byte, err error) {
	if len(docs) == 0 {
		return info{}, nil, nil
	}
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b search.Doc) int { return b.Newer(a.Ref) })
	all := make([]index.Document, len(docs))
	for i, d := range docs {
		all[i] = documentOf(d)
	}
	s, _, err := plugin.New(all)
	if err != nil {
		return info{}, nil, wrap(err)
	}
	defer s.Close()
	var raw bytes.Buffer
	if _, err := s.(io.WriterTo).WriteTo(&raw); err != nil {
		return info{}, nil, wrap(err)
	}
	made.Docs, made.Bytes, made.Hash = len(docs), raw.Len(), hashOf(raw.Bytes())
	made.From, made.To = minute(docs[0].Ref), minute(docs[len(docs)-1].Ref)
	return made, raw.Bytes(), nil
}

// open opens the bytes of a segment. They lie in a file without a name, which goes with the last use of it, also when
// the process dies.
func open(i info, raw []byte) (*segment, error) {
	file, err := os.CreateTemp("", "segment-")
	if err != nil {
		return nil, wrap(err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(raw)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, wrap(err)
	}
	s, err := plugin.Open(file.Name())
	if err != nil {
		return nil, wrap(err)
	}
	return &segment{s, i}, nil
}

// merge makes one segment of several, without the documents in drops.
func merge(parts []*segment, drops []*roaring.Bitmap) (info, []byte, error) {
	made := info{From: math.MaxInt64}
	all := make([]api.Segment, len(parts))
	for i, s := range parts {
		all[i] = s.Segment
		left := roaring.New()
		left.AddRange(0, s.Count())
		if drops[i] != nil {
			left.AndNot(drops[i])
		}
		err := s.minutes(left, func(_ uint32, at int64) {
			made.Docs, made.From, made.To = made.Docs+1, min(made.From, at), max(made.To, at)
		})
		if err != nil {
			return made, nil, err
		}
	}
	folder, err := os.MkdirTemp("", "merge-")
	if err != nil {
		return made, nil, wrap(err)
	}
	defer os.RemoveAll(folder)
	path := folder + "/merged"
	if _, _, err := plugin.Merge(all, drops, path, nil, nil); err != nil {
		return made, nil, wrap(err)
	}
	raw, err := os.ReadFile(path)
	made.Bytes, made.Hash = len(raw), hashOf(raw)
	return made, raw, wrap(err)
}

// find returns the documents that match a plan, as far as terms tell.
func (s *segment) find(p search.Plan) (*roaring.Bitmap, error) {
	found := roaring.New()
	if len(p.Ways) == 0 {
		found.AddRange(0, s.Count())
	}
	for _, way := range p.Ways {
		docs, err := s.all(way, p.Contacts)
		if err != nil {
			return nil, err
		}
		found.Or(docs)
	}
	for _, must := range p.Must {
		docs := roaring.New()
		if err := s.add(docs, search.Look{Field: must.Field, Text: must.Text}); err != nil {
			return nil, err
		}
		found.And(docs)
	}
	return found, nil
}

// all returns the documents that have every clause.
func (s *segment) all(way []search.Clause, contacts bool) (*roaring.Bitmap, error) {
	var found *roaring.Bitmap
	for _, clause := range way {
		for _, need := range clause.Needs() {
			docs := roaring.New()
			for _, look := range need.Any {
				if look.Field != search.Open && !contacts {
					continue
				}
				if err := s.add(docs, look); err != nil {
					return nil, err
				}
			}
			if found == nil {
				found = docs
			} else {
				found.And(docs)
			}
			if found.IsEmpty() {
				return found, nil
			}
		}
	}
	return found, nil
}

// add adds the documents of a term, or of all terms that begin with it.
func (s *segment) add(to *roaring.Bitmap, l search.Look) error {
	dictionary, err := s.Dictionary(l.Field)
	if err != nil {
		return wrap(err)
	}
	if !l.Begins {
		return addTerm(to, dictionary, []byte(l.Text))
	}
	terms := dictionary.AutomatonIterator(nil, []byte(l.Text), pastAll(l.Text))
	for {
		entry, err := terms.Next()
		if err != nil {
			return wrap(err)
		}
		if entry == nil {
			return nil
		}
		if err := addTerm(to, dictionary, []byte(entry.Term)); err != nil {
			return err
		}
	}
}

// pastAll is the first text after all that begin with this one: no byte of UTF-8 is 255.
func pastAll(text string) []byte { return append([]byte(text), 0xff) }

func addTerm(to *roaring.Bitmap, dictionary api.TermDictionary, term []byte) error {
	list, err := dictionary.PostingsList(term, nil, nil)
	if err != nil {
		return wrap(err)
	}
	docs := list.Iterator(false, false, false, nil)
	if whole, is := docs.(api.OptimizablePostingsIterator); is {
		if bits := whole.ActualBitmap(); bits != nil {
			to.Or(bits)
			return nil
		}
		if n, one := whole.DocNum1Hit(); one {
			to.Add(uint32(n))
			return nil
		}
	}
	for {
		doc, err := docs.Next()
		if err != nil || doc == nil {
			return wrap(err)
		}
		to.Add(uint32(doc.Number()))
	}
}

// minutes tells the minute of each of some documents.
func (s *segment) minutes(docs *roaring.Bitmap, tell func(doc uint32, minute int64)) error {
	values, can := s.Segment.(api.DocValueVisitable)
	if !can {
		return fmt.Errorf("segments: %s has no minutes", s.Name)
	}
	var state api.DocVisitState
	var err error
	for each := docs.Iterator(); each.HasNext(); {
		doc := each.Next()
		state, err = values.VisitDocValues(uint64(doc), []string{minuteField}, func(_ string, term []byte) {
			if at, err := strconv.ParseInt(string(term), 16, 64); err == nil {
				tell(doc, at)
			}
		}, state)
		if err != nil {
			return wrap(err)
		}
	}
	return nil
}

// ref is the message of a document.
func (s *segment) ref(doc uint32) (search.Ref, error) {
	id, err := s.DocID(uint64(doc))
	return search.Place(string(id)), wrap(err)
}

// of returns the documents of some conversations.
func (s *segment) of(conversations []chat.ConversationID) (*roaring.Bitmap, error) {
	docs := roaring.New()
	for _, id := range conversations {
		if err := s.add(docs, search.Look{Field: search.OfConversation, Text: string(id)}); err != nil {
			return nil, err
		}
	}
	return docs, nil
}
