package main

import (
	"context"
	"encoding/gob"
	"errors"
	"io/fs"
	"os"
	"slices"

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

// atOnce is how many texts are embedded in one call: a call that fails loses no others.
const atOnce = 100

// Embed embeds the texts that it does not know, side by side.
func (m *memory) Embed(ctx context.Context, texts []string, kind meaning.Kind) ([]meaning.Vector, error) {
	key := func(text string) string { return m.Model() + "\x00" + string(kind) + "\x00" + text }
	unknown := []string{}
	for _, text := range texts {
		if _, had := m.had[key(text)]; !had && !slices.Contains(unknown, text) {
			unknown = append(unknown, text)
		}
	}
	for some := range slices.Chunk(unknown, atOnce) {
		made, err := m.Embedder.Embed(ctx, some, kind)
		if err != nil {
			return nil, err
		}
		for i, text := range some {
			m.had[key(text)], m.more = made[i], true
		}
	}
	all := []meaning.Vector{}
	for _, text := range texts {
		all = append(all, m.had[key(text)])
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

// neutralVectors are those of neutral sentences, by kind, sentence and language.
func neutralVectors(ctx context.Context, with meaning.Embedder) (map[meaning.Kind][][]meaning.Vector, error) {
	of := map[meaning.Kind][][]meaning.Vector{}
	for _, kind := range []meaning.Kind{meaning.Query, meaning.Passage} {
		for _, row := range meaning.Neutral() {
			vectors, err := with.Embed(ctx, row, kind)
			if err != nil {
				return nil, err
			}
			of[kind] = append(of[kind], vectors)
		}
	}
	return of, nil
}

// stored is a space as it is read again from its file, in which vectors have fewer digits.
func stored(space *meaning.Space) (*meaning.Space, error) {
	raw, err := space.Bytes()
	if err != nil {
		return nil, err
	}
	return meaning.ReadSpace(raw)
}

// writeSpace writes a space and how near to each other its vectors come, under the name of the model's package.
func writeSpace(space *meaning.Space, name string) error {
	raw, err := space.Bytes()
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(domain+name+".space", raw, 0o644), writeJSON(domain+name+".scale.json", space.Scale))
}
