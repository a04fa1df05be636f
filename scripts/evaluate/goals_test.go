//go:build bundled

package main

import "testing"

// The figures of docs/matching.md may not get worse. Each row is judged by weights that were fitted without its scene.
func TestQuestionsAreAnsweredAsWell(t *testing.T) {
	t.Chdir("../..")
	s, err := readSet(own)
	if err != nil {
		t.Fatal(err)
	}
	with := newReader(t)
	asked, err := ask(t.Context(), remembering(with, ""), s)
	if err != nil {
		t.Fatal(err)
	}
	if with.read < len(with.from.Keys) || with.tried < with.read/(2*sample) {
		t.Errorf("of %d recorded vectors %d were read, and %d made anew: run .local/bin/evaluate -record",
			len(with.from.Keys), with.read, with.tried)
	}
	judged, err := s.judge(asked, with.Model())
	if err != nil {
		t.Fatal(err)
	}
	of := report(s, judged)
	for name, least := range map[string]score{
		"English plain":               {Helped: 0.80, Wrong: 2, Offers: 0.45},
		"English far":                 {Helped: 0.35, Wrong: 7, Offers: 0.60, Ten: 0.80},
		"English, taught plain":       {Outright: 0.55, Helped: 0.92, Wrong: 2, Offers: 0.40},
		"English, taught far":         {Helped: 0.68, Wrong: 7, Offers: 0.62, Ten: 0.90},
		"all languages, taught plain": {Outright: 0.60, Helped: 0.92, Wrong: 2, Offers: 0.40},
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
	if of.Small.Missed > 0 {
		t.Errorf("%d phrases of small talk are not recognized", of.Small.Missed)
	}
}
