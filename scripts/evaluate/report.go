package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/meaning"
)

// result is the printed result.
type result struct {
	Tables []table       `json:"tables"`
	Small  small         `json:"smalltalk"`
	Model  *modelScore   `json:"model,omitempty"`
	Sure   []calibration `json:"calibration"`
	Turns  []needing     `json:"turns,omitempty"`
}

// table is one file of questions against one way of writing the knowledge.
type table struct {
	Knowledge string  `json:"knowledge"`
	Questions string  `json:"questions"`
	Rows      []score `json:"rows"`  // a language each; the last one is all
	Curve     []point `json:"curve"` // without the thresholds
}

// score counts questions. Shares are of those that have an answer, if it does not say otherwise.
type score struct {
	Language string  `json:"language"`
	Asked    int     `json:"asked"`
	Outright float64 `json:"outright"` // answered and right
	Helped   float64 `json:"helped"`   // answered right, or offered
	Three    float64 `json:"three"`    // among the best three, without any threshold
	Ten      float64 `json:"ten"`
	Wrong    int     `json:"wrong"`         // of all that were asked
	Offers   float64 `json:"offersNothing"` // of those without an answer: something was offered or answered
}

// point is the result of another threshold.
type point struct {
	Least    float64 `json:"least"`
	Outright float64 `json:"outright"` // if it answered from there on
	Wrong    int     `json:"wrong"`
	Helped   float64 `json:"helped"` // if it offered from there on
	Offers   float64 `json:"offersNothing"`
}

// calibration is how many answers with such a chance are right.
type calibration struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Said  int     `json:"said"`
	Right float64 `json:"right"`
}

type small struct {
	Phrases int `json:"phrases"`
	Missed  int `json:"missed"` // that would be a miss, a gap or an answer of an entry
}

func report(s *set, all []asked) result {
	r := result{}
	for _, one := range all {
		for _, far := range []bool{false, true} {
			rows := slices.DeleteFunc(slices.Clone(one.rows), func(r row) bool { return r.far != far })
			if len(rows) > 0 {
				r.Tables = append(r.Tables, tabled(one.of.name, far, rows))
			}
		}
	}
	for _, bounds := range [][2]float64{{0.2, 0.5}, {0.5, 0.7}, {0.7, 0.85}, {0.85, 0.95}, {0.9, 1.01}} {
		r.Sure = append(r.Sure, calibrated(all, bounds[0], bounds[1]))
	}
	for _, q := range s.small {
		r.Small.Phrases++
		if !bot.SmallTalk(q.text) {
			r.Small.Missed++
		}
	}
	return r
}

func tabled(name string, far bool, rows []row) table {
	t := table{Knowledge: name, Questions: "plain"}
	if far {
		t.Questions = "far"
	}
	for _, language := range meaning.Languages {
		own := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.lang != language })
		if len(own) > 0 {
			t.Rows = append(t.Rows, scored(language, own))
		}
	}
	t.Rows = append(t.Rows, scored("all", rows))
	for _, least := range []float64{0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95} {
		t.Curve = append(t.Curve, pointAt(least, rows))
	}
	return t
}

func scored(language string, rows []row) score {
	s, answerable, nothing := score{Language: language, Asked: len(rows)}, 0.0, 0.0
	for _, r := range rows {
		decision, used := r.verdict, r.used
		right := func(c meaning.Candidate) bool { return c.Entry == r.expect }
		if decision == meaning.Answered && !right(used[0]) {
			s.Wrong++
		}
		if r.expect == "-" {
			nothing++
			s.Offers += truth(decision != meaning.Gap)
			continue
		}
		answerable++
		s.Outright += truth(decision == meaning.Answered && right(used[0]))
		s.Helped += truth(slices.ContainsFunc(used, right))
		s.Three += truth(slices.ContainsFunc(r.best[:min(3, len(r.best))], right))
		s.Ten += truth(slices.ContainsFunc(r.best, right))
	}
	for _, share := range []*float64{&s.Outright, &s.Helped, &s.Three, &s.Ten} {
		*share /= max(answerable, 1)
	}
	s.Offers /= max(nothing, 1)
	return s
}

func pointAt(least float64, rows []row) point {
	p, answerable, nothing := point{Least: least}, 0.0, 0.0
	for _, r := range rows {
		over := len(r.best) > 0 && r.best[0].Chance >= least
		right := over && r.best[0].Entry == r.expect
		if over && !right {
			p.Wrong++
		}
		if r.expect == "-" {
			nothing++
			p.Offers += truth(over)
			continue
		}
		answerable++
		p.Outright += truth(right)
		p.Helped += truth(over && slices.ContainsFunc(r.best[:min(3, len(r.best))],
			func(c meaning.Candidate) bool { return c.Entry == r.expect }))
	}
	p.Outright, p.Helped, p.Offers = p.Outright/max(answerable, 1), p.Helped/max(answerable, 1), p.Offers/max(nothing, 1)
	return p
}

func calibrated(all []asked, from, to float64) calibration {
	c := calibration{From: from, To: to}
	for _, one := range all {
		for _, r := range one.rows {
			if len(r.best) > 0 && r.best[0].Chance >= from && r.best[0].Chance < to {
				c.Said++
				c.Right += truth(r.best[0].Entry == r.expect)
			}
		}
	}
	c.Right /= float64(max(c.Said, 1))
	return c
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func (r result) print(to io.Writer, format string) error {
	if format == "json" {
		encoder := json.NewEncoder(to)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, t := range r.Tables {
		fmt.Fprintf(w, "\n%s, %s questions\nlanguage\tasked\tanswered right\tor offered\twrong\toffers for nothing"+
			"\tin three\tin ten\n",
			t.Knowledge, t.Questions)
		for _, s := range t.Rows {
			fmt.Fprintf(w, "%s\t%d\t%.0f %%\t%.0f %%\t%d\t%.0f %%\t%.0f %%\t%.0f %%\n",
				s.Language, s.Asked, 100*s.Outright, 100*s.Helped, s.Wrong, 100*s.Offers, 100*s.Three, 100*s.Ten)
		}
		fmt.Fprint(w, "from a chance of\tanswered right\twrong\tor offered\toffers for nothing\n")
		for _, p := range t.Curve {
			fmt.Fprintf(w, "%.2f\t%.0f %%\t%d\t%.0f %%\t%.0f %%\n", p.Least, 100*p.Outright, p.Wrong, 100*p.Helped, 100*p.Offers)
		}
	}
	fmt.Fprint(w, "\nchance\tsaid\tright\n")
	for _, c := range r.Sure {
		fmt.Fprintf(w, "%.2f to %.2f\t%d\t%.1f %%\n", c.From, c.To, c.Said, 100*c.Right)
	}
	if r.Model != nil {
		fmt.Fprintf(w, "\na model in the loop: %d asked, %.0f %% right, %.1f %% wrong\n",
			r.Model.Asked, 100*r.Model.Right, 100*r.Model.Wrong)
	}
	printTurns(w, r.Turns)
	fmt.Fprintf(w, "\nsmall talk: %d of %d phrases not recognized\n", r.Small.Missed, r.Small.Phrases)
	return w.Flush()
}
