package main

import (
	"cmp"
	"context"
	"encoding/json"
	"hash/fnv"
	"maps"
	"os"
	"slices"

	"github.com/botifire/livechat/shared/meaning"
)

const (
	folds      = 5
	fitted     = 5  // candidates of each question that weights are fitted to
	considered = 10 // candidates that get a chance
)

// asked is all questions of a set with the measures of their candidates, in one way of writing the knowledge.
type asked struct {
	of    knowledge
	index *meaning.Index
	rows  []row
}

type row struct {
	question
	far     bool
	fold    int // -1 if the set has no scenes: it was never fitted to
	measure meaning.Sample
	best    []meaning.Candidate
	verdict meaning.Decision
	used    []meaning.Candidate
}

// ask asks every question in each way of writing the knowledge.
func ask(ctx context.Context, with meaning.Embedder, s *set) ([]asked, error) {
	all := []asked{}
	for _, of := range s.knowledge {
		index, err := meaning.Build(ctx, with, of.entries)
		if err != nil {
			return nil, err
		}
		one := asked{of: of, index: index}
		for _, q := range slices.Concat(s.plain, s.far) {
			measure, err := index.Sample(ctx, with, q.text, considered)
			if err != nil {
				return nil, err
			}
			far := slices.ContainsFunc(s.far, func(f question) bool { return f.id == q.id })
			one.rows = append(one.rows, row{question: q, far: far, fold: s.fold(q), measure: measure})
		}
		all = append(all, one)
	}
	return all, nil
}

// fold puts an entry, or a scene without one, into one of five parts, the same in every language and in each way of
// writing the knowledge.
func (s *set) fold(q question) int {
	if len(s.scenes) == 0 {
		return -1
	}
	scenes := map[string]bool{}
	for _, scene := range s.scenes {
		scenes[scene] = true
	}
	for id := range s.titles {
		scenes[id] = true
	}
	mixed := slices.SortedFunc(maps.Keys(scenes), func(a, b string) int { return cmp.Compare(mix(a), mix(b)) })
	return slices.Index(mixed, s.scene(q)) % folds
}

func mix(name string) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte("fold " + name))
	return sum.Sum32()
}

// judge gives every candidate its chance. A row of a fold is judged by weights that were fitted to the other folds; a
// set without scenes by the weights that the product has.
func (s *set) judge(all []asked, model string) ([]asked, error) {
	ready, err := meaning.CalibrationOf(model)
	if err != nil && len(s.scenes) == 0 {
		return nil, err
	}
	for fold := -1; fold < folds; fold++ {
		of := ready
		if fold >= 0 {
			if len(s.scenes) == 0 {
				break
			}
			if of, err = calibrate(all, fold, model); err != nil {
				return nil, err
			}
		}
		for i := range all {
			for j := range all[i].rows {
				if r := &all[i].rows[j]; r.fold == fold {
					r.judge(of.For(all[i].index))
				}
			}
		}
	}
	return all, nil
}

func (r *row) judge(by *meaning.Weights) {
	r.best = nil
	for i, features := range r.measure.Features {
		r.best = append(r.best, meaning.Candidate{Entry: r.measure.Entries[i], Chance: by.Chance(features)})
	}
	slices.SortStableFunc(r.best, func(a, b meaning.Candidate) int { return cmp.Compare(b.Chance, a.Chance) })
	r.verdict, r.used = by.Decide(r.text, r.best)
}

// calibrate fits the chances to all folds but one.
func calibrate(all []asked, without int, model string) (*meaning.Calibration, error) {
	c := &meaning.Calibration{Model: model}
	examples := map[*meaning.Weights][]example{}
	for _, one := range all {
		for _, r := range one.rows {
			if r.fold == without {
				continue
			}
			for i, features := range r.measure.Features[:min(fitted, len(r.measure.Features))] {
				of := c.For(one.index)
				examples[of] = append(examples[of], example{features, r.measure.Entries[i] == r.expect})
			}
		}
	}
	thin, rich := examples[&c.Thin], examples[&c.Rich]
	var err error
	if c.Thin, err = fit(thin); err != nil {
		return nil, err
	}
	if len(rich) == 0 { // nothing was taught in the set
		rich = thin
	}
	c.Rich, err = fit(rich)
	c.Thin.Offer, c.Rich.Offer = offerThin, offerRich
	return c, err
}

// The least chances of an offer: less of them, and too much is offered where the knowledge holds nothing.
const offerThin, offerRich = 0.2, 0.17

// train writes chances that are fitted to the whole set, under the name of the model's package.
func train(all []asked, model, name string) error {
	const none = -2
	c, err := calibrate(all, none, model)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(domain+name+".weights.json", append(raw, '\n'), 0o644)
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
