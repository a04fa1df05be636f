package course_test

import (
	"hash/fnv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/course"
)

// labelled is a message with whether it needs a person, and the chance that the bundled model gave it.
type labelled struct {
	words string
	needs bool
	felt  float64
	tuned bool // the weights were fitted with it, and the cues were written with it in view
}

func turns(t *testing.T) (all []labelled) {
	t.Helper()
	for _, row := range rowsOf(t, "testdata/turns.tsv") {
		h := fnv.New32a()
		h.Write([]byte(row[3]))
		felt, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, labelled{row[3], row[1] == "needs_human", felt, h.Sum32()>>8&1 == 0})
	}
	return all
}

func rowsOf(t *testing.T, path string) (rows [][]string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// found counts the finds of a judge.
type found struct{ hits, flagged, needing int }

func (f *found) add(flagged, needs bool) {
	if flagged {
		f.flagged++
	}
	if needs {
		f.needing++
	}
	if flagged && needs {
		f.hits++
	}
}

func (f *found) recall() float64    { return float64(f.hits) / float64(max(f.needing, 1)) }
func (f *found) precision() float64 { return float64(f.hits) / float64(max(f.flagged, 1)) }

// A message is judged by itself. The floors stand a little under the figures of the half that nobody tuned to.
func TestSingleMessages(t *testing.T) {
	for name, c := range map[string]struct {
		judge             func(labelled) float64
		recall, precision float64
	}{
		"by words":             {func(m labelled) float64 { return course.Mood(m.words, course.Unfelt) }, 0.73, 0.88},
		"by words and meaning": {func(m labelled) float64 { return course.Mood(m.words, m.felt) }, 0.76, 0.88},
	} {
		for _, tuned := range []bool{true, false} {
			var f found
			for _, m := range turns(t) {
				if m.tuned == tuned {
					f.add(c.judge(m) >= course.MoodNeeds, m.needs)
				}
			}
			t.Logf("%s, tuned to %v: recall %.2f, precision %.2f", name, tuned, f.recall(), f.precision())
			if f.recall() < c.recall || f.precision() < c.precision {
				t.Errorf("%s, tuned to %v: recall %.2f, precision %.2f", name, tuned, f.recall(), f.precision())
			}
		}
	}
}
