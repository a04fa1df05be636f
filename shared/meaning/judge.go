package meaning

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Candidate is an entry that may answer a question.
type Candidate struct {
	Entry    string  `json:"entry"`
	Chance   float64 `json:"chance"`             // that it is the right one
	Language string  `json:"language,omitempty"` // of the wording that is nearest
	Asked    string  `json:"asked,omitempty"`    // the language of the question

	Meaning float64 `json:"meaning"` // cosine of the nearest wording
	Letters float64 `json:"letters"` // share of letters in common
}

// Decision is the outcome of a question.
type Decision string

const (
	Answered Decision = "answer"
	Offered  Decision = "offer" // unsure: the visitor chooses among up to three
	Gap      Decision = "gap"
)

const (
	maxOffer = 3
	hopeless = 0.02 // an entry with less is not offered beside others
)

// Sure is the least chance of an answer. It is higher for a long question: anything that it says beside the words that
// fit may make another answer the right one, and a wrong answer does more harm than an offer.
type Sure struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
	Base  float64 `json:"base"` // of a question without a word
	Word  float64 `json:"word"` // more for each
}

func (s Sure) of(question string) float64 {
	return min(s.Most, max(s.Least, s.Base+s.Word*float64(len(words(question)))))
}

// Decide tells the decision on the candidates of a question, and which of them to use: one to answer, up to three to
// offer.
func (w *Weights) Decide(question string, best []Candidate) (Decision, []Candidate) {
	switch {
	case len(best) == 0 || best[0].Chance < w.Offer:
		return Gap, nil
	case best[0].Chance >= w.Sure.of(question):
		return Answered, best[:1]
	}
	offered := slices.Clone(best[:min(len(best), maxOffer)])
	return Offered, slices.DeleteFunc(offered, func(c Candidate) bool { return c.Chance < hopeless })
}

// Verdict is the judgement of a question.
type Verdict struct {
	Decision Decision    `json:"decision"`
	Use      []Candidate `json:"use"`  // one to answer, up to three to offer
	Best     []Candidate `json:"best"` // the best of all, for people who want to know why

	Felt float64 `json:"felt,omitempty"` // the chance that the words need a person, see Felt
}

// Judge decides the outcome of a question, among the entries for which serves holds.
func (x *Index) Judge(
	ctx context.Context, with Embedder, question string, most int, serves func(entry int) bool,
) (Verdict, error) {
	fitted, err := CalibrationOf(x.Model)
	if err == nil {
		err = x.of(with)
	}
	if err != nil {
		return Verdict{}, err
	}
	raw, err := with.Embed(ctx, []string{question}, Query)
	if err != nil {
		return Verdict{}, err
	}
	q, weights := x.question(question, raw[0]), fitted.For(x)
	own := x.space.Centred(raw[0], Query, "")
	near, v := x.nearest(q, serves), Verdict{Felt: Felt(x.Model, &own)}
	for at, chance := range weights.Chances(featuresOf(near, q, considered)) {
		v.Best = append(v.Best, x.candidate(&near[at], q, chance))
	}
	slices.SortStableFunc(v.Best, func(a, b Candidate) int { return cmp.Compare(b.Chance, a.Chance) })
	v.Decision, v.Use = weights.Decide(question, v.Best)
	v.Best = v.Best[:min(len(v.Best), most)]
	return v, nil
}

// ErrOther says that an index was made with another model than a question would be embedded with.
var ErrOther = errors.New("meaning: the index is of another model")

// of refuses a model whose vectors cannot be compared with those of the index.
func (x *Index) of(with Embedder) error {
	if with.Model() != x.Model {
		return fmt.Errorf("%w: %s, not %s", ErrOther, x.Model, with.Model())
	}
	return nil
}

// considered is how many of the strongest candidates get a chance.
const considered = 10

func (x *Index) candidate(n *Near, q found, chance float64) Candidate {
	c := Candidate{
		Entry: x.Entries[n.Entry], Chance: chance, Asked: Languages[q.language], Meaning: n.Wording, Letters: n.Letters,
	}
	if n.Nearest >= 0 {
		c.Language = Languages[x.Items.Language[n.Nearest]]
	}
	return c
}

// Sample is a question with the features of its candidates, for fitting.
type Sample struct {
	Entries  []string
	Features [][]float64
}

// Sample measures a question without chances.
func (x *Index) Sample(ctx context.Context, with Embedder, question string, most int) (Sample, error) {
	raw, err := with.Embed(ctx, []string{question}, Query)
	if err != nil {
		return Sample{}, err
	}
	q, s := x.question(question, raw[0]), Sample{}
	near := x.nearest(q, func(int) bool { return true })
	s.Features = featuresOf(near, q, most)
	for at := range s.Features {
		s.Entries = append(s.Entries, x.Entries[near[at].Entry])
	}
	return s, nil
}

// featuresOf measures the strongest candidates.
func featuresOf(near []Near, q found, most int) (all [][]float64) {
	for at := range near[:min(len(near), most)] {
		all = append(all, features(near, at, q))
	}
	return all
}
