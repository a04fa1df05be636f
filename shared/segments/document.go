package segments

import (
	"fmt"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/botifire/livechat/shared/search"
)

// minuteField is the field with the minute of a message, by which hits are ordered.
const minuteField = "t"

// document is a message in the form in which bleve's segments are made.
type document struct {
	id     string
	fields []field
}

var _ index.Document = (*document)(nil)

// field is all terms of one field of a document.
type field struct {
	name    string
	value   []byte
	options index.FieldIndexingOptions
	terms   index.TokenFrequencies
}

var _ index.Field = field{}

func documentOf(d search.Doc) *document {
	made := &document{id: d.String()}
	made.fields = append(made.fields, field{name: "_id", value: []byte(made.id), options: index.StoreField})
	by := map[string]index.TokenFrequencies{}
	for _, t := range d.Terms {
		if by[t.Field] == nil {
			by[t.Field] = index.TokenFrequencies{}
		}
		by[t.Field][t.Text] = once(t.Text)
	}
	for name, terms := range by {
		made.fields = append(made.fields, field{name: name, options: index.IndexField | index.SkipFreqNorm, terms: terms})
	}
	at := fmt.Sprintf("%08x", minute(d.Ref)) // a byte of 255 would end a value
	made.fields = append(made.fields, field{
		name: minuteField, options: index.IndexField | index.SkipFreqNorm | index.DocValues,
		terms: index.TokenFrequencies{at: once(at)},
	})
	return made
}

func once(term string) *index.TokenFreq {
	f := &index.TokenFreq{Term: []byte(term)}
	f.SetFrequency(1)
	return f
}

func (d *document) ID() string { return d.id }

func (d *document) Size() int { return len(d.id) }

func (d *document) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

func (d *document) VisitComposite(index.CompositeFieldVisitor) {}

func (d *document) HasComposite() bool { return false }

func (d *document) NumPlainTextBytes() uint64 { return 0 }

func (d *document) AddIDField() {}

func (d *document) StoredFieldsBytes() uint64 { return uint64(len(d.id)) }

func (d *document) Indexed() bool { return true }

func (f field) Name() string { return f.name }

func (f field) Value() []byte { return f.value }

func (f field) ArrayPositions() []uint64 { return nil }

func (f field) EncodedFieldType() byte { return 't' }

func (f field) Analyze() {}

func (f field) Options() index.FieldIndexingOptions { return f.options }

func (f field) AnalyzedLength() int { return len(f.terms) }

func (f field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }

func (f field) NumPlainTextBytes() uint64 { return 0 }
