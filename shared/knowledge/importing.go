package knowledge

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// File is a file whose rows become entries.
type File struct {
	Name     string // what the entries say of where they come from
	Text     string
	Language string // of rows that do not name theirs
}

// Refusal is a row of a file that cannot be imported, and why.
type Refusal struct {
	Line   int
	Reason string
}

// Step is one entry of an import: as it is now, nil if it is new, and as it would be.
type Step struct {
	Line   int // where it stands in the file
	Before *Draft
	After  Draft
}

// Plan is what an import would change. An entry that would stay as it is only counts.
type Plan struct {
	Steps   []Step
	Same    int
	Refused []Refusal
}

// written is an entry as a file has it.
type written struct {
	line    int
	id      EntryID // if the file names it
	content Content
	tagged  bool // the file says which tags it has
	placed  bool // and which bots, sites and dates
}

// Plan reads a file and compares it with what is there. Nothing is changed.
func (l *Library) Plan(ctx context.Context, a chat.Agent, f File) (Plan, error) {
	rows, refused, err := l.rows(f)
	if err != nil {
		return Plan{}, err
	}
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Refused: refused}
	named, come := map[EntryID]*Draft{}, map[Source]*Draft{}
	for i := range drafts {
		named[drafts[i].ID] = &drafts[i]
		come[drafts[i].Source] = &drafts[i]
	}
	for i, row := range rows {
		was := named[row.id]
		if row.id == "" {
			was = come[row.content.Source]
		}
		p.add(l, a, i, row, was)
	}
	added := slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Before != nil })
	if len(drafts)+len(added) > MaxEntries {
		return p, errFull
	}
	return p, nil
}

// add compares a row with the entry that it is about, if there is one.
func (p *Plan) add(l *Library, a chat.Agent, i int, row written, was *Draft) {
	after := row.over(was)
	if err := after.Tidy(); err != nil {
		p.Refused = append(p.Refused, Refusal{row.line, reason(err)})
		return
	}
	switch {
	case was == nil:
		d := l.fresh(a, i)
		if row.id != "" {
			d.ID = row.id
		}
		d.Content = after
		p.Steps = append(p.Steps, Step{row.line, nil, d})
	case same(was.Content, after) && !was.Removed:
		p.Same++
	default:
		d := *was
		d.Content, d.Removed = after, false
		p.Steps = append(p.Steps, Step{row.line, was, d})
	}
}

// over is an entry with what a file says of it. Languages, tags and limits of which the file says nothing stay.
func (w *written) over(was *Draft) Content {
	if was == nil {
		return w.content
	}
	c := was.Content
	c.Title, c.Languages = w.content.Title, maps.Clone(c.Languages)
	maps.Copy(c.Languages, w.content.Languages)
	if w.tagged {
		c.Tags = w.content.Tags
	}
	if w.placed {
		c.Bots, c.Sites, c.From, c.Until = w.content.Bots, w.content.Sites, w.content.From, w.content.Until
		c.People, c.Step = w.content.People, w.content.Step
	}
	return c
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

// Sheet is every entry as it is written, one row for each of its languages.
func (l *Library) Sheet(ctx context.Context, a chat.Agent) ([]byte, error) {
	drafts, err := l.all(ctx, a.Tenant)
	return sheetOf(drafts), l.desk.Audited(ctx, a, err, "knowledge.exported", "", fmt.Sprintf("%d entries", len(drafts)))
}

// Import makes the changes of a plan, all of them or, if a row of the file is refused, none. Entries become drafts: no
// bot answers with them before they are published. If it is cut off, the same import goes on.
func (l *Library) Import(ctx context.Context, a chat.Agent, f File) (Plan, error) {
	p, err := l.Plan(ctx, a, f)
	if err != nil {
		return p, err
	}
	if len(p.Refused) > 0 {
		return p, chat.Errorf(chat.Invalid, "rows_refused", "Nothing was imported: %d rows cannot be read. Line %d: %s",
			len(p.Refused), p.Refused[0].Line, p.Refused[0].Reason)
	}
	for i := range p.Steps {
		if err := l.save(ctx, a, &p.Steps[i].After); err != nil {
			return p, err
		}
	}
	return p, l.desk.Audited(ctx, a, nil, "knowledge.imported", "",
		fmt.Sprintf("%d entries from %s, %d unchanged", len(p.Steps), path.Base(f.Name), p.Same))
}
