//go:build bundled

package main

import (
	"context"
	"encoding/gob"
	"fmt"
	"os"

	"github.com/botifire/livechat/shared/meaning"
)

// reader is an embedder that knows the recorded texts.
type reader struct {
	recorded
	at map[[8]byte]int
}

func readRecorded() (*reader, error) {
	file, err := os.Open(vectorsFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := &reader{at: map[[8]byte]int{}}
	if err := gob.NewDecoder(file).Decode(&r.recorded); err != nil {
		return nil, err
	}
	for i, key := range r.Keys {
		r.at[key] = i
	}
	return r, nil
}

func (r *reader) Model() string { return r.Name }

func (r *reader) Embed(_ context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	all := []meaning.Vector{}
	for _, text := range texts {
		i, had := r.at[keyOf(kind, text)]
		if !had {
			return nil, fmt.Errorf("%s has no vector of %q: run .local/bin/evaluate -record", vectorsFile, text)
		}
		from := i * meaning.Dimensions
		all = append(all, meaning.Small{Bytes: r.Bytes[from : from+meaning.Dimensions], Step: r.Steps[i]}.Vector())
	}
	return all, nil
}
