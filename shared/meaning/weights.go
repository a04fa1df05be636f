package meaning

import (
	"embed"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Weights make chances of features. They were fitted to questions with known answers; docs/matching.md has the figures.
type Weights struct {
	Mean  []float64 `json:"mean"` // of each feature, and its deviation
	Scale []float64 `json:"scale"`
	Nets  []Net     `json:"nets"` // whose chances are averaged: each was fitted from another beginning
	Sure  Sure      `json:"sure"`
	Offer float64   `json:"offer"` // the least chance of an offer
}

// Net is a small neural network with one hidden layer, beside a linear part. It scores a candidate; that none is right
// has a score of 0.
type Net struct {
	Hidden [][]float64 `json:"hidden"` // of each unit: a weight for each feature, and its bias
	Out    []float64   `json:"out"`    // of each unit, and the bias of the score
	Linear []float64   `json:"linear"` // of each feature
}

// Calibration is all that was fitted for a model.
type Calibration struct {
	Model string `json:"model"`

	// A knowledge with few wordings for each entry, and one with many: a near wording means more where there are few.
	Thin Weights `json:"thin"`
	Rich Weights `json:"rich"`
}

// richFrom is how many wordings an entry of a rich knowledge has, on the mean.
const richFrom = 10

//go:embed *.weights.json
var weightFiles embed.FS

var calibrations = sync.OnceValues(func() (map[string]*Calibration, error) {
	return measuredAs(weightFiles, wholeCalibration, func(c *Calibration) string { return c.Model })
})

// wholeCalibration reads one, and refuses weights of another form.
func wholeCalibration(raw []byte) (*Calibration, error) {
	c, err := parsed[Calibration](raw)
	if err == nil && !(c.Thin.whole() && c.Rich.whole()) {
		err = fmt.Errorf("meaning: the chances of %s are not those of %d features", c.Model, len(FeatureNames))
	}
	return c, err
}

func (w *Weights) whole() bool {
	n := len(FeatureNames)
	odd := func(net Net) bool {
		return len(net.Linear) != n || len(net.Out) != len(net.Hidden)+1 ||
			slices.ContainsFunc(net.Hidden, func(unit []float64) bool { return len(unit) != n+1 })
	}
	return len(w.Mean) == n && len(w.Scale) == n && len(w.Nets) > 0 && !slices.ContainsFunc(w.Nets, odd)
}

// CalibrationOf is that of a model, if there is one.
func CalibrationOf(model string) (*Calibration, error) {
	all, err := calibrations()
	if err != nil {
		return nil, err
	}
	if all[model] == nil {
		return nil, fmt.Errorf("meaning: no chances are known for the model %q", model)
	}
	return all[model], nil
}

// farthest is how many deviations from the mean a feature counts at most: beyond, nothing was fitted.
const farthest = 5

// Scaled brings the features of a candidate to one scale.
func (w *Weights) Scaled(features []float64) []float64 {
	x := make([]float64, len(features))
	for i, f := range features {
		x[i] = min(max((f-w.Mean[i])/w.Scale[i], -farthest), farthest)
	}
	return x
}

// Chances tells for each candidate of a question how likely it is the right one. At most one is, so that the sum is
// at most 1: the rest is the chance that none is.
func (w *Weights) Chances(candidates [][]float64) []float64 {
	chances := make([]float64, len(candidates))
	scaled := make([][]float64, len(candidates))
	for i, features := range candidates {
		scaled[i] = w.Scaled(features)
	}
	for n := range w.Nets {
		for i, chance := range w.Nets[n].Chances(scaled) {
			chances[i] += chance / float64(len(w.Nets))
		}
	}
	return chances
}

// Chances are those of one network, of features on one scale.
func (n *Net) Chances(scaled [][]float64) []float64 {
	chances, sum := make([]float64, len(scaled)), 1.0 // e to the score of none
	for i, x := range scaled {
		chances[i] = math.Exp(min(n.Score(x, nil), 50))
		sum += chances[i]
	}
	for i := range chances {
		chances[i] /= sum
	}
	return chances
}

// Score is that of a candidate. The outputs of the hidden units are kept if there is room for them.
func (n *Net) Score(x, units []float64) float64 {
	score := n.Out[len(n.Hidden)]
	for i, f := range x {
		score += n.Linear[i] * f
	}
	for u, weights := range n.Hidden {
		sum := weights[len(x)]
		for i, f := range x {
			sum += weights[i] * f
		}
		sum = math.Tanh(sum)
		score += n.Out[u] * sum
		if units != nil {
			units[u] = sum
		}
	}
	return score
}

// For are the weights for an index.
func (c *Calibration) For(x *Index) *Weights {
	if x.rich {
		return &c.Rich
	}
	return &c.Thin
}
