// Package promise tells a visitor by when a person usually answers: from the waits that were measured, the
// people who wait now, and the opening hours. It knows nothing else of the team.
package promise

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/hours"
)

// Wait is one wait that a person's answer has ended.
type Wait struct{ From, Ended time.Time }

// Promise is a time by which a person usually answers.
type Promise struct {
	By    time.Time
	Opens time.Time // when the team is back, if it is away; else zero
}

const (
	// Kept is how many of the latest waits are kept: enough for a busy hour, and small enough for one write unit.
	Kept = 32
	// enough is how many waits must have been measured before anything is promised.
	enough = 4
	// fresh is how far back a wait tells of now. A quiet team has fewer than enough in it: then the latest count.
	fresh = time.Hour
	// likely is the share of the measured waits that a promise covers. It is above the share of promises that must
	// be kept, because waits grow while a crowd gathers.
	likely = 0.9
)

// Usual promises a time to somebody who has waited since a time, which may be now. waits are the latest that ended, in
// any order; queue is since when others wait. False if too little was measured, or if the team does not open within a
// year.
func Usual(waits []Wait, queue []time.Time, since time.Time, h hours.Hours, now time.Time) (Promise, bool) {
	if len(waits) < enough {
		return Promise{}, false
	}
	opens, found := h.Opens(now)
	if !found {
		return Promise{}, false
	}
	long := guess(waits, queue, since, h, now)
	by := after(h, opens, long)
	if by.IsZero() {
		return Promise{}, false
	}
	if opens.After(now) {
		return Promise{By: by, Opens: opens}, true
	}
	if closes, does := h.Closes(now); does && by.After(closes) { // it will be another day
		next, _ := h.Opens(closes)
		return Promise{By: by, Opens: next}, true
	}
	return Promise{By: by}, true
}

// guess is how long somebody goes on waiting in open time, rounded up as people say it: at least as long again as they
// and anybody ahead of them have waited already.
func guess(waits []Wait, queue []time.Time, mine time.Time, h hours.Hours, now time.Time) time.Duration {
	ahead, oldest := 0, h.Between(mine, now)
	for _, since := range queue {
		if since.Before(mine) {
			ahead++
			oldest = max(oldest, h.Between(since, now))
		}
	}
	each := share(turns(recent(waits, now), waits, h), likely)
	return round(max(time.Duration(ahead+1)*each, oldest))
}

// recent is the waits that tell of now, at least the latest few.
func recent(waits []Wait, now time.Time) []Wait {
	all := slices.Clone(waits)
	slices.SortFunc(all, func(a, b Wait) int { return a.Ended.Compare(b.Ended) })
	first := slices.IndexFunc(all, func(w Wait) bool { return !w.Ended.Before(now.Add(-fresh)) })
	if first < 0 || len(all)-first < 2*enough {
		first = max(0, len(all)-2*enough)
	}
	return all[first:]
}

// turns is how long each of some waits took for one turn: a wait is as many turns as people waited when it began,
// the one who began it included.
func turns(some, all []Wait, h hours.Hours) []time.Duration {
	long := make([]time.Duration, 0, len(some))
	for _, w := range some {
		n := 1
		for _, o := range all {
			if o.From.Before(w.From) && o.Ended.After(w.From) {
				n++
			}
		}
		long = append(long, h.Between(w.From, w.Ended)/time.Duration(n))
	}
	slices.Sort(long)
	return long
}

// share is the length that a share of some lengths does not exceed. They are in order.
func share(long []time.Duration, of float64) time.Duration {
	return long[min(len(long)-1, int(of*float64(len(long))))]
}

// after is the moment at which a team has been there for so long, from opens on; zero if that takes over a year.
func after(h hours.Hours, opens time.Time, long time.Duration) time.Time {
	for {
		closes, does := h.Closes(opens)
		if !does || !opens.Add(long).After(closes) {
			return opens.Add(long)
		}
		long -= closes.Sub(opens)
		next, found := h.Opens(closes)
		if !found {
			return time.Time{}
		}
		opens = next
	}
}

// steps are the minutes that people say.
var steps = []time.Duration{1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240}

func round(long time.Duration) time.Duration {
	for _, s := range steps {
		if long <= s*time.Minute {
			return s * time.Minute
		}
	}
	return long.Round(time.Hour) + time.Hour
}
