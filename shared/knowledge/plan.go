package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Spot is where something stands in the import's source.
type Spot struct {
	Line    int    `json:"line,omitempty"`    // of a sheet or a text, from 1
	Page    int    `json:"page,omitempty"`    // of a document, from 1
	Address string `json:"address,omitempty"` // of a page of a site
}

// Refusal is a row that cannot be imported, and why.
type Refusal struct {
	Spot
	Reason string `json:"reason"`
}

// Found is an entry as a file or a page has it.
type Found struct {
	Spot
	ID      EntryID `json:"id,omitempty"` // if the file names it
	Content Content `json:"content"`
	Tagged  bool    `json:"tagged,omitempty"` // the file says which tags it has
	Placed  bool    `json:"placed,omitempty"` // and which bots, sites and dates
	Headed  bool    `json:"headed,omitempty"` // it is a heading with its words, and no row that people wrote as an entry
}

// Reading is everything that was read for an import.
type Reading struct {
	Rows    []Found   `json:"rows"`
	Refused []Refusal `json:"refused,omitempty"`
	Pages   []string  `json:"pages,omitempty"`  // addresses whose entries are all here
	Seen    []byte    `json:"seen,omitempty"`   // marks of all headings on pages, also of words that several have
	Silent  int       `json:"silent,omitempty"` // pages that could not be read
	Partly  bool      `json:"partly,omitempty"` // there are pages whose present contents we do not know
	Walk    *Walk     `json:"walk,omitempty"`   // while it goes on
}

// Step is one entry of an import: as it is now, nil if it is new, and as it would be.
type Step struct {
	Spot
	Before *Draft
	After  Draft

	row int // of the reading
}

// Plan has the changes that an import would make. An entry that would stay as it is only counts.
type Plan struct {
	Steps   []Step
	Same    int
	Spared  int // changes that wait until people have published theirs
	Refused []Refusal

	begun bool // some of it is written already
}

// Counts are how many entries there would be more, how many would change, and how many would leave.
func (p *Plan) Counts() (added, changed, gone int) {
	for _, s := range p.Steps {
		switch {
		case s.Before == nil:
			added++
		case s.After.Removed:
			gone++
		default:
			changed++
		}
	}
	return added, changed, gone
}

// leave takes the entries away of pages that no longer have them.
func (p *Plan) leave(r Reading, drafts []Draft) {
	pages, rows := map[string]bool{}, map[Source]bool{}
	for _, page := range r.Pages {
		pages[page] = true
	}
	for _, row := range r.Rows {
		rows[row.Content.Source.origin()] = true
	}
	for i := range drafts {
		was := &drafts[i]
		if was.Source.Kind != FromPage || was.Removed || !pages[was.Source.Name] || rows[was.Source.origin()] {
			continue
		}
		d := *was
		d.Removed = true
		p.Steps = append(p.Steps, Step{Spot: Spot{Address: was.Source.Name}, Before: was, After: d})
	}
}

// planOf compares a reading with the entries that are there.
func planOf(r Reading, drafts []Draft) Plan {
	p := Plan{Refused: slices.Clone(r.Refused)}
	named, come := map[EntryID]*Draft{}, map[Source]*Draft{}
	for i := range drafts {
		named[drafts[i].ID] = &drafts[i]
		come[drafts[i].Source.origin()] = &drafts[i]
	}
	for i, row := range r.Rows {
		was := named[row.ID]
		if row.ID == "" {
			was = come[row.Content.Source.origin()]
		}
		p.add(i, row, was)
	}
	p.leave(r, drafts)
	return p
}

// add compares a row with the entry that it is about, if there is one. A row that says the same as at the last import
// changes nothing, whatever people wrote since.
func (p *Plan) add(i int, row Found, was *Draft) {
	row.Content.Source.Read = fingerprint(row.Content)
	after := row.over(was)
	if err := after.Tidy(); err != nil {
		p.Refused = append(p.Refused, Refusal{row.Spot, reason(err)})
		return
	}
	if was == nil {
		p.Steps = append(p.Steps, Step{row.Spot, nil, Draft{ID: row.ID, Content: after}, i})
		return
	}
	unread := row.ID == "" && was.Source.Read == row.Content.Source.Read
	if words := after; !was.Removed {
		words.Source = was.Source
		if unread || same(was.Content, words) {
			p.Same++
			return
		}
	}
	d := *was
	d.Content, d.Removed = after, false
	p.Steps = append(p.Steps, Step{row.Spot, was, d, i})
}

// fingerprint tells contents apart, but not where they stand.
func fingerprint(c Content) string {
	c.Source = Source{}
	raw, _ := json.Marshal(c) // texts and times always encode
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// over is an entry with the data of a file. Languages, tags and limits of which the file says nothing stay.
func (w *Found) over(was *Draft) Content {
	if was == nil {
		return w.Content
	}
	c := was.Content
	c.Languages = maps.Clone(c.Languages)
	if w.Headed {
		w.retell(&c)
	} else {
		c.Title = w.Content.Title
		maps.Copy(c.Languages, w.Content.Languages)
	}
	if w.ID == "" {
		c.Source = w.Content.Source
	}
	if w.Tagged {
		c.Tags = w.Content.Tags
	}
	if w.Placed {
		c.Bots, c.Sites, c.From, c.Until = w.Content.Bots, w.Content.Sites, w.Content.From, w.Content.Until
		c.People, c.Step = w.Content.People, w.Content.Step
	}
	return c
}

// retell gives an entry the answer that stands below its heading now. The heading is a wording among those that people
// wrote, and the title stays theirs. Answers in other languages are older than the source from then on.
func (w *Found) retell(c *Content) {
	for language, now := range w.Content.Languages {
		was := c.Languages[language]
		if !slices.Equal(was.Answer, now.Answer) {
			for other, words := range c.Languages {
				words.Older = len(words.Answer) > 0
				c.Languages[other] = words
			}
		}
		theirs := slices.DeleteFunc(slices.Clone(was.Wordings), func(had string) bool {
			return slices.ContainsFunc(now.Wordings, func(text string) bool { return Folded(text) == Folded(had) })
		})
		now.Wordings = slices.Concat(now.Wordings, theirs)
		now.Wordings = now.Wordings[:min(len(now.Wordings), MaxWordings)]
		c.Languages[language] = now
	}
}

// reason is the faults of a row in one line.
func reason(err error) string {
	texts := []string{}
	if e, is := errors.AsType[*chat.Error](err); is {
		for _, fault := range e.Fields {
			texts = append(texts, fault.Text)
		}
	}
	return strings.Join(distinct(texts), " ")
}
