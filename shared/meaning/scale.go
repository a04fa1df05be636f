package meaning

import (
	"embed"
	"encoding/json"
	"errors"
	"slices"
	"sync"
)

// Scale tells how near questions are by their kept vectors. It is a small part of the Space of its model, in a file of
// its own, so that a function that only compares leaves the rest out.
type Scale struct {
	Model string `json:"model"`

	// Reached is the mean cosine of the same sentence in two languages. In one language nothing is as near as a text
	// that says the same in other words; the nearest translation stands for it.
	Reached [][]float32 `json:"reached"`
}

// apart is the mean cosine of two neutral sentences that have nothing in common.
const apart = -0.02

// scaleOf measures neutral sentences as they are compared, by language.
func scaleOf(model string, neutral [][]Vector) *Scale {
	s := &Scale{Model: model, Reached: make([][]float32, len(Languages))}
	for a := range Languages {
		s.Reached[a] = make([]float32, len(Languages))
		for b := range Languages {
			for i, v := range neutral[a] {
				s.Reached[a][b] += dot(&v, &neutral[b][i]) / float32(len(neutral[a]))
			}
		}
		s.Reached[a][a] = 0
		s.Reached[a][a] = slices.Max(s.Reached[a]) + 0.05
	}
	return s
}

//go:embed *.scale.json
var scaleFiles embed.FS

var scales = sync.OnceValues(func() (map[string]*Scale, error) {
	return measuredAs(scaleFiles, parsed[Scale], func(s *Scale) string { return s.Model })
})

// parsed reads what is written as JSON.
func parsed[T any](raw []byte) (*T, error) {
	one := new(T)
	return one, json.Unmarshal(raw, one)
}

// ScaleOf is the scale of a model, if it was measured.
func ScaleOf(model string) (*Scale, error) {
	all, err := scales()
	if err != nil || all[model] == nil {
		return nil, errors.Join(errSpace, err)
	}
	return all[model], nil
}

// Alike is how near two questions are: 0 for nothing in common, 1 for the nearest that questions in these two
// languages come to each other.
func (s *Scale) Alike(a, b *Placed) float32 {
	sum := int32(0)
	for i, x := range a.Bytes {
		sum += int32(int8(x)) * int32(int8(b.Bytes[i]))
	}
	cosine := float32(sum) * a.Step * b.Step
	return (cosine - apart) / (s.Reached[a.Language][b.Language] - apart)
}
