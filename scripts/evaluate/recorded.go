package main

import (
	"context"
	"crypto/sha256"
	"encoding/gob"
	"os"
	"strings"

	"github.com/botifire/livechat/shared/meaning"
)

// vectorsFile has the vectors of the knowledge of our own set. The model takes over a minute for them, and they change
// only with the knowledge or the model.
const vectorsFile = own + "/vectors.gob"

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

// record embeds the knowledge of a set, in each way of writing it, and writes the file.
func record(ctx context.Context, engine meaning.Embedder, s *set) error {
	with := remembering(engine, "")
	for _, of := range s.knowledge {
		if _, err := meaning.Build(ctx, with, of.entries); err != nil {
			return err
		}
	}
	r := recorded{Model: engine.Model()}
	for _, name := range sorted(with.had) {
		part := strings.SplitN(name, "\x00", 3)
		v := with.had[name]
		small := v.Small()
		r.Keys = append(r.Keys, keyOf(meaning.Kind(part[1]), part[2]))
		r.Bytes = append(r.Bytes, small.Bytes...)
		r.Steps = append(r.Steps, small.Step)
	}
	file, err := os.Create(vectorsFile)
	if err != nil {
		return err
	}
	defer file.Close()
	return gob.NewEncoder(file).Encode(r)
}
