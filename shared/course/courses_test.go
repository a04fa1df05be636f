package course_test

import (
	"os"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/course"
)

// talk is a course of testdata/courses.txt, or one that is made of questions.
type talk struct {
	name        string
	needs, kept bool
	lines       []string
}

func talks(t *testing.T) (all []talk) {
	t.Helper()
	raw, err := os.ReadFile("testdata/courses.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(raw), "\n") {
		head, is := strings.CutPrefix(line, "== ")
		switch {
		case is:
			f := strings.Split(head, " | ")
			all = append(all, talk{name: f[0], needs: f[2] == "needs", kept: f[3] == "kept"})
		case line != "" && !strings.HasPrefix(line, "#"):
			at := &all[len(all)-1]
			at.lines = append(at.lines, line)
		}
	}
	return all
}

var outcomes = map[string]course.Outcome{
	"other": course.Other, "answered": course.Answered, "chosen": course.Chosen, "offered": course.Offered,
	"missed": course.Missed,
}

// worst is the highest score of a talk, and the state that has it.
func (k talk) worst() (most int, at course.State) {
	var s course.State
	for _, line := range k.lines {
		words, came, turn := strings.Cut(line, " > ")
		if f := strings.Fields(came); turn {
			next := course.Turn{Words: words, Outcome: outcomes[f[0]], Foreign: strings.HasSuffix(came, "foreign")}
			if len(f) > 1 && !next.Foreign {
				next.Entry = f[1]
			}
			s = s.After(next)
		} else {
			s = s.Complain(true)
		}
		if n := s.Score(); n > most {
			most, at = n, s
		}
	}
	return most, at
}

// The points were tuned to the first half of the courses, and never to the half that is kept.
func TestWholeCourses(t *testing.T) {
	for _, kept := range []bool{false, true} {
		var f found
		for _, k := range talks(t) {
			if k.kept != kept {
				continue
			}
			score, at := k.worst()
			f.add(score >= course.Needs, k.needs)
			if !kept && (score >= course.Needs) != k.needs {
				t.Logf("%q: %d %+v", k.name, score, at.Reasons())
			}
		}
		t.Logf("kept %v: recall %.2f, precision %.2f of %d", kept, f.recall(), f.precision(), f.needing)
		if f.recall() < 0.9 || f.precision() < 0.9 {
			t.Errorf("kept %v: recall %.2f, precision %.2f", kept, f.recall(), f.precision())
		}
	}
}

// Talks in which a visitor asks three plain questions, of which one at most has no answer, need nobody.
func TestFineTalks(t *testing.T) {
	flagged, all := 0, fineTalks(t)
	for _, k := range all {
		if score, at := k.worst(); score >= course.Needs {
			flagged++
			t.Logf("%q: %d %+v", k.lines, score, at.Reasons())
		}
	}
	t.Logf("%d of %d fine talks are flagged", flagged, len(all))
	if len(all) < 100 || flagged*100 > 3*len(all) {
		t.Errorf("%d of %d fine talks are flagged", flagged, len(all))
	}
}

// fineTalks puts greetings, plain and far questions of a language together.
func fineTalks(t *testing.T) (all []talk) {
	t.Helper()
	greets, asks, gaps := map[string][]string{}, map[string][]string{}, map[string][]string{}
	for _, row := range rowsOf(t, set+"smalltalk.tsv") {
		greets[row[0]] = append(greets[row[0]], row[1]+" > other")
	}
	for _, file := range []string{"plain.tsv", "questions.tsv"} {
		for _, row := range rowsOf(t, set+file) {
			if row[2] == "-" {
				gaps[row[1]] = append(gaps[row[1]], row[3]+" > missed")
			} else {
				asks[row[1]] = append(asks[row[1]], row[3]+" > answered "+row[2])
			}
		}
	}
	for language, questions := range asks {
		for i := 0; i+2 < len(questions); i += 2 {
			at := func(of []string, n int) string { return of[n%len(of)] }
			k := talk{name: language, lines: []string{
				at(greets[language], i), questions[i], at(gaps[language], i/2), questions[i+1], at(greets[language], i+7),
			}}
			all = append(all, k)
		}
	}
	return all
}

const set = "../../scripts/evaluate/testdata/"
