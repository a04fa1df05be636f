package unanswered

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/meaning"
	"pgregory.net/rapid"
)

// labelled are the 200 wordings of testdata/groups.tsv with the vectors that the bundled model gave them, and the
// meaning of each.
func labelled(t testing.TB) (points []point, means map[string]string) {
	t.Helper()
	lines, err := os.ReadFile("testdata/groups.tsv")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	vectors := strings.Split(strings.TrimSpace(string(raw)), "\n")
	means = map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(lines)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		p := point{id: cells[2], vector: &meaning.Placed{}}
		if err := json.Unmarshal([]byte(vectors[i]), p.vector); err != nil {
			t.Fatal(err)
		}
		points, means[p.id] = append(points, p), cells[0]
	}
	return points, means
}

// score is the pairwise F1 of a grouping, and how many groups it has.
func score(g *grouping, means map[string]string) (f1 float64, groups int) {
	of := map[int]int{}
	for n, members := range g.groups {
		groups += min(len(members), 1)
		for _, i := range members {
			of[i] = n
		}
	}
	right, wrong := 0, 0
	for i := range g.points {
		for j := range i {
			same := means[g.points[i].id] == means[g.points[j].id]
			switch together := of[i] == of[j]; {
			case same && together:
				right++
			case same != together:
				wrong++
			}
		}
	}
	return 2 * float64(right) / float64(2*right+wrong), groups
}

func TestQuestionsOfOneMeaningComeTogether(t *testing.T) {
	points, means := labelled(t)
	f1, groups := score(group(points), means)
	t.Logf("untouched: F1 %.2f in %d rows", f1, groups)
	if f1 < 0.5 {
		t.Errorf("F1 %.2f", f1)
	}
	pinned := 0
	for click := 1; click <= 30; click++ {
		if !lead(points, means, &pinned) {
			break
		}
		f1, groups = score(group(points), means)
	}
	t.Logf("after 30 clicks: F1 %.2f in %d rows", f1, groups)
	if f1 < 0.78 {
		t.Errorf("F1 %.2f after 30 clicks", f1)
	}
}

// gain is how many pairs of wordings of two groups mean the same, less those that do not.
func (g *grouping) gain(one, other []int, means map[string]string) (n int) {
	for _, i := range one {
		for _, j := range other {
			if means[g.points[i].id] == means[g.points[j].id] {
				n++
			} else {
				n--
			}
		}
	}
	return n
}

// lead makes one click by a rule that sees all that the screen shows beside each row: up to three rows that may be the
// same, of which it may join one; and the row's last addition, which it may split off. It makes the click that puts
// right the most pairs of wordings.
func lead(points []point, means map[string]string, pinned *int) bool {
	g := group(points)
	best, one, other := 0, []int{}, []int{}
	together := false
	for a, members := range g.groups {
		for _, b := range g.likely(a, suggestions) {
			if n := g.gain(members, g.groups[b], means); n > best {
				best, one, other, together = n, members, g.groups[b], true
			}
		}
		half := g.halves[a]
		rest := slices.DeleteFunc(slices.Clone(members), func(i int) bool { return slices.Contains(half, i) })
		if n := -g.gain(half, rest, means); n > best {
			best, one, other, together = n, rest, half, false
		}
	}
	if best == 0 {
		return false
	}
	name := func(members []int) {
		*pinned++
		for _, i := range members {
			g.points[i].topic = fmt.Sprint(*pinned)
		}
	}
	if together {
		one, other = slices.Concat(one, other), nil
	}
	name(one)
	name(other)
	return true
}

func TestTheSameLogGivesTheSameRows(t *testing.T) {
	points, _ := labelled(t)
	show := func(points []point) (all []string) {
		for g, n := group(points), 0; n < len(g.groups); n++ {
			row := []string{}
			for _, i := range g.groups[n] {
				row = append(row, g.points[i].id)
			}
			slices.Sort(row)
			if len(row) > 0 {
				all = append(all, strings.Join(row, "\n"))
			}
		}
		slices.Sort(all)
		return all
	}
	rapid.Check(t, func(r *rapid.T) {
		some := rapid.SliceOfNDistinct(rapid.IntRange(0, len(points)-1), 2, 40, rapid.ID[int]).Draw(r, "wordings")
		one, other := []point{}, []point{}
		for _, i := range some {
			p := points[i]
			p.topic = rapid.SampledFrom([]string{"", "", "", "a", "b"}).Draw(r, "topic")
			one, other = append(one, p), append(other, p)
		}
		rand.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		if a, b := show(one), show(other); !slices.Equal(a, b) {
			r.Fatalf("%q\n%q", a, b)
		}
	})
}

func TestWhatPeopleKeepApartStaysApart(t *testing.T) {
	points, _ := labelled(t)
	points = points[:2]
	points[1].vector = points[0].vector
	points[0].topic, points[1].topic = "a", "b"
	if g := group(points); len(g.groups[0]) != 1 || len(g.groups[1]) != 1 {
		t.Errorf("%v", g.groups)
	}
}
