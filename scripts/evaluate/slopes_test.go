package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/botifire/livechat/shared/meaning"
	"gonum.org/v1/gonum/mat"
)

// The slope that a network is fitted by is that of the surprise at the right candidates.
func TestTheSlopeOfANetworkIsThatOfItsSurprise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const features = 5
	at := layout(features)
	weights := make([]float64, at.all)
	for i := range weights {
		weights[i] = random.NormFloat64() / 2
	}
	for _, right := range []int{-1, 0, 2} {
		e := example{right: right}
		for range 4 {
			x := []float64{}
			for range features {
				x = append(x, random.NormFloat64())
			}
			e.candidates = append(e.candidates, x)
		}
		surprise := func() float64 {
			n, none := at.net(weights), 1.0
			chances := n.Chances(e.candidates)
			for _, c := range chances {
				none -= c
			}
			if right < 0 {
				return -math.Log(none)
			}
			return -math.Log(chances[right])
		}
		slope := make([]float64, at.all)
		n := at.net(weights)
		at.learn(&n, e, slope)
		for i := range weights {
			if is := steepness(&weights[i], surprise); math.Abs(is-slope[i]) > 1e-5 {
				t.Fatalf("weight %d with candidate %d right: the slope is %v, not %v", i, right, is, slope[i])
			}
		}
	}
}

// The slope that the metric is learned by is that of the chance of neighbours of the same entry.
func TestTheSlopeOfTheMetricIsThatOfItsNeighbours(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	b := business{}
	for i := range 12 {
		row := make([]float64, meaning.Dimensions)
		for j := range row {
			row[j] = random.NormFloat64() / math.Sqrt(meaning.Dimensions)
		}
		b.vectors, b.entry = append(b.vectors, row), append(b.entry, i/3)
	}
	w := mat.NewDense(meaning.Dimensions, meaning.Dimensions, nil)
	for i := range meaning.Dimensions {
		w.Set(i, i, 1+random.NormFloat64()/10)
	}
	surprise := func() float64 {
		every := random.Perm(len(b.entry))
		m, sum := mappedBy(w, b, every), 0.0
		var cosines mat.Dense
		cosines.Mul(m.unit, m.unit.T())
		for i, text := range every {
			same, all := 0.0, 0.0
			for j, other := range every {
				if i != j {
					weight := math.Exp(cosines.At(i, j) / heat)
					all += weight
					same += weight * truth(b.entry[text] == b.entry[other])
				}
			}
			sum -= math.Log(same/all) / float64(len(every))
		}
		return sum
	}
	slope := neighbours(w, b, random)
	for range 8 {
		at := random.IntN(len(w.RawMatrix().Data))
		is := steepness(&w.RawMatrix().Data[at], surprise)
		if got := slope.RawMatrix().Data[at]; math.Abs(is-got) > 1e-4 {
			t.Fatalf("weight %d: the slope is %v, not %v", at, is, got)
		}
	}
}

// steepness is how fast a figure grows with a weight.
func steepness(weight *float64, figure func() float64) float64 {
	const step = 1e-5
	was := *weight
	*weight = was + step
	more := figure()
	*weight = was - step
	less := figure()
	*weight = was
	return (more - less) / (2 * step)
}

// Businesses whose entries differ in one direction, and their texts in another, teach the metric which one counts.
func TestTheMetricBringsTextsOfAnEntryTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	all := []business{}
	for range 3 {
		b := business{}
		for i := range 60 {
			row := make([]float64, meaning.Dimensions)
			for j := range 8 {
				row[j] = random.NormFloat64() // style
			}
			row[8+i%6] = 2 // the thing asked for
			b.vectors, b.entry = append(b.vectors, row), append(b.entry, i%6)
		}
		all = append(all, b)
	}
	m := learnFor(150, all)
	if again := learnFor(150, all); *again != *m {
		t.Error("the same businesses give another metric")
	}
	style, thing := 0.0, 0.0
	for i := range 8 {
		style, thing = style+float64(m[i][i]), thing+float64(m[8+i%6][8+i%6])
	}
	if thing < 1.15*style {
		t.Errorf("style counts %.2f, the thing asked for %.2f", style/8, thing/8)
	}
}
