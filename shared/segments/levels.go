package segments

import (
	"cmp"
	"maps"
	"slices"
)

// sizes are those of an index. A segment of the first level has at least flush documents, and so many neighbours in
// time as merge says, of one level, become one of the next.
type sizes struct{ flush, merge int }

var usual = sizes{flush: 256, merge: 8}

// lastLevel is the level of segments that stay as they are, unless erasures and retention leave little of them.
const lastLevel = 3

// heavy is how many bytes segments have together that are not merged any more: random words take much more room than
// talk, and a function has 512 MB for the files that it merges.
const heavy = 64 << 20

// bound is how many documents a segment has at most. A function can merge so many within its time, and a search can
// fetch them.
func (s sizes) bound() int { return s.flush * s.merge * s.merge * s.merge }

// most is how many messages become one segment at once, and full how many wait for one at most.
func (s sizes) most() int { return s.flush * 2 * s.merge }
func (s sizes) full() int { return s.flush * 64 }

// due are the segments that are to be merged next, and the level of the new one; none if there are few enough. They
// keep their level when documents are taken out: a large one is never mixed with the newest, and a search for a common
// word needs no more than these. A run that is full before it has enough segments goes to the last level as it is.
func (s sizes) due(all []info) (which []info, level int) {
	ages := map[int][]info{}
	for _, one := range all {
		ages[one.Age] = append(ages[one.Age], one)
	}
	for _, age := range slices.Sorted(maps.Keys(ages)) {
		if which, level = s.dueOf(ages[age]); len(which) > 0 {
			break
		}
	}
	return which, level
}

// dueOf is due among segments of one age: an index that is made anew is not mixed with the one that it replaces.
func (s sizes) dueOf(all []info) (which []info, level int) {
	for level := range lastLevel + 1 {
		var some []info
		for _, one := range all {
			if one.Level == level {
				some = append(some, one)
			}
		}
		slices.SortFunc(some, func(a, b info) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Number, b.Number)) })
		if level == lastLevel {
			return s.shrunk(some), lastLevel
		}
		if len(some) < s.merge {
			continue
		}
		n, docs, bytes := 0, 0, 0
		for n < s.merge && docs+some[n].Docs <= s.bound() && bytes+some[n].Bytes <= heavy {
			docs, bytes = docs+some[n].Docs, bytes+some[n].Bytes
			n++
		}
		if n < s.merge {
			return some[:max(n, 1)], lastLevel
		}
		return some[:n], level + 1
	}
	return nil, 0
}

// shrunk are two neighbours of the last level that are small together.
func (s sizes) shrunk(some []info) []info {
	for i := 1; i < len(some); i++ {
		if some[i-1].Docs+some[i].Docs <= s.bound()/2 && some[i-1].Bytes+some[i].Bytes <= heavy {
			return some[i-1 : i+1]
		}
	}
	return nil
}
