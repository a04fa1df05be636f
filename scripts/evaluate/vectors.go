package main

import (
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"github.com/botifire/livechat/shared/meaning"
)

// memory is an embedder that embeds each text once, also from one run to the next.
type memory struct {
	meaning.Embedder
	path string
	had  map[string]meaning.Vector
	more bool
}

func remembering(with meaning.Embedder, path string) *memory {
	m := &memory{Embedder: with, path: path, had: map[string]meaning.Vector{}}
	if file, err := os.Open(path); err == nil {
		defer file.Close()
		_ = gob.NewDecoder(file).Decode(&m.had) // a file of an older form is written anew
	}
	return m
}

func (m *memory) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	all := []meaning.Vector{}
	for _, text := range texts {
		key := m.Model() + "\x00" + string(kind) + "\x00" + text
		v, had := m.had[key]
		if !had {
			made, err := m.Embedder.Embed(ctx, []string{text}, kind)
			if err != nil {
				return nil, err
			}
			v, m.more = made[0], true
			m.had[key] = v
		}
		all = append(all, v)
	}
	return all, nil
}

func (m *memory) save() error {
	if !m.more {
		return nil
	}
	if err := os.Remove(m.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.Create(m.path)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(file).Encode(m.had), file.Close())
}

// measure writes the part that the model's vectors have in common, and how near to each other they come, under the name
// of the model's package.
func measure(ctx context.Context, with meaning.Embedder, name string) error {
	of := map[meaning.Kind][][]meaning.Vector{}
	for _, kind := range []meaning.Kind{meaning.Query, meaning.Passage} {
		for _, row := range meaning.Neutral() {
			vectors, err := with.Embed(ctx, row, kind)
			if err != nil {
				return err
			}
			of[kind] = append(of[kind], vectors)
		}
	}
	raw, err := meaning.NewSpace(with.Model(), of).Bytes()
	if err != nil {
		return err
	}
	space, err := meaning.ReadSpace(raw) // the scale is that of the shortened vectors
	if err != nil {
		return err
	}
	scale, err := json.Marshal(space.Scale)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(domain+name+".space", raw, 0o644),
		os.WriteFile(domain+name+".scale.json", append(scale, '\n'), 0o644))
}
