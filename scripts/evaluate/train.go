package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/botifire/livechat/shared/meaning"
)

// fields has a folder for each made-up business from which the metric and the chances are learned. They have the form
// of our own set, which the metric never sees.
const fields = own + "/fields"

// parts is into how many parts businesses are dealt. The questions of each part are measured with a metric that was
// learned from the other parts, so that chances are fitted to figures as an unknown business has them.
const parts = 4

// train learns the metric from all businesses, and fits chances to their questions and to those of our own set. It
// writes them and the space under the name of the model's package, and the chances of each fold for the tests.
func train(ctx context.Context, with *memory, s *set, name string) error {
	sets, err := readFields()
	if err != nil {
		return err
	}
	neutral, err := neutralVectors(ctx, with)
	if err != nil {
		return err
	}
	space := func(m *meaning.Metric) *meaning.Space { return meaning.NewSpace(with.Model(), neutral, m) }
	learned, measured := []business{}, []asked{}
	for _, other := range sets {
		b, err := businessOf(ctx, with, space(meaning.Unchanged()), other)
		if err != nil {
			return err
		}
		learned = append(learned, b)
	}
	if err := with.save(); err != nil {
		return err
	}
	for part := range parts {
		among := []business{}
		for i, b := range learned {
			if i%parts != part {
				among = append(among, b)
			}
		}
		by := space(learnMetric(among))
		for i, other := range sets {
			if i%parts != part {
				continue
			}
			asked, err := ask(ctx, with, by, other)
			if err != nil {
				return err
			}
			measured = append(measured, asked...)
		}
	}
	whole, err := writeSpace(space(learnMetric(learned)), name)
	if err != nil {
		return err
	}
	asked, err := ask(ctx, with, whole, s)
	if err != nil {
		return err
	}
	return errors.Join(with.save(), writeChances(slices.Concat(measured, asked), with.Model(), name))
}

func readFields() (all []*set, err error) {
	folders, err := filepath.Glob(fields + "/*")
	for _, folder := range folders {
		one, bad := readSet(folder)
		all, err = append(all, one), errors.Join(err, bad)
	}
	return all, err
}

// businessOf is all texts of a set that ask for an entry: the wordings of people and of a model, titles, and questions.
func businessOf(ctx context.Context, with meaning.Embedder, space *meaning.Space, s *set) (business, error) {
	texts, entry := []meaning.Text{}, []int{}
	for _, of := range s.knowledge {
		for i, e := range of.entries {
			for _, t := range e.Texts {
				if t.Part != meaning.Answer && !slices.Contains(texts, t) {
					texts, entry = append(texts, t), append(entry, i)
				}
			}
		}
	}
	for _, q := range slices.Concat(s.plain, s.far) {
		at := slices.IndexFunc(s.knowledge[0].entries, func(e meaning.Entry) bool { return e.ID == q.expect })
		if at >= 0 {
			texts, entry = append(texts, meaning.Text{Words: q.text}), append(entry, at)
		}
	}
	words := []string{}
	for _, t := range texts {
		words = append(words, t.Words)
	}
	vectors, err := with.Embed(ctx, words, meaning.Query)
	b := business{entry: entry}
	for i, v := range vectors {
		row := []float64{}
		for _, x := range space.Centred(v, meaning.Query, texts[i].Language) {
			row = append(row, float64(x))
		}
		b.vectors = append(b.vectors, row)
	}
	return b, err
}

// writeChances fits chances to all rows, and for each fold to all but its own.
func writeChances(all []asked, model, name string) error {
	byFold := []*meaning.Calibration{}
	for fold := range folds {
		c, err := calibrate(all, fold, model)
		if err != nil {
			return err
		}
		byFold = append(byFold, c)
	}
	const none = -2
	c, err := calibrate(all, none, model)
	return errors.Join(err, writeJSON(domain+name+".weights.json", c), writeJSON(foldsOf(name), byFold))
}

// foldsOf is the file with the chances of each fold of our own set.
func foldsOf(name string) string { return own + "/" + name + ".folds.json" }

func writeJSON(path string, what any) error {
	raw, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(raw, '\n'), 0o644)
}
