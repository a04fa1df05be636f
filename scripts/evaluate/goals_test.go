//go:build bundled

package main

import (
	"testing"

	"github.com/botifire/livechat/shared/meaning"
)

// The figures of docs/matching.md may not get worse. Each row is judged by weights that were fitted without its scene.
// The answers of a model that chose among ten candidates were recorded: a general language model, not one of Bedrock's,
// read the questions in a random order.
func TestQuestionsAreAnsweredAsWell(t *testing.T) {
	t.Chdir("../..")
	s, err := readSet(own)
	if err != nil {
		t.Fatal(err)
	}
	with := newReader(t)
	space, err := meaning.SpaceOf(with.Model())
	if err != nil {
		t.Fatal(err)
	}
	asked, err := ask(t.Context(), remembering(with, ""), space, s)
	if err != nil {
		t.Fatal(err)
	}
	if with.read < len(with.from.Keys) || with.tried < with.read/(2*sample) {
		t.Errorf("of %d recorded vectors %d were read, and %d made anew: run .local/bin/evaluate -record",
			len(with.from.Keys), with.read, with.tried)
	}
	judged, err := s.judge(asked, with.Model(), bundled)
	if err != nil {
		t.Fatal(err)
	}
	of := report(s, judged)
	for name, least := range map[string]score{
		"English plain":               {Helped: 0.83, Wrong: 2, Offers: 0.40},
		"English far":                 {Helped: 0.48, Wrong: 3, Offers: 0.55, Ten: 0.84},
		"English, taught plain":       {Outright: 0.45, Helped: 0.92, Wrong: 2, Offers: 0.20},
		"English, taught far":         {Outright: 0.33, Helped: 0.90, Wrong: 5, Offers: 0.55, Ten: 0.98},
		"all languages, taught plain": {Outright: 0.57, Helped: 0.94, Wrong: 2, Offers: 0.25},
		"all languages, taught far":   {Outright: 0.28, Helped: 0.88, Wrong: 5, Offers: 0.60, Ten: 0.98},
	} {
		found := false
		for _, table := range of.Tables {
			got := table.Rows[len(table.Rows)-1]
			if table.Knowledge+" "+table.Questions != name {
				continue
			}
			found = true
			if got.Outright < least.Outright || got.Helped < least.Helped || got.Ten < least.Ten || got.Wrong > least.Wrong ||
				got.Offers > least.Offers {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if !found {
			t.Errorf("nobody asked %s", name)
		}
	}
	if sure := of.Sure[len(of.Sure)-1]; sure.Right < 0.85 || sure.Right > 0.97 {
		t.Errorf("of answers that are 90 %% sure %.3f are right", sure.Right)
	}
	loop, err := scoreAnswers(own+"/answers.jsonl", s, judged)
	if err != nil || loop.Asked != len(s.far) || loop.Right < 0.95 || loop.Wrong > 0.01 {
		t.Errorf("a model in the loop: %+v, %v", loop, err)
	}
	if of.Small.Missed > 0 {
		t.Errorf("%d phrases of small talk are not recognized", of.Small.Missed)
	}
}
