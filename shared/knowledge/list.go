package knowledge

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Query filters entries. An empty field lets all pass.
type Query struct {
	Words    string // in the title, the wordings or the answers
	State    State
	Tag      string
	Language string // which the entry has
	Missing  string // a language that it lacks
	Bot      chat.BotID
	Source   string // its kind; "written" for those that somebody wrote here
	Cursor   string
	Limit    int
}

// Written is the source in a query of entries that somebody wrote here.
const Written = "written"

// Row is a draft in a list.
type Row struct {
	Draft
	State State
}

func (q *Query) passes(r *Row) bool {
	words, has := r.Languages[q.Language]
	lacks := q.Missing != "" && r.Step == "" && !r.People && len(r.Languages[q.Missing].Answer) == 0
	return (q.Words == "" || r.says(Folded(q.Words))) && (q.State == "" || q.State == r.State) &&
		(q.Tag == "" || slices.Contains(r.Tags, q.Tag)) &&
		(q.Language == "" || has && len(words.Wordings)+len(words.Answer) > 0) && (q.Missing == "" || lacks) &&
		(q.Bot == "" || len(r.Bots) == 0 || slices.Contains(r.Bots, q.Bot)) &&
		(q.Source == "" || q.Source == cmp.Or(r.Source.Kind, Written))
}

// says tells whether the entry has some words anywhere.
func (c *Content) says(folded string) bool {
	texts := []string{c.Title}
	for _, words := range c.Languages {
		texts = slices.Concat(texts, words.Wordings, words.Answer)
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(Folded(text), folded) })
}

// gone tells whether nothing is left of a draft but its row: it was taken away, and no bot answers with it.
func gone(d *Draft, state State) bool { return d.Removed && state == New }

// List lists entries, the oldest first.
func (l *Library) List(ctx context.Context, a chat.Agent, q Query) (chat.Listed[Row], error) {
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return chat.Listed[Row]{}, err
	}
	name := chat.ListName("knowledge", q.Words, q.State, q.Tag, q.Language, q.Missing, q.Bot, q.Source)
	return chat.ListPage(ctx, l.desk, a.Tenant, name, q.Cursor, q.Limit,
		func(position string, limit int) ([]Row, string, error) {
			drafts, next, err := l.store.Drafts(ctx, a.Tenant, position, limit)
			rows := []Row{}
			for _, d := range drafts {
				rows = append(rows, Row{d, d.StateIn(live)})
			}
			return rows, next, err
		}, func(r Row) bool { return !gone(&r.Draft, r.State) && q.passes(&r) })
}

// Overview sums up a tenant's knowledge.
type Overview struct {
	Live        int
	Total       int
	States      map[State]int
	Languages   map[string]int // how many entries answer in each; a step or a person answers in any
	Older       map[string]int // how many of these answers are older than their source
	Tags        []string
	Unpublished []Row // changes of the next publication of everything, at most MaxChanged of them
	Waiting     bool  // an edition is being made
	Asked, Of   int   // how many questions of visitors were asked again for it, of how many
	Held        *Publication
	Failure     string
}

// Overview reads all entries and sums them up.
func (l *Library) Overview(ctx context.Context, a chat.Agent) (Overview, error) {
	o := Overview{
		States: map[State]int{}, Languages: map[string]int{}, Older: map[string]int{}, Tags: []string{},
		Unpublished: []Row{},
	}
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return o, err
	}
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return o, err
	}
	tags := map[string]bool{}
	for _, d := range drafts {
		state := d.StateIn(live)
		if gone(&d, state) {
			continue
		}
		o.Total++
		o.States[state]++
		for language, words := range d.Languages {
			if d.Step != "" || d.People || len(words.Answer) > 0 {
				o.Languages[language]++
			}
			if words.Older {
				o.Older[language]++
			}
		}
		for _, tag := range d.Tags {
			tags[tag] = true
		}
		if state != Published && len(o.Unpublished) < MaxChanged {
			o.Unpublished = append(o.Unpublished, Row{d, state})
		}
	}
	o.Live, o.Tags = live.Number, slices.Sorted(maps.Keys(tags))
	latest, err := l.store.Publications(ctx, a.Tenant, KeptEditions)
	o.publications(latest)
	return o, err
}

// publications notes how the latest ones stand, newest first.
func (o *Overview) publications(latest []Publication) {
	for i := range latest {
		p := &latest[i]
		switch p.StateAt(o.Live) {
		case Waiting:
			o.Waiting, o.Asked, o.Of = true, p.Asked, p.Of
		case Held:
			if o.Held == nil || !o.Held.covers(p) {
				o.Held = p // the earliest: the others are asked again once it is decided
			}
		}
	}
	if len(latest) > 0 && latest[0].StateAt(o.Live) == Failed {
		o.Failure = latest[0].Failure
	}
}

// listedConflicts is how many conflicts are named at once: a person mends some and looks again.
const listedConflicts = 100

// Conflicts finds the wordings that an entry, as somebody writes it, shares with others; or those of the named entries.
// An entry that is being made has no id yet.
func (l *Library) Conflicts(ctx context.Context, a chat.Agent, id EntryID, written *Content, named []EntryID) (
	[]Conflict, error,
) {
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	drafts = slices.DeleteFunc(drafts, func(d Draft) bool { return d.Removed || written != nil && d.ID == id })
	if written != nil {
		return conflicts([]Draft{{ID: id, Content: *written}}, drafts, listedConflicts), nil
	}
	of := slices.DeleteFunc(slices.Clone(drafts), func(d Draft) bool {
		return len(named) > 0 && !slices.Contains(named, d.ID)
	})
	return conflicts(of, drafts, listedConflicts), nil
}

// Proof is the edition that a publication of everything would make now, for a trial.
func (l *Library) Proof(ctx context.Context, a chat.Agent) (Edition, error) {
	live, err := l.live(ctx, a.Tenant)
	if err != nil {
		return live, err
	}
	drafts, err := l.all(ctx, a.Tenant)
	return live.with(drafts), err
}

// InForce is the edition from which bots answer now.
func (l *Library) InForce(ctx context.Context, a chat.Agent) (Edition, error) {
	return l.live(ctx, a.Tenant)
}
