package meaning

import (
	"embed"
	"fmt"
	"math"
	"sync"
)

// Weights make a chance of features. They were fitted to questions with known answers; docs/matching.md has
// the figures.
type Weights struct {
	Mean   []float64 `json:"mean"` // of each feature, and its deviation
	Scale  []float64 `json:"scale"`
	Weight []float64 `json:"weight"`
	Bias   float64   `json:"bias"`
	Offer  float64   `json:"offer"` // the least chance of an offer
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
	return measuredAs(weightFiles, parsed[Calibration], func(c *Calibration) string { return c.Model })
})

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

// Chance is the share of candidates with such features that are right.
func (w *Weights) Chance(features []float64) float64 {
	sum := w.Bias
	for i, f := range features {
		sum += w.Weight[i] * (f - w.Mean[i]) / w.Scale[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// For are the weights for an index.
func (c *Calibration) For(x *Index) *Weights {
	if x.rich {
		return &c.Rich
	}
	return &c.Thin
}
