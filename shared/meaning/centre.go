package meaning

import (
	"bytes"
	"embed"
	"encoding/gob"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// Languages are the languages of the product. A text in another one is taken for the nearest of them.
var Languages = []string{"en", "ar", "de", "es", "fr", "hi", "pt"}

//go:embed neutral.tsv
var neutralFile string

// Neutral are sentences that are about nothing a tenant knows: a row has the same sentence in all Languages.
func Neutral() [][]string {
	rows := [][]string{}
	for _, line := range strings.Split(strings.TrimSpace(neutralFile), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// Space is the part that the vectors of a model have in common, measured on neutral sentences. Its vectors lie in a
// narrow cone for each language; without the centre of its language, a text's vector shows its own part.
type Space struct {
	Model   string
	Centres map[Kind][]Vector // by language
	Metric  *Metric
	Neutral [][]Vector // the neutral sentences as queries, mapped like any text, by language
	Scale   *Scale
}

// NewSpace measures the vectors of neutral sentences, by kind, sentence and language.
func NewSpace(model string, of map[Kind][][]Vector, metric *Metric) *Space {
	s := &Space{Model: model, Centres: map[Kind][]Vector{}, Metric: metric}
	for kind, rows := range of {
		s.Centres[kind] = make([]Vector, len(Languages))
		for _, row := range rows {
			for l, v := range row {
				for i, x := range v {
					s.Centres[kind][l][i] += x / float32(len(rows))
				}
			}
		}
	}
	for l := range Languages {
		own := []Vector{}
		for _, row := range of[Query] {
			own = append(own, s.mapped(row[l], Query, l))
		}
		s.Neutral = append(s.Neutral, own)
	}
	s.Scale = scaleOf(model, s.Neutral)
	return s
}

// language is the one whose centre is nearest to a vector, as an index of Languages.
func (s *Space) language(v Vector, kind Kind) int {
	best, nearest := 0, float32(math.MaxFloat32)
	for l := range s.Centres[kind] {
		centre := &s.Centres[kind][l]
		away := float32(0)
		for i, x := range v {
			away += (x - centre[i]) * (x - centre[i])
		}
		if away < nearest {
			best, nearest = l, away
		}
	}
	return best
}

// centred is a vector without the centre of its language.
func (s *Space) centred(v Vector, kind Kind, language int) Vector {
	centre := &s.Centres[kind][language]
	for i := range v {
		v[i] -= centre[i]
	}
	return v.unit()
}

// mapped is a centred vector as it is compared.
func (s *Space) mapped(v Vector, kind Kind, language int) Vector {
	v = s.centred(v, kind, language)
	v = s.Metric.of(&v)
	return v.unit()
}

// Centred is the vector of a text without the centre of its language, which may be unknown.
func (s *Space) Centred(v Vector, kind Kind, language string) Vector {
	at := slices.Index(Languages, language)
	if at < 0 {
		at = s.language(v, kind)
	}
	return s.centred(v, kind, at)
}

// unit is a vector of the same direction with a length of 1.
func (v Vector) unit() Vector {
	square := float64(0)
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if length := float32(math.Sqrt(square)); length > 0 {
		for i := range v {
			v[i] /= length
		}
	}
	return v
}

// like is how much a vector is like the neutral sentences nearest to it: then it may mean anything.
func (s *Space) like(v *Vector) float32 {
	all := []float32{}
	for _, language := range s.Neutral {
		for i := range language {
			all = append(all, dot(v, &language[i]))
		}
	}
	return meanOfBest(all, hubNeighbours)
}

// hubNeighbours is how many neutral sentences tell whether a text is near to everything.
const hubNeighbours = 10

func meanOfBest(all []float32, n int) float32 {
	slices.Sort(all)
	best, sum := all[max(len(all)-n, 0):], float32(0)
	for _, x := range best {
		sum += x
	}
	return sum / float32(max(len(best), 1))
}

func dot(a, b *Vector) float32 {
	sum := float32(0)
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

//go:embed *.space
var spaceFiles embed.FS

// spaces are the models that were measured. They are read on use, so that a function without a model leaves the files
// out.
var spaces struct {
	once sync.Once
	all  map[string]*Space
	err  error
}

func measured() (map[string]*Space, error) {
	spaces.once.Do(func() {
		spaces.all, spaces.err = measuredAs(spaceFiles, ReadSpace, func(s *Space) string { return s.Model })
	})
	return spaces.all, spaces.err
}

var errSpace = errors.New("meaning: the model was not measured; .local/bin/evaluate -train does so")

// SpaceOf is the space of a model, if it was measured.
func SpaceOf(model string) (*Space, error) {
	all, err := measured()
	if err != nil || all[model] == nil {
		return nil, errors.Join(errSpace, err)
	}
	return all[model], nil
}

// Bytes is the space as it is committed: in a quarter of the room, since a vector needs no more digits.
func (s *Space) Bytes() ([]byte, error) {
	var out bytes.Buffer
	small := stored{Model: s.Model, Centres: s.Centres}
	for i := range s.Metric {
		small.Metric = append(small.Metric, s.Metric[i].Small())
	}
	for _, language := range s.Neutral {
		for _, v := range language {
			small.Neutral = append(small.Neutral, v.Small())
		}
	}
	err := gob.NewEncoder(&out).Encode(small)
	return out.Bytes(), err
}

// stored is a space on disk.
type stored struct {
	Model   string
	Centres map[Kind][]Vector
	Metric  []Small // by row
	Neutral []Small // one language after the other
}

// whole tells whether nothing of it is missing.
func (s *stored) whole() bool {
	short := func(v Small) bool { return len(v.Bytes) != Dimensions }
	return len(s.Metric) == Dimensions && len(s.Centres[Query]) == len(Languages) &&
		len(s.Centres[Passage]) == len(Languages) && len(s.Neutral)%len(Languages) == 0 && len(s.Neutral) > 0 &&
		!slices.ContainsFunc(slices.Concat(s.Metric, s.Neutral), short)
}

// ReadSpace reads the bytes that Bytes wrote.
func ReadSpace(raw []byte) (*Space, error) {
	var from stored
	if err := gob.NewDecoder(bytes.NewReader(raw)).Decode(&from); err != nil {
		return nil, err
	}
	s := &Space{Model: from.Model, Centres: from.Centres, Metric: &Metric{}}
	if !from.whole() {
		return nil, fmt.Errorf("meaning: the space of %s is not whole", from.Model)
	}
	for i, row := range from.Metric {
		s.Metric[i] = row.Vector()
	}
	each := len(from.Neutral) / len(Languages)
	for l := range Languages {
		own := []Vector{}
		for _, v := range from.Neutral[l*each : (l+1)*each] {
			own = append(own, v.Vector())
		}
		s.Neutral = append(s.Neutral, own)
	}
	s.Scale = scaleOf(s.Model, s.Neutral)
	return s, nil
}
