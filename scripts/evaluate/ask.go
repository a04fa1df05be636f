package main

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"github.com/botifire/livechat/shared/meaning"
)

const (
	folds      = 5
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
	fold    int // of our own set; -1 of others, whose rows are in every fit, or in none
	measure meaning.Sample
	best    []meaning.Candidate
	verdict meaning.Decision
	used    []meaning.Candidate
}

// ask asks every question in each way of writing the knowledge.
func ask(ctx context.Context, with meaning.Embedder, space *meaning.Space, s *set) ([]asked, error) {
	all := []asked{}
	for _, of := range s.knowledge {
		index, err := space.Build(ctx, with, of.entries)
		if err != nil {
			return nil, err
		}
		one := asked{of: of, index: index}
		if _, err := with.Embed(ctx, s.asks(), meaning.Query); err != nil { // side by side
			return nil, err
		}
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

// asks are the words of all questions.
func (s *set) asks() (all []string) {
	for _, q := range slices.Concat(s.plain, s.far) {
		all = append(all, q.text)
	}
	return all
}

// fold puts an entry, or a scene without one, into one of five parts, the same in every language and in each way of
// writing the knowledge.
func (s *set) fold(q question) int {
	if !s.own {
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

// judge gives every candidate its chance. A row of a fold is judged by weights that were fitted without its fold; other
// sets by the weights that the product has.
func (s *set) judge(all []asked, model, name string) ([]asked, error) {
	ready, err := meaning.CalibrationOf(model)
	byFold := []*meaning.Calibration{}
	if err == nil && s.own {
		err = readJSON(foldsOf(name), &byFold)
	}
	if err == nil && s.own && len(byFold) != folds {
		err = fmt.Errorf("%s has not the chances of %d folds: make evaluate TRAIN=1 writes it", foldsOf(name), folds)
	}
	if err != nil {
		return nil, err
	}
	for i := range all {
		for j := range all[i].rows {
			r, by := &all[i].rows[j], ready
			if r.fold >= 0 {
				by = byFold[r.fold]
			}
			r.judge(by.For(all[i].index))
		}
	}
	return all, nil
}

func (r *row) judge(by *meaning.Weights) {
	r.best = nil
	for i, chance := range by.Chances(r.measure.Features) {
		r.best = append(r.best, meaning.Candidate{Entry: r.measure.Entries[i], Chance: chance})
	}
	slices.SortStableFunc(r.best, func(a, b meaning.Candidate) int { return cmp.Compare(b.Chance, a.Chance) })
	r.verdict, r.used = by.Decide(r.text, r.best)
}

// calibrate fits the chances to all folds but one.
func calibrate(all []asked, without int, model string) (*meaning.Calibration, error) {
	c := &meaning.Calibration{Model: model}
	examples := map[*meaning.Weights][]example{}
	for _, one := range all {
		of := c.For(one.index)
		for _, r := range one.rows {
			if r.fold != without {
				right := slices.Index(r.measure.Entries, r.expect)
				examples[of] = append(examples[of], example{r.measure.Features, right})
			}
		}
	}
	thin, rich := examples[&c.Thin], examples[&c.Rich]
	var err error
	if c.Thin, err = fitNets(thin); err != nil {
		return nil, err
	}
	c.Rich, err = fitNets(rich)
	c.Thin.Offer, c.Thin.Sure = offerThin, sureThin
	c.Rich.Offer, c.Rich.Sure = offerRich, sureRich
	return c, err
}

// The least chances of an offer: less of them, and too much is offered where the knowledge holds nothing.
const offerThin, offerRich = 0.29, 0.23

// The least chances of an answer. With them about one of a hundred questions to an unknown business is answered
// wrongly.
var (
	sureThin = meaning.Sure{Least: 0.75, Most: 0.965, Base: 0.71, Word: 0.024}
	sureRich = meaning.Sure{Least: 0.7, Most: 0.95, Base: 0.64, Word: 0.03}
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
