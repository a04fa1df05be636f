package main

import (
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/botifire/livechat/shared/meaning"
)

// vectorsFile has the vectors of the knowledge of our own set. The model takes over a minute for them, and they change
// only with the knowledge or the model.
const vectorsFile = own + "/vectors.gob"

// wordings is the folder with wordings by meaning, for the tests that bring them together.
const wordings = "shared/unanswered/testdata"

// recorded is what the file has: columns, in the order of Keys.
type recorded struct {
	Model string
	Keys  [][8]byte // hashes of the texts
	Bytes []byte    // meaning.Dimensions of each
	Steps []float32
}

func keyOf(kind meaning.Kind, text string) (key [8]byte) {
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + text))
	copy(key[:], sum[:])
	return key
}

// record embeds the knowledge of a set, in each way of writing it, and the wordings of other tests, and writes them.
func record(ctx context.Context, with *memory, s *set) error {
	needed := &memory{Embedder: with, had: map[string]meaning.Vector{}}
	for _, of := range s.knowledge {
		if _, err := meaning.Build(ctx, needed, of.entries); err != nil {
			return err
		}
	}
	r := recorded{Model: with.Model()}
	for _, name := range sorted(needed.had) {
		part := strings.SplitN(name, "\x00", 3)
		v := needed.had[name]
		small := v.Small()
		r.Keys = append(r.Keys, keyOf(meaning.Kind(part[1]), part[2]))
		r.Bytes = append(r.Bytes, small.Bytes...)
		r.Steps = append(r.Steps, small.Step)
	}
	file, err := os.Create(vectorsFile)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(file).Encode(r), file.Close(), recordWordings(ctx, with), with.save())
}

// recordWordings places the wordings of each set, and the plain words that a model put in their place.
func recordWordings(ctx context.Context, with meaning.Embedder) error {
	sets, err := filepath.Glob(wordings + "/*.tsv")
	for _, path := range sets {
		rows, bad := readRows(path)
		texts, languages := []string{}, []string{}
		for _, row := range rows {
			texts, languages = append(texts, row.expect), append(languages, row.lang)
		}
		name := strings.TrimSuffix(path, ".tsv")
		err = errors.Join(err, bad, writePlaced(ctx, with, texts, nil, name+".jsonl"))
		if raw, bad := os.ReadFile(name + ".plain.txt"); bad == nil {
			plain := strings.Split(strings.TrimSpace(string(raw)), "\n")
			if len(plain) != len(texts) {
				err = errors.Join(err, fmt.Errorf("%s has %d wordings, and %d in plain words", name, len(texts), len(plain)))
				continue
			}
			err = errors.Join(err, writePlaced(ctx, with, plain, languages, name+".plain.jsonl"))
		}
	}
	return err
}

// writePlaced writes a line for each text. Those that stand for a question in other words say in which language it was.
func writePlaced(ctx context.Context, with meaning.Embedder, texts, said []string, path string) error {
	space, err := meaning.SpaceOf(with.Model())
	if err != nil {
		return err
	}
	vectors, err := with.Embed(ctx, texts, meaning.Query)
	if err != nil {
		return err
	}
	lines := ""
	for i, v := range vectors {
		placed := space.Place(v)
		if said != nil {
			placed.Said = said[i]
		}
		line, err := json.Marshal(placed)
		if err != nil {
			return err
		}
		lines += string(line) + "\n"
	}
	return os.WriteFile(path, []byte(lines), 0o644)
}
