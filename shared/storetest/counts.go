package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func counters(t *testing.T, b *bench) {
	s := b.visit("v_c", b.now)
	b.begun(s)
	day := b.now.Format(time.DateOnly)
	row := func(values map[string]int64) chat.Counts {
		return chat.Counts{Day: day, Source: chat.Web, Country: "NG", Bot: "b_x", Values: values}
	}
	fold := func(f chat.Facts, add map[string]int64) error {
		_, err := b.Fold(b.ctx(), s.Key(), func(s *chat.Visit) (chat.Counts, error) {
			s.Folded = &f
			return row(add), nil
		})
		return err
	}
	b.must(fold(chat.Facts{Ended: true, Pages: 3}, map[string]int64{"sessions": 1, "pages": 3}))
	b.must(fold(chat.Facts{Ended: true, Pages: 2, Goals: map[string]int{"Lead Captured": 1}},
		map[string]int64{"pages": -1, "goal:Lead Captured": 1}))
	b.must(fold(chat.Facts{Ended: true, Pages: 4}, nil))
	folded, err := b.Visit(b.ctx(), s.Key())
	b.must(err)
	b.equal("the folded facts", folded.Folded.Pages, 4)
	no := errors.New("no")
	unsaved, err := b.Fold(b.ctx(), s.Key(), func(s *chat.Visit) (chat.Counts, error) {
		s.Folded = &chat.Facts{Pages: 9}
		return chat.Counts{}, no
	})
	b.wants(err, no)
	b.equal("a visit whose change was refused", unsaved, chat.Visit{})
	s.ID = "s_none"
	b.wants(fold(chat.Facts{}, map[string]int64{"sessions": 1}), chat.ErrNotFound)
	together(t, b)
	rows, err := b.Counts(b.ctx(), b.tenant, day, day)
	b.must(err)
	b.equal("the counters", rows, []chat.Counts{row(map[string]int64{"sessions": 1, "pages": 2, "goal:Lead Captured": 1})})
	b.must(b.Correct(b.ctx(), b.tenant, rows[0], map[string]int64{"pages": 3, "ended": 1}))
	b.wants(b.Correct(b.ctx(), b.tenant, rows[0], map[string]int64{"pages": 3}), chat.ErrConflict)
	rows, err = b.Counts(b.ctx(), b.tenant, day, day)
	b.must(err)
	b.equal("corrected", rows[0].Values, map[string]int64{"sessions": 1, "pages": 5, "ended": 1, "goal:Lead Captured": 1})
	many(b)
	before := b.now.AddDate(0, 0, -1).Format(time.DateOnly)
	rows, err = b.Counts(b.ctx(), b.tenant, before, before)
	b.must(err)
	b.equal("the day before", len(rows), 0)
}

// many folds visits of one day, and finds them in one row, which is corrected as one.
func many(b *bench) {
	day := b.now.AddDate(0, 0, 5)
	row := chat.Counts{Day: day.Format(time.DateOnly), Source: chat.Web, Country: "NG", Bot: "b_x"}
	for i := range 20 {
		s := b.visit(chat.VisitorID(fmt.Sprint("v_day", i)), day.Add(time.Duration(i)*time.Second))
		b.begun(s)
		_, err := b.Fold(b.ctx(), s.Key(), func(s *chat.Visit) (chat.Counts, error) {
			s.Folded, row.Values = &chat.Facts{Ended: true}, map[string]int64{"sessions": 1, "pages": 2}
			return row, nil
		})
		b.must(err)
	}
	row.Values = map[string]int64{"sessions": 20, "pages": 40}
	rows, err := b.Counts(b.ctx(), b.tenant, row.Day, row.Day)
	b.must(err)
	b.equal("the counters of many", rows, []chat.Counts{row})
	b.must(b.Correct(b.ctx(), b.tenant, row, map[string]int64{"sessions": -20, "pages": 2}))
	b.wants(b.Correct(b.ctx(), b.tenant, row, map[string]int64{"pages": 1}), chat.ErrConflict)
	rows, err = b.Counts(b.ctx(), b.tenant, row.Day, row.Day)
	b.must(err)
	b.equal("the counters of many, corrected", rows[0].Values, map[string]int64{"pages": 42})
}

// together folds one visit concurrently from several callers: each adds its own counts, and none is lost.
func together(t *testing.T, b *bench) {
	s := b.visit("v_many", b.now.AddDate(0, 0, 3))
	b.begun(s)
	day := s.Started.Format(time.DateOnly)
	var wait sync.WaitGroup
	var done atomic.Int64
	for range 6 {
		wait.Go(func() {
			_, err := b.Fold(b.ctx(), s.Key(), func(s *chat.Visit) (chat.Counts, error) {
				s.Pages++
				return chat.Counts{Day: day, Source: chat.Web, Country: "NG", Bot: "b_x", Values: map[string]int64{"pages": 1}}, nil
			})
			if err == nil {
				done.Add(1)
			} else if !errors.Is(err, chat.ErrConflict) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	read, err := b.Visit(b.ctx(), s.Key())
	b.must(err)
	rows, err := b.Counts(b.ctx(), b.tenant, day, day)
	b.must(err)
	b.equal("the visit and its counters", []int64{int64(read.Pages), rows[0].Values["pages"]},
		[]int64{done.Load(), done.Load()})
}

func budgets(t *testing.T, b *bench) {
	window := b.now.Truncate(time.Minute)
	spend := func(what string, window time.Time, n int64) bool {
		ok, err := b.Take(b.ctx(), b.tenant, what, window, n, 10, b.now.Add(time.Hour))
		b.must(err)
		return ok
	}
	b.equal("within the limit", []bool{spend("x#1", window, 6), spend("x#1", window, 4)}, []bool{true, true})
	b.equal("over it", spend("x#1", window, 1), false)
	b.equal("somebody else's", spend("x#2", window, 8), true)
	b.equal("more than is left", spend("x#2", window, 3), false)
	b.equal("more than the limit at once", spend("x#3", window, 11), false)
	b.equal("all of it afterwards", spend("x#3", window, 10), true)
	b.equal("another window", spend("x#1", window.Add(time.Minute), 1), true)
	untouched := func(what string) bool {
		ok, err := b.Take(b.ctx(), b.tenant, what, window, 0, 0, b.now.Add(time.Hour))
		b.must(err)
		return ok
	}
	b.equal("nothing of nothing", []bool{untouched("x#1"), untouched("x#5"), untouched("x#5")}, []bool{false, true, true})
	taken := func(what string) int64 {
		n, err := b.Taken(b.ctx(), b.tenant, what, window)
		b.must(err)
		return n
	}
	b.equal("what was taken", []int64{taken("x#1"), taken("x#2"), taken("x#4")}, []int64{10, 8, 0})

	day := b.now.Truncate(24 * time.Hour)
	one, err := b.Salt(b.ctx(), day)
	b.must(err)
	again, err := b.Salt(b.ctx(), day)
	b.must(err)
	b.equal("one salt a day", again, one)
	next, err := b.Salt(b.ctx(), day.Add(24*time.Hour))
	b.must(err)
	b.equal("another the day after", string(next) != string(one) && len(one) == 32, true)
}

func gaps(t *testing.T, b *bench) {
	gap := func(name string, last time.Time) chat.GapRow {
		return chat.GapRow{Bot: "b_x", ID: name, Question: name + "?", Cause: chat.NoMatch, Last: last, State: "new"}
	}
	seen := at(b.now)
	b.must(b.AddGap(b.ctx(), b.tenant, gap("rare", b.now), b.asking("rare", "c_x", at(b.now))))
	right := &chat.Right{Entry: "e_x", Title: "Price"}
	for range 2 {
		first := gap("often", b.now)
		first.Right = right
		b.must(b.AddGap(b.ctx(), b.tenant, first, b.asking("often", "c_x", seen)))
	}
	b.must(b.AddGap(b.ctx(), b.tenant, gap("often", b.now.Add(time.Second)), b.asking("often", "c_x", at(b.now))))
	rows, position, err := b.Gaps(b.ctx(), b.tenant, "b_x", "", 1)
	b.must(err)
	rest, _, err := b.Gaps(b.ctx(), b.tenant, "b_x", position, 1)
	b.must(err)
	often := gap("often", b.now.Add(time.Second))
	often.Count, often.Right = 2, right
	b.equal("the most asked first, a message counted once", rows, []chat.GapRow{often})
	b.equal("then the rest", rest[0].ID, "rare")
	often.Last, often.Cause = b.now.Add(time.Minute), chat.AnsweredWrongly
	often.Right = &chat.Right{Entry: "e_y", Title: "Y"}
	b.must(b.AddGap(b.ctx(), b.tenant, often, b.asking("often", "c_x", seen)))
	rows, _, err = b.Gaps(b.ctx(), b.tenant, "b_x", "", 1)
	b.must(err)
	b.equal("what a message says later, counted once", rows, []chat.GapRow{often})
	none, _, err := b.Gaps(b.ctx(), b.tenant, "b_y", "", 10)
	b.must(err)
	b.equal("another bot's", len(none), 0)
}
