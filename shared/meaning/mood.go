package meaning

import (
	_ "embed"
	"encoding/json"
	"math"
	"sync"
)

// Direction is the direction in which the vectors of messages lie that need a person. It was fitted to messages with
// known labels; docs/deck.md has the figures.
type Direction struct {
	Model  string    `json:"model"`
	Bias   float64   `json:"bias"`
	Weight []float64 `json:"weight"` // of each dimension, without the centre of the language
}

//go:embed e5.mood.json
var e5Mood []byte

var direction = sync.OnceValues(func() (Direction, error) {
	var d Direction
	err := json.Unmarshal(e5Mood, &d)
	return d, err
})

// Felt is the chance from 0.01 to 0.99 that a message with this vector needs a person, 0 if the model's was not
// measured. The vector is without the centre of its language.
func Felt(model string, v *Vector) float64 {
	d, err := direction()
	if err != nil || d.Model != model || len(d.Weight) != Dimensions {
		return 0
	}
	sum := d.Bias
	for i, x := range v {
		sum += d.Weight[i] * float64(x)
	}
	chance := 1 / (1 + math.Exp(-sum))
	return math.Round(100*min(max(chance, 0.01), 0.99)) / 100
}
