package unanswered

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
)

// Questions shows a team its unanswered questions, one row for each meaning, and takes its decisions.
type Questions struct {
	desk     *chat.Desk
	store    Store
	embedder Embedder
}

// New makes the questions of a store. The desk has the clock, and the audit of decisions.
func New(desk *chat.Desk, store Store, embedder Embedder) *Questions {
	return &Questions{desk, store, embedder}
}

// Filter narrows the rows. Its period ends now.
type Filter struct {
	Days     int // of the period, 1 to 90; 0 for 30
	Bot      chat.BotID
	Cause    chat.GapCause
	Source   chat.Source
	Language string
	State    State // "" for those that are open
}

// Row is one question, in all wordings, languages and bots together.
type Row struct {
	ID       string // that of a wording
	Version  int64  // of the decision, 0 for none
	State    State
	Entry    string
	By       string // name of the person who decided
	Question string // the wording that is asked most
	Wordings []Wording
	Asked    int   // in the period: a person counts once a day
	People   int   // in the period
	ByDay    []int // how many people asked, the first day first
	Last     time.Time
	Like     []Likeness
	Left     []string // wordings that its entry does not answer
	Apart    []string // wordings that came to it last by their meaning: perhaps another question
}

// Wording is one way in which a question was asked, without personal data.
type Wording struct {
	chat.GapRow
	Language string       // "" if it is not known
	Latest   *chat.Asking // in the period, if there is one
}

// Likeness is another row that may be the same question.
type Likeness struct {
	ID, Question string
	Version      int64 // of the decision about it, 0 for none
}

// List is the rows that match, those that the most people asked first.
type List struct {
	Rows    []Row
	Waiting int // wordings that have no vector yet: the next look brings more of them together
	Alone   int // likewise, while the model does not answer: a look soon would change nothing
	Partly  bool
}

const (
	usualDays   = 30
	suggestions = 3
	maxRows     = 200
)

// List derives the rows anew.
func (q *Questions) List(ctx context.Context, a chat.Agent, f Filter) (List, error) {
	known, err := q.known(ctx, a.Tenant, f.Days)
	if err != nil {
		return List{}, err
	}
	list := List{Rows: []Row{}, Waiting: known.waiting, Alone: known.alone, Partly: known.partly}
	for n := range known.groups {
		if row, is := known.row(n); is && row.matches(f) {
			list.Rows = append(list.Rows, row)
		}
	}
	slices.SortStableFunc(list.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.People, a.People), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	list.Rows = list.Rows[:min(len(list.Rows), maxRows)]
	return list, nil
}

// matches tells whether a row has a wording that fits.
func (r *Row) matches(f Filter) bool {
	if r.State != cmp.Or(f.State, Open) {
		return false
	}
	return slices.ContainsFunc(r.Wordings, func(w Wording) bool {
		return (f.Bot == "" || w.Bot == f.Bot) && (f.Cause == "" || w.Cause == f.Cause) &&
			(f.Language == "" || w.Language == f.Language) &&
			(f.Source == "" || w.Latest != nil && w.Latest.Source == f.Source)
	})
}

// row derives the row of a group; there is none if the group went into another.
func (k *known) row(n int) (Row, bool) {
	members := k.groups[n]
	if members == nil {
		return Row{}, false
	}
	r := Row{State: Open, ByDay: make([]int, k.days)}
	for _, i := range members {
		p := &k.points[i]
		for _, g := range k.wordings[p.id] {
			r.Wordings = append(r.Wordings, k.wording(p, g))
			if g.Last.After(r.Last) {
				r.Last = g.Last
			}
		}
	}
	slices.SortFunc(r.Wordings, func(a, b Wording) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Bot, b.Bot))
	})
	k.count(&r, members)
	most := slices.MaxFunc(r.Wordings, func(a, b Wording) int { return cmp.Compare(a.Count, b.Count) })
	r.ID, r.Question = most.ID, most.Question
	k.stand(&r, n)
	for _, other := range k.likely(n, suggestions) {
		r.Like = append(r.Like, k.likeness(other))
	}
	for _, i := range k.halves[n] {
		r.Apart = append(r.Apart, k.points[i].id)
	}
	return r, true
}

// stand says how the row stands: as people decided, or by when it was asked last.
func (k *known) stand(r *Row, n int) {
	if k.now.Sub(r.Last) >= QuietAfter {
		r.State = Quiet
	}
	topic, is := k.topics[k.grouping.topics[n]]
	if !is {
		return
	}
	r.Version, r.Entry, r.By = topic.Version, topic.Entry, topic.Name
	r.Left = topic.Left
	switch {
	case topic.reopened(r.Last):
		r.State = Open
	case topic.State != Open:
		r.State = topic.State
	}
}

// likeness names a group by the wording that is asked most.
func (k *known) likeness(n int) Likeness {
	best := chat.GapRow{}
	for _, i := range k.groups[n] {
		if w := k.wordings[k.points[i].id][0]; w.Count > best.Count {
			best = w
		}
	}
	return Likeness{best.ID, best.Question, k.topics[k.grouping.topics[n]].Version}
}

func (k *known) wording(p *point, g chat.GapRow) Wording {
	w := Wording{GapRow: g}
	if p.vector != nil && p.vector.Whole() {
		w.Language = meaning.Languages[p.vector.Language]
	}
	for _, a := range k.askings[p.id] {
		if a.Bot == g.Bot && (w.Latest == nil || a.At.After(w.Latest.At)) {
			w.Latest = &a
		}
	}
	return w
}

// count counts each person once a day, in whichever wordings they asked.
func (k *known) count(r *Row, members []int) {
	people, days := map[chat.ConversationID]bool{}, map[string]bool{}
	for _, i := range members {
		for _, a := range k.askings[k.points[i].id] {
			people[a.Conversation] = true
			day := a.Day() + string(a.Conversation)
			if ago := int(midnight(k.now).Sub(midnight(a.At)).Hours()) / 24; !days[day] && ago >= 0 && ago < k.days {
				r.ByDay[k.days-1-ago]++
				r.Asked++
			}
			days[day] = true
		}
	}
	r.People = len(people)
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
