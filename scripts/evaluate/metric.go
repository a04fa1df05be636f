package main

import (
	"math"
	"math/rand/v2"

	"github.com/botifire/livechat/shared/meaning"
	"gonum.org/v1/gonum/mat"
)

// business is the texts of a made-up business that ask for one of its entries: their centred vectors, and the entry of
// each.
type business struct {
	vectors [][]float64
	entry   []int
}

// How the metric is learned: by neighbourhood components analysis, which makes it probable that a text's neighbour is
// of the same entry (Goldberger, Roweis, Hinton and Salakhutdinov, 2004).
const (
	each   = 256  // texts whose neighbours are looked at in a round
	others = 768  // texts among which these are
	few    = 200  // others in half of the rounds: a knowledge may have few wordings
	heat   = 0.05 // less, and only the nearest text counts
	hold   = 3.0  // how strongly the metric is held to the one that changes nothing
	rate   = 2e-3
)

// learnMetric learns from businesses. The same ones give the same metric.
func learnMetric(all []business) *meaning.Metric { return learnFor(rounds, all) }

// rounds is how long it is learned.
const rounds = 600

func learnFor(rounds int, all []business) *meaning.Metric {
	random := rand.New(rand.NewPCG(7, 7))
	n := meaning.Dimensions
	w := mat.NewDense(n, n, nil) // one column for each dimension of the result
	for i := range n {
		w.Set(i, i, 1)
	}
	steps := newAdam(n * n)
	for round := range rounds {
		slope := neighbours(w, all[random.IntN(len(all))], random)
		for i := range n {
			for j := range n {
				slope.Set(i, j, slope.At(i, j)+2*hold/float64(n)*(w.At(i, j)-truth(i == j)))
			}
		}
		steps.step(w.RawMatrix().Data, slope.RawMatrix().Data, cooled(rate, round, rounds))
	}
	m := &meaning.Metric{}
	for i := range n {
		for j := range n {
			m[j][i] = float32(w.At(i, j))
		}
	}
	return m
}

// neighbours is the slope of the surprise that the neighbours of some texts are of their entries.
func neighbours(w *mat.Dense, b business, random *rand.Rand) *mat.Dense {
	count := others
	if random.IntN(2) == 0 {
		count = few
	}
	near := random.Perm(len(b.entry))[:min(count, len(b.entry))]
	of := random.Perm(len(b.entry))[:min(each, len(b.entry))]
	from, to := mappedBy(w, b, of), mappedBy(w, b, near)

	var cosines mat.Dense
	cosines.Mul(from.unit, to.unit.T())
	pulls := mat.NewDense(len(of), len(near), nil)
	for i, text := range of {
		pull(pulls.RawRowView(i), cosines.RawRowView(i), b, text, near, float64(len(of)))
	}
	var slopeFrom, slopeTo, sum, other mat.Dense
	slopeFrom.Mul(pulls, to.unit)
	slopeTo.Mul(pulls.T(), from.unit)
	sum.Mul(from.plain.T(), from.before(&slopeFrom))
	other.Mul(to.plain.T(), to.before(&slopeTo))
	sum.Add(&sum, &other)
	return &sum
}

// pull fills the slope of a text's cosines with others: those of its entry are to be nearer, all others less near.
func pull(slope, cosines []float64, b business, text int, near []int, of float64) {
	same, all := 0.0, 0.0
	for j, other := range near {
		if other == text {
			continue
		}
		weight := math.Exp((cosines[j] - 1) / heat)
		all += weight
		if b.entry[other] == b.entry[text] {
			same += weight
		}
	}
	if same == 0 {
		return
	}
	for j, other := range near {
		if other != text {
			weight := math.Exp((cosines[j] - 1) / heat)
			slope[j] = (weight/all - truth(b.entry[other] == b.entry[text])*weight/same) / (heat * of)
		}
	}
}

// mapped is some texts before and after a map, the latter also with a length of 1.
type mapped struct {
	plain, unit *mat.Dense
	length      []float64
}

func mappedBy(w *mat.Dense, b business, texts []int) mapped {
	m := mapped{plain: mat.NewDense(len(texts), meaning.Dimensions, nil), unit: &mat.Dense{}}
	for i, text := range texts {
		m.plain.SetRow(i, b.vectors[text])
	}
	m.unit.Mul(m.plain, w)
	for i := range texts {
		row := m.unit.RawRowView(i)
		length := mat.Norm(mat.NewVecDense(len(row), row), 2)
		m.length = append(m.length, length)
		for j := range row {
			row[j] /= length
		}
	}
	return m
}

// before is the slope by the mapped vectors, of one by their directions.
func (m *mapped) before(slope *mat.Dense) *mat.Dense {
	for i := range m.length {
		row, unit := slope.RawRowView(i), m.unit.RawRowView(i)
		along := mat.Dot(mat.NewVecDense(len(row), row), mat.NewVecDense(len(unit), unit))
		for j := range row {
			row[j] = (row[j] - along*unit[j]) / m.length[i]
		}
	}
	return slope
}
