package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// train learns the metric from all businesses, and fits chances to their questions and to those of our own set. Once
// all is well it writes them and the space under the name of the model's package, and the chances of each fold.
func train(ctx context.Context, with *memory, s *set, name string) (err error) {
	if !s.own {
		return errors.New("the chances are fitted to our own set")
	}
	defer func() { err = errors.Join(err, with.save()) }()
	sets, err := readFields()
	if err != nil {
		return err
	}
	neutral, err := neutralVectors(ctx, with)
	if err != nil {
		return err
	}
	space := func(m *meaning.Metric) (*meaning.Space, error) {
		return stored(meaning.NewSpace(with.Model(), neutral, m))
	}
	learned := []business{}
	for _, other := range sets {
		b, err := businessOf(ctx, with, meaning.NewSpace(with.Model(), neutral, meaning.Unchanged()), other)
		if err != nil {
			return err
		}
		learned = append(learned, b)
	}
	measured, err := apart(ctx, with, sets, learned, space)
	if err != nil {
		return err
	}
	whole, err := space(learnMetric(learned))
	if err != nil {
		return err
	}
	asked, err := ask(ctx, with, whole, s)
	if err != nil {
		return err
	}
	all, byFold, err := chances(slices.Concat(measured, asked), with.Model())
	if err != nil {
		return err
	}
	return errors.Join(writeSpace(whole, name), writeJSON(domain+name+".weights.json", all),
		writeJSON(foldsOf(name), byFold))
}

// apart measures the questions of each business with a metric that was learned without it.
func apart(
	ctx context.Context, with *memory, sets []*set, learned []business,
	space func(*meaning.Metric) (*meaning.Space, error),
) (measured []asked, err error) {
	for part := range parts {
		among := []business{}
		for i, b := range learned {
			if i%parts != part {
				among = append(among, b)
			}
		}
		by, err := space(learnMetric(among))
		if err != nil {
			return nil, err
		}
		for i, other := range sets {
			if i%parts != part {
				continue
			}
			asked, err := ask(ctx, with, by, other)
			if err != nil {
				return nil, err
			}
			measured = append(measured, asked...)
		}
	}
	return measured, nil
}

func readFields() (all []*set, err error) {
	folders, err := filepath.Glob(fields + "/*")
	for _, folder := range folders {
		one, bad := readSet(folder)
		all, err = append(all, one), errors.Join(err, bad)
	}
	if err == nil && len(all) < parts {
		err = fmt.Errorf("%s has less than %d businesses", fields, parts)
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

// chances are fitted to all rows, and for each fold to all but its own.
func chances(all []asked, model string) (whole *meaning.Calibration, byFold []*meaning.Calibration, err error) {
	for fold := range folds {
		c, err := calibrate(all, fold, model)
		if err != nil {
			return nil, nil, err
		}
		byFold = append(byFold, c)
	}
	const none = -2
	whole, err = calibrate(all, none, model)
	return whole, byFold, err
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
