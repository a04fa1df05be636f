package ledger

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// person is somebody in all of their profiles, which links join. A line is of one profile. Whether anybody helped them,
// and whether they came back, is judged by all of them.
type person struct {
	profiles []*profile // the one that was asked for first
	from     time.Time  // visits and cases that began earlier may not be here; zero if all are
	cut      time.Time  // words from before may not be here, since a log is too long; zero if all are that matter
}

// profile is everything of one visitor from which lines are made.
type profile struct {
	chat.Visitor
	visits []chat.Visit // newest first
	logs   map[chat.ConversationID][]chat.Message
	cases  map[chat.ConversationID][]Case
	heads  map[chat.ConversationID]chat.Head
	leads  map[chat.VisitID]chat.Lead
	clocks map[chat.ConversationID]Clock
}

func newProfile(v chat.Visitor, heads []chat.Head) *profile {
	p := &profile{
		Visitor: v, logs: map[chat.ConversationID][]chat.Message{}, cases: map[chat.ConversationID][]Case{},
		heads: map[chat.ConversationID]chat.Head{},
	}
	for _, h := range heads {
		p.heads[h.ID] = h
	}
	return p
}

// lines makes lines of a person, of all of their profiles: an event in one may change the lines of another. There are
// none of somebody who was erased.
func (k *Keeper) lines(ctx context.Context, key chat.VisitorKey, w wanted, o *openings) ([]Line, error) {
	all, err := k.person(ctx, key, w)
	if err != nil {
		return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	lines := []Line{}
	for _, p := range all.profiles {
		if err := p.reads(ctx, o); err != nil {
			return nil, err
		}
		if err := k.leads(ctx, p, w); err != nil {
			return nil, err
		}
		lines = append(lines, all.ofVisits(p, k.small, w)...)
	}
	return append(lines, all.ofCases(k.small, w)...), nil
}

// leads reads which of the wanted visits are leads.
func (k *Keeper) leads(ctx context.Context, p *profile, w wanted) error {
	ids := []chat.VisitID{}
	for i := range p.visits {
		if s := &p.visits[i]; s.Counts() && w.has(s) {
			ids = append(ids, s.ID)
		}
	}
	p.leads = map[chat.VisitID]chat.Lead{}
	all, err := k.store.LeadsOf(ctx, p.Tenant, ids)
	for _, l := range all {
		p.leads[l.Visit] = l
	}
	return err
}

// longest is the longest of the windows before a goal.
var longest = Windows[len(Windows)-1]

// person reads a person with the logs that the wanted lines need.
func (k *Keeper) person(ctx context.Context, key chat.VisitorKey, w wanted) (p person, err error) {
	heads, err := k.profiles(ctx, key, &p)
	if err != nil {
		return p, err
	}
	w.begins(heads)
	reach := w.since
	for i, one := range p.profiles {
		if i > 0 {
			w.named = nil // they are visits of the one who was asked for
		}
		far, from, err := k.visits(ctx, one, w)
		if err != nil {
			return p, err
		}
		reach, p.from = earlier(reach, far), later(p.from, from)
		w.began = earlier(w.began, reach) // a goal of any profile may confirm a case of another
	}
	for _, one := range p.profiles {
		cut, err := k.logs(ctx, one, reach)
		if err != nil {
			return p, err
		}
		p.cut = later(p.cut, cut)
	}
	return p, nil
}

// profiles reads a person's profiles, and returns all of their conversations. One that is erased meanwhile is left out,
// unless it is the one that was asked for.
func (k *Keeper) profiles(ctx context.Context, key chat.VisitorKey, p *person) (heads []chat.Head, err error) {
	v, err := k.store.Visitor(ctx, key)
	if err != nil {
		return nil, err
	}
	others, err := chat.LinkedWith(ctx, k.store, v)
	if err != nil {
		return nil, err
	}
	for i, v := range slices.Insert(others, 0, v) {
		own, err := k.store.ConversationsOf(ctx, v.Key())
		if i > 0 && errors.Is(err, chat.ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		heads, p.profiles = append(heads, own...), append(p.profiles, newProfile(v, own))
	}
	return heads, nil
}

// logs reads the logs of a profile's conversations, as far back as reach and the case that was open then. cut is how
// far back they really go, if some are too long for that.
func (k *Keeper) logs(ctx context.Context, p *profile, reach time.Time) (cut time.Time, err error) {
	for id, h := range p.heads {
		t, err := k.log(ctx, &h, earlier(reach, h.CaseBegan))
		if err != nil {
			return cut, err
		}
		log := arrived(t.log)
		p.logs[id], p.cases[id], cut = log, CasesIn(log, t.whole && hasFirst(&h, log)), later(cut, t.cut)
	}
	return cut, nil
}

// hasFirst tells whether a log that is there as far back as it is kept has all of the conversation's first case.
func hasFirst(h *chat.Head, log []chat.Message) bool {
	if h.Case == 0 || firstCase(log, h.Case) != 1 {
		return false
	}
	return h.Case > 1 || slices.ContainsFunc(log, func(m chat.Message) bool {
		return !m.At.After(h.CaseBegan.Add(chat.ClockSkew))
	})
}

// visits reads the latest visits of a profile, as many as the wanted lines need. It returns how far back they need the
// logs, and the beginning of the first visit that was read if earlier ones may have been left out.
func (k *Keeper) visits(ctx context.Context, p *profile, w wanted) (reach, from time.Time, err error) {
	for _, n := range []int{w.visits(k.now()), chat.MaxLookback} {
		if p.visits, err = k.store.VisitsOf(ctx, p.Key(), n); err != nil {
			return reach, from, err
		}
		if from = (time.Time{}); len(p.visits) >= n {
			from = p.visits[n-1].Started
		}
		enough := !from.After(w.since) && !from.After(w.began) && !w.misses(p.visits)
		if from.IsZero() || n == chat.MaxLookback || enough {
			break
		}
	}
	reach = w.since
	for i := range p.visits {
		s := &p.visits[i]
		if !w.has(s) {
			continue
		}
		reach = earlier(reach, s.Started.AddDate(0, 0, -longest))
		for _, g := range s.Goals {
			reach = earlier(reach, g.At.AddDate(0, 0, -longest))
		}
	}
	return reach, from, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// maxLog is how many pages of a conversation's log are read for the lines of its last days.
const maxLog = 20

// told is a conversation's log, as far back as it was read.
type told struct {
	log   []chat.Message
	whole bool      // it begins with the conversation itself
	cut   time.Time // it ought to go further back than this, but is too long; zero if it does go as far
}

// log reads a conversation's log from a time on, and before that as far as the beginning of the case that was open
// then.
func (k *Keeper) log(ctx context.Context, h *chat.Head, since time.Time) (t told, err error) {
	defer func() { slices.Reverse(t.log) }()
	before := chat.MessageID("")
	for range maxLog {
		page, err := k.store.History(ctx, h.Key(), before, chat.MaxPageSize)
		if err != nil {
			return t, err
		}
		for _, m := range page {
			t.log = append(t.log, m)
			if m.At.Before(since) && eventOf(&m) == chat.EventCaseBegan {
				return t, nil
			}
		}
		if len(page) < chat.MaxPageSize {
			t.whole = true
			return t, nil
		}
		before = page[len(page)-1].ID
	}
	if t.cut = t.log[len(t.log)-1].At; t.cut.Before(since) {
		t.cut = time.Time{}
	}
	return t, nil
}
