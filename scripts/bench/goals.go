package main

import (
	"fmt"
	"strings"
	"time"
)

// figure is a measured value beside its goal, which is the most that it may be; 0 for none.
type figure struct {
	got, goal float64
	unit      string
}

// line is something that has a goal, with its figure and that of its baseline in the same run.
type line struct {
	what, baseline string
	figures        []figure
}

// table has all lines, in the order in which they were measured.
type table struct{ lines []line }

// add notes figures of something. Further figures of the same thing join its line.
func (t *table) add(what, baseline string, figures ...figure) {
	for i := range t.lines {
		if l := &t.lines[i]; l.what == what {
			l.figures = append(l.figures, figures...)
			return
		}
	}
	t.lines = append(t.lines, line{what, baseline, figures})
}

// print shows each line with its goals, and marks those that were missed.
func (t *table) print() {
	title("What has a goal, beside it")
	for _, l := range t.lines {
		var got, goals []string
		missed := ""
		for _, f := range l.figures {
			got = append(got, f.text(f.got))
			if f.goal == 0 {
				continue
			}
			goals = append(goals, f.text(f.goal))
			if f.got > f.goal {
				missed = "  MISSED"
			}
		}
		fmt.Printf("  %-44s %-34s at most %-34s %s%s\n", l.what, strings.Join(got, ", "), strings.Join(goals, ", "),
			l.baseline, missed)
	}
}

func (f figure) text(n float64) string {
	if f.unit == "$" {
		return fmt.Sprintf("$%.2f", n)
	}
	text := fmt.Sprintf("%.1f", n)
	if n == float64(int64(n)) || n >= 100 {
		text = fmt.Sprintf("%.0f", n)
	}
	if f.unit == "x" {
		return text + "x"
	}
	return text + " " + f.unit
}

// within is a measured time beside its goal.
func within(got, goal time.Duration) figure {
	return figure{float64(got.Microseconds()) / 1000, float64(goal.Microseconds()) / 1000, "ms"}
}

// beside is a measured time as a multiple of its baseline's.
func beside(got, base time.Duration, goal float64) figure {
	return figure{float64(got) / float64(base), goal, "x"}
}

// costs are the goals of stories: capacity units, dollars a million while one comes each second and one agent is
// signed in, and messages on sockets.
var costs = map[string]struct{ write, read, dollars, frames float64 }{
	"session":                               {write: 12},
	"silent visit, 5 pages, one socket":     {18, 8, 22, 7},
	"silent visit, 5 pages, each reloads":   {30, 20, 38, 12},
	"WhatsApp exchange with three statuses": {write: 11, read: 14, dollars: 17},
	"exchange, fast bot":                    {write: 6, dollars: 7.91},
	alone:                                   {write: 22},
}
