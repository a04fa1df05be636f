package unanswered

import (
	"cmp"
	"slices"

	"github.com/botifire/livechat/shared/meaning"
)

// together is how near two groups are on the mean to be one question, and like how near to be shown as perhaps the
// same. A row about which people decided was looked at, so it takes in only groups that are nearer by decided. The
// plain words of a model for two questions are nearer by plainer than people's own, whether they mean the same or not.
// Chosen on testdata/groups.tsv, plainer on all sets there: see TestQuestionsOfOneMeaningComeTogether and
// TestQuestionsInPlainWordsComeTogether.
const (
	together = 0.45
	decided  = 0.05
	plainer  = 0.12
	like     = 0.2
)

// point is a wording in the space of meanings.
type point struct {
	id     string
	vector *meaning.Placed // nil: not known yet
	topic  string          // the decision that names it
}

// grouping is wordings in groups, by average linkage: each two groups that are nearest on the mean become one, until
// none are near enough. It depends on the wordings alone, not on their order.
type grouping struct {
	points []point
	groups [][]int // nil for one that went into another
	topics []string
	halves [][]int     // of a group that came together by itself, its last addition
	sums   [][]float32 // of the nearness of all pairs of two groups
	best   []int       // the group that is nearest to each, -1 for none
}

// group brings wordings together. Those that one decision names are together from the beginning, and groups with a
// decision each stay apart.
func group(points []point) *grouping {
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.id, b.id) })
	g := &grouping{points: points, sums: nearness(points)}
	first := map[string]int{}
	for i, p := range points {
		g.groups, g.topics, g.halves = append(g.groups, []int{i}), append(g.topics, p.topic), append(g.halves, nil)
		if p.topic == "" {
			continue
		}
		if to, is := first[p.topic]; is {
			g.join(to, i)
		} else {
			first[p.topic] = i
		}
	}
	g.best = make([]int, len(points))
	for i := range points {
		g.look(i)
	}
	for {
		a, b := g.nearest()
		if b < 0 || g.pull(a, b) < together {
			return g
		}
		half := g.groups[b]
		g.join(a, b)
		g.halves[a] = half
		for i := range g.groups {
			if i == a || g.best[i] == a || g.best[i] == b {
				g.look(i)
			}
		}
	}
}

// nearness compares all wordings that have a vector of one model.
func nearness(points []point) [][]float32 {
	all := make([][]float32, len(points))
	for i := range points {
		all[i] = make([]float32, len(points))
		a := points[i].vector
		if a == nil || !a.Whole() {
			continue
		}
		scale, err := meaning.ScaleOf(a.Model)
		if err != nil { // the model of another release
			continue
		}
		for j := range i {
			if b := points[j].vector; b != nil && b.Model == a.Model && b.Whole() {
				all[i][j] = scale.Alike(a, b)
				if a.Said != "" && b.Said != "" {
					all[i][j] -= plainer
				}
				all[j][i] = all[i][j]
			}
		}
	}
	return all
}

// near is the nearness of two groups on the mean of all pairs.
func (g *grouping) near(a, b int) float32 {
	return g.sums[a][b] / float32(len(g.groups[a])*len(g.groups[b]))
}

// pull is the nearness by which two groups become one.
func (g *grouping) pull(a, b int) float32 {
	if g.topics[a] != "" || g.topics[b] != "" {
		return g.near(a, b) - decided
	}
	return g.near(a, b)
}

// look finds the group that is nearest to one, of those that people do not keep apart from it. Two groups that became
// one are never nearer to a third than the nearer of them was, so that others need not look again.
func (g *grouping) look(i int) {
	g.best[i] = -1
	for j := range g.groups {
		if i == j || g.groups[i] == nil || g.groups[j] == nil || g.topics[i] != "" && g.topics[j] != "" {
			continue
		}
		if g.best[i] < 0 || g.pull(i, j) > g.pull(i, g.best[i]) {
			g.best[i] = j
		}
	}
}

// nearest are the two groups that are nearest to each other; b is -1 if there are none.
func (g *grouping) nearest() (a, b int) {
	a, b = -1, -1
	for i, j := range g.best {
		if j >= 0 && (b < 0 || g.pull(i, j) > g.pull(a, b)) {
			a, b = min(i, j), max(i, j)
		}
	}
	return a, b
}

func (g *grouping) join(to, from int) {
	g.groups[to], g.groups[from] = append(g.groups[to], g.groups[from]...), nil
	g.topics[to] = cmp.Or(g.topics[to], g.topics[from])
	for i := range g.sums {
		g.sums[to][i] += g.sums[from][i]
		g.sums[i][to] = g.sums[to][i]
	}
}

// likely are the groups that look like the same question as one, the nearest first.
func (g *grouping) likely(of, most int) []int {
	all := []int{}
	for i := range g.groups {
		if i != of && g.groups[i] != nil && g.groups[of] != nil && g.near(of, i) >= like {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(g.near(of, b), g.near(of, a)) })
	return all[:min(len(all), most)]
}
