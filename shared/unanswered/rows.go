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
	Country  string
	Language string
	State    State // "" for those that are open

	From, To time.Time // of the week whose top is told; the last seven days if they are zero
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
	Asked    int     // in the period: a person counts once a day
	People   int     // in the period
	Lost     int     // goals that were begun in the cases of the period and not reached: each once a person
	ByDay    []int   // how many people asked, the first day first
	Places   []Share // the countries from which most people asked
	Sources  []Share
	Last     time.Time
	Helped   int // people whom its entry helped since it was routed
	Like     []Likeness
	Left     []string // wordings that its entry does not answer
	Apart    []string // wordings that came to it last by their meaning: perhaps another question

	back, doubted bool // open again since it was routed; because people say that its answer did not help
	week          int  // people who asked in the last seven days
}

// Share is how many people asked from a place.
type Share struct {
	Name   string
	People int
}

// Wording is one way in which a question was asked, without personal data.
type Wording struct {
	chat.GapRow                // its count is that of the period
	Language    string         // "" if it is not known
	Latest      *chat.Asking   // in the period, if there is one; see Unnamed
	ever        int            // how often it was asked ever
	askings     []*chat.Asking // in the period
}

// Likeness is another row that may be the same question.
type Likeness struct {
	ID, Question string
	Version      int64 // of the decision about it, 0 for none
	People       int   // of the week, at its top
}

// List is the rows that match, those first after which the most goals were lost, then those that the most people asked.
type List struct {
	Rows    []Row
	Week    []Likeness // the open questions that the most people asked in the week
	Waiting int        // wordings that have no vector yet: the next look brings more of them together
	Alone   int        // likewise, while the model does not answer: a look soon would change nothing
	Partly  bool
}

const (
	usualDays   = 30
	suggestions = 3
	maxRows     = 200
	topOfWeek   = 10
	maxShares   = 5
)

// List derives the rows anew.
func (q *Questions) List(ctx context.Context, a chat.Agent, f Filter) (List, error) {
	known, err := q.known(ctx, a.Tenant, f.Days)
	if err != nil {
		return List{}, err
	}
	known.from, known.to = f.From, f.To
	list := List{Rows: []Row{}, Waiting: known.waiting, Alone: known.alone, Partly: known.partly}
	all := []Row{}
	for n := range known.groups {
		if row, is := known.row(n); is {
			all = append(all, row)
		}
	}
	slices.SortFunc(all, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Lost, a.Lost), cmp.Compare(b.People, a.People), b.Last.Compare(a.Last),
			cmp.Compare(a.ID, b.ID))
	})
	list.Week = ofWeek(all)
	for _, row := range all {
		if row.matches(f) {
			list.Rows = append(list.Rows, row)
		}
	}
	list.Rows = list.Rows[:min(len(list.Rows), maxRows)]
	return list, nil
}

// ofWeek are the open questions that the most people asked in the week.
func ofWeek(all []Row) []Likeness {
	rows := slices.DeleteFunc(slices.Clone(all), func(r Row) bool { return r.State != Open || r.week == 0 })
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.week, a.week) })
	top := []Likeness{}
	for _, r := range rows[:min(len(rows), topOfWeek)] {
		top = append(top, Likeness{ID: r.ID, Question: r.Question, Version: r.Version, People: r.week})
	}
	return top
}

// matches tells whether a row has a wording that fits. An open question is one of the period only if somebody asked it
// then.
func (r *Row) matches(f Filter) bool {
	if r.State != cmp.Or(f.State, Open) || r.State == Open && r.People == 0 {
		return false
	}
	return slices.ContainsFunc(r.Wordings, func(w Wording) bool { return w.fits(f, r.People > 0) })
}

// fits tells whether a wording was asked as a filter says, in the period if there were askings.
func (w *Wording) fits(f Filter, asked bool) bool {
	if f.Bot != "" && w.Bot != f.Bot || f.Cause != "" && w.Cause != f.Cause ||
		f.Language != "" && w.Language != f.Language {
		return false
	}
	if !asked && f.Source == "" && f.Country == "" {
		return true
	}
	return slices.ContainsFunc(w.askings, func(a *chat.Asking) bool {
		return (f.Source == "" || a.Source == f.Source) && (f.Country == "" || a.Country == f.Country)
	})
}

// row derives the row of a group; there is none if the group went into another.
func (k *known) row(n int) (Row, bool) {
	members := k.groups[n]
	if members == nil {
		return Row{}, false
	}
	r := Row{State: Open, ByDay: make([]int, k.days)}
	ever := time.Time{}
	for _, i := range members {
		p := &k.points[i]
		for _, g := range k.wordings[p.id] {
			r.Wordings = append(r.Wordings, k.wording(p, g))
			ever = later(ever, g.Last)
		}
	}
	slices.SortFunc(r.Wordings, func(a, b Wording) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Bot, b.Bot))
	})
	k.count(&r)
	if r.Last.IsZero() {
		r.Last = ever
	}
	best := slices.MaxFunc(r.Wordings, func(a, b Wording) int { return a.stands(&b) })
	r.ID, r.Question = best.ID, best.Question
	k.stand(&r, n, ever)
	for _, other := range k.likely(n, suggestions) {
		r.Like = append(r.Like, k.likeness(other))
	}
	for _, i := range k.halves[n] {
		r.Apart = append(r.Apart, k.points[i].id)
	}
	return r, true
}

// longTitle is how many bytes a wording has at least that names its row only if no shorter one does.
const longTitle = 300

// stands orders wordings by how well they name their row: the one that is asked most, unless it is a long story.
func (w *Wording) stands(other *Wording) int {
	short := func(w *Wording) int { return max(longTitle, len(w.Question)) }
	return cmp.Or(cmp.Compare(short(other), short(w)), cmp.Compare(w.Count, other.Count), cmp.Compare(w.ever, other.ever))
}

// stand says how the row stands: as people decided and what came of it, or by when it was asked last.
func (k *known) stand(r *Row, n int, ever time.Time) {
	topic, is := k.topics[k.grouping.topics[n]]
	if is {
		r.Version, r.Entry, r.By, r.Left = topic.Version, topic.Entry, topic.Name, topic.Left
		ever = later(ever, k.answered(r, &topic))
	}
	if k.now.Sub(ever) >= QuietAfter && slices.Contains([]State{Open, Routed, Partly, Proved}, r.State) {
		r.State = Quiet
	}
}

// missed is when somebody last asked a row and was not answered. A word against an answer counts at the time of that
// answer: an older one says nothing of the entry that answers by now.
func (k *known) missed(r *Row) (last time.Time) {
	for _, w := range r.Wordings {
		for _, a := range k.askings[w.ID] {
			if a.Bot == w.Bot {
				last = later(last, a.At)
			}
		}
	}
	return last
}

// answered says how a question stands about which people decided. It returns when it was last answered, or routed.
func (k *known) answered(r *Row, topic *Topic) time.Time {
	asked := k.missed(r)
	if topic.State != Open {
		r.State = topic.State
	}
	if topic.State != Routed && topic.State != Partly {
		if topic.reopened(asked) {
			r.State = Open
		}
		return time.Time{}
	}
	p := k.proofOf(topic, r)
	r.Helped, r.doubted = p.people, !p.doubt.IsZero()
	switch {
	case topic.reopened(asked) || r.doubted:
		r.State, r.back = Open, true
	case topic.State == Routed && p.people >= k.proof:
		r.State = Proved
	}
	return later(topic.Routed, p.last)
}

// likeness names a group by the wording that is asked most.
func (k *known) likeness(n int) Likeness {
	best := chat.GapRow{}
	for _, i := range k.groups[n] {
		if w := k.wordings[k.points[i].id][0]; w.Count > best.Count {
			best = w
		}
	}
	return Likeness{ID: best.ID, Question: best.Question, Version: k.topics[k.grouping.topics[n]].Version}
}

func (k *known) wording(p *point, g chat.GapRow) Wording {
	w := Wording{GapRow: g, ever: g.Count}
	if p.vector != nil && p.vector.Whole() {
		w.Language = cmp.Or(p.vector.Said, meaning.Languages[p.vector.Language])
	}
	for i := range k.askings[p.id] {
		a := &k.askings[p.id][i]
		if a.Bot != g.Bot || !k.inPeriod(a.At) {
			continue
		}
		if w.askings = append(w.askings, a); w.Latest == nil || a.At.After(w.Latest.At) {
			w.Latest = a
		}
	}
	w.Count = len(w.askings)
	return w
}

// ago is how many days ago a time was.
func (k *known) ago(at time.Time) int { return int(midnight(k.now).Sub(midnight(at)).Hours()) / 24 }

func (k *known) inPeriod(at time.Time) bool { ago := k.ago(at); return ago >= 0 && ago < k.days }

// inWeek tells whether a time is in the week whose top is told.
func (k *known) inWeek(at time.Time) bool {
	if k.to.IsZero() {
		return k.ago(at) < week
	}
	return !at.Before(k.from) && at.Before(k.to)
}

// week is how many days the top of the week looks back.
const week = 7
