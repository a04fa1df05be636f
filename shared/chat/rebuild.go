package chat

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// Rebuilt counts the rows that Rebuild looked at, and those that were not as the log says.
type Rebuilt struct {
	Visits, Conversations, Messages int
	MendedVisits, MendedHeads       int
	MendedCounters, MendedTerms     int
}

// Rebuild recounts a tenant's projections from the log: the inbox's rows, the visits' facts, profiles, goals,
// gaps, counters, and search terms. A right row stays as it is, so a rebuild may run at any time and any number
// of times.
func Rebuild(ctx context.Context, d *Desk, store RecountStore, tenant TenantID) (Rebuilt, error) {
	r := &rebuild{
		Desk: d, recount: store, tenant: tenant, conversations: map[ConversationKey]bool{}, visitors: map[VisitorID]bool{},
	}
	for _, live := range []bool{true, false} {
		if err := EachRow(func(position string) ([]Visit, string, error) {
			return store.ListVisits(ctx, tenant, live, position, MaxPageSize)
		}, func(s Visit) error {
			r.visitors[s.Visitor], r.conversations[ConversationKey{tenant, ConversationOf(s.Visitor, s.Bot)}] = true, true
			return r.visit(ctx, s)
		}); err != nil {
			return r.Rebuilt, err
		}
	}
	for _, queue := range AllQueues {
		if err := EachRow(func(position string) ([]Head, string, error) {
			return store.ListQueue(ctx, tenant, queue, position, MaxPageSize)
		}, func(h Head) error {
			r.visitors[h.Visitor], r.conversations[h.Key()] = true, true
			return nil
		}); err != nil {
			return r.Rebuilt, err
		}
	}
	for key := range r.conversations {
		if err := r.conversation(ctx, key); err != nil {
			return r.Rebuilt, err
		}
	}
	if err := r.terms(ctx); err != nil {
		return r.Rebuilt, err
	}
	return r.Rebuilt, r.counters(ctx)
}

type rebuild struct {
	*Desk
	Rebuilt
	recount       RecountStore
	tenant        TenantID
	conversations map[ConversationKey]bool
	visitors      map[VisitorID]bool
}

// visit takes a visit's goals from its log; fold counts its pages and brings the
// counters in step.
func (r *rebuild) visit(ctx context.Context, was Visit) error {
	r.Visits++
	log, err := Log(ctx, r.store, &was, MaxLog)
	if err != nil {
		return err
	}
	goals, err := r.goals(ctx, was, log)
	if err != nil {
		return err
	}
	before, after := "", ""
	_, err = r.Fold(ctx, was.Key(), func(s *Visit) {
		before = factsOf(s)
		s.regoal(goals)
		s.recount(log)
		after = factsOf(s)
	})
	if before != after {
		r.MendedVisits++
	}
	return Except(err, ErrNotFound)
}

// conversation replays a log: its place in the inbox, and the effects of its replies.
func (r *rebuild) conversation(ctx context.Context, key ConversationKey) error {
	log, err := WholeLog(ctx, r.store, key)
	if err != nil || len(log) == 0 {
		return err
	}
	r.Conversations++
	mended := false
	_, err = r.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		was := *h
		in, err := firstEntry(log)
		if h.Version == 0 && err != nil {
			return nil, nil // words without an entry: nothing to list
		}
		if h.Version == 0 {
			*h = in.open()
		}
		h.Site = cmp.Or(h.Site, in.Site)
		h.replay(log)
		mended = was != *h
		return nil, nil
	})
	if errors.Is(err, ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	if mended {
		r.MendedHeads++
	}
	for _, m := range log {
		r.Messages++
		if m.Author.Kind == ByVisitor {
			err = r.finishQuestion(ctx, key, m)
		} else {
			err = r.finishWords(ctx, key, m)
		}
		if err == nil {
			err = r.flows(ctx, key, m)
		}
		if err := Except(err, ErrNotFound, ErrErased); err != nil {
			return err
		}
	}
	return nil
}

// flows puts a Flow that was sent into its table. How far the customer came in it is in no log, and stays as it
// is.
func (r *rebuild) flows(ctx context.Context, key ConversationKey, m Message) error {
	for i := range m.Bubbles {
		if flow, _ := m.Bubbles[i].flow(); flow == "" {
			continue
		}
		head, err := r.store.HeadEventually(ctx, key)
		if err == nil {
			err = r.flowDelivered(ctx, head, &m, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func firstEntry(log []Message) (Incoming, error) {
	for _, m := range log {
		if in, err := recall(m); err == nil && m.Author.Kind == ByVisitor {
			return in, nil
		}
	}
	return Incoming{}, ErrNotFound
}

// replay sets the projection by the log, in the order in which things happened. Owner, epoch and status are no
// projection and stay, as does the waiting for a person: words of one millisecond do not tell which came first.
func (h *Head) replay(log []Message) {
	log = slices.Clone(log)
	slices.SortStableFunc(log, func(a, b Message) int { return a.At.Compare(b.At) })
	fresh := *h
	fresh.At, fresh.Last, fresh.Preview, fresh.LastAuthor = time.Time{}, "", "", ""
	fresh.VisitorAt, fresh.Window, fresh.LastInbound = time.Time{}, time.Time{}, ""
	for i := range log {
		fresh.note(&log[i])
	}
	fresh.Status, fresh.WaitingFrom, fresh.Deadline = h.Status, h.WaitingFrom, h.Deadline
	fresh.Moves, fresh.Passed, fresh.Woke = h.Moves, h.Passed, h.Woke
	if !h.Began.IsZero() {
		fresh.Began = h.Began // words that came late may have found it already
	}
	*h = fresh
}

// counters compares the counters with the sums that the visits have put into them. If visits are counted
// meanwhile, it compares again.
func (r *rebuild) counters(ctx context.Context) error {
	for range AnswerTries {
		had, err := r.recount.Counts(ctx, r.tenant, FirstDay, LastDay(r.Now()))
		if err != nil {
			return err
		}
		want, err := r.foldedSums(ctx)
		if err != nil {
			return err
		}
		erased, err := r.recount.ErasedCounts(ctx, r.tenant, FirstDay, LastDay(r.Now()))
		if err != nil {
			return err
		}
		for _, row := range erased { // deleted visits stay counted
			if want[row.row()] == nil {
				want[row.row()] = map[string]int64{}
			}
			for name, n := range row.Values {
				want[row.row()][name] += n
			}
		}
		mended, err := r.mendCounters(ctx, had, want)
		r.MendedCounters += mended
		if !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return ErrConflict
}

// LastDay is the newest day that a counter can have: somewhere on earth tomorrow has begun.
func LastDay(now time.Time) string { return now.AddDate(0, 0, 1).Format(time.DateOnly) }

// foldedSums are the sums that the visits have put into each row of counters.
func (r *rebuild) foldedSums(ctx context.Context) (map[countsRow]map[string]int64, error) {
	sums := map[countsRow]map[string]int64{}
	for _, live := range []bool{true, false} {
		err := EachRow(func(position string) ([]Visit, string, error) {
			return r.store.ListVisits(ctx, r.tenant, live, position, MaxPageSize)
		}, func(s Visit) error {
			if s.Folded == nil {
				return nil
			}
			row := s.countsRow()
			if sums[row] == nil {
				sums[row] = map[string]int64{}
			}
			for name, n := range Difference(nil, *s.Folded) {
				sums[row][name] += n
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return sums, nil
}

func (r *rebuild) mendCounters(ctx context.Context, had []Counts, want map[countsRow]map[string]int64) (int, error) {
	mended := 0
	stored := map[countsRow]Counts{}
	for _, row := range had {
		stored[row.row()] = row
		if want[row.row()] == nil {
			want[row.row()] = map[string]int64{}
		}
	}
	for row, sums := range want {
		was := stored[row]
		if was.Values == nil {
			was = row.counts()
		}
		add := map[string]int64{}
		for name := range merged(was.Values, sums) {
			if n := sums[name] - was.Values[name]; n != 0 {
				add[name] = n
			}
		}
		if len(add) == 0 {
			continue
		}
		if err := r.recount.Correct(ctx, r.tenant, was, add); err != nil {
			return mended, err
		}
		mended++
	}
	return mended, nil
}

func merged(a, b map[string]int64) map[string]int64 {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]int64{}
	}
	maps.Copy(all, b)
	return all
}

// RecountStore is the part of the store that only a recount needs.
type RecountStore interface {
	// ListVisits is the one of Store, with the same promises.
	ListVisits(
		ctx context.Context, tenant TenantID, live bool, position string, limit int,
	) (visits []Visit, next string, err error)

	// ListQueue is a tenant's conversations in a queue, the latest visitor's word
	// first. position comes from the call before, "" begins; next is "" at the end.
	ListQueue(
		ctx context.Context, tenant TenantID, queue Queue, position string, limit int,
	) (heads []Head, next string, err error)

	// Counts is the counters from day to day, both included.
	Counts(ctx context.Context, tenant TenantID, from, to string) ([]Counts, error)

	// Correct adds to a row of counters if those that it adds to are still as in was.
	// ErrConflict otherwise.
	Correct(ctx context.Context, tenant TenantID, was Counts, add map[string]int64) error

	// ErasedCounts is the counts of deleted visits. QuietVisitors is the visitors who have no visit any more, the
	// longest first.
	ErasedCounts(ctx context.Context, tenant TenantID, from, to string) ([]Counts, error)
	QuietVisitors(
		ctx context.Context, tenant TenantID, position string, limit int,
	) (visitors []Visitor, next string, err error)
}
