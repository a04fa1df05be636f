package main

import (
	"errors"
	"math"

	"github.com/botifire/livechat/shared/meaning"
	"gonum.org/v1/gonum/mat"
)

// example is a candidate of a question, and whether it is the right one.
type example struct {
	features []float64
	right    bool
}

// ridge keeps weights small: an example counts a tenth as much as the wish that nothing matters.
const ridge = 10.0

// fit finds the weights of a logistic regression by Newton's method. Features are brought to one scale first.
func fit(examples []example) (meaning.Weights, error) {
	if len(examples) == 0 {
		return meaning.Weights{}, errors.New("there is nothing to fit to")
	}
	w := scaled(examples)
	n := len(w.Mean) + 1 // the last one is the bias
	at := mat.NewVecDense(n, nil)
	for range 40 {
		slope, curve := mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
		for i := range n - 1 {
			slope.SetVec(i, -ridge*at.AtVec(i))
			curve.SetSym(i, i, ridge)
		}
		for _, e := range examples {
			x := normal(w, e.features)
			p := 1 / (1 + math.Exp(-mat.Dot(at, x)))
			y := 0.0
			if e.right {
				y = 1
			}
			slope.AddScaledVec(slope, y-p, x)
			curve.SymRankOne(curve, max(p*(1-p), 1e-9), x)
		}
		var factor mat.Cholesky
		if !factor.Factorize(curve) {
			return w, errors.New("the features cannot be told apart")
		}
		step := mat.NewVecDense(n, nil)
		if err := factor.SolveVecTo(step, slope); err != nil {
			return w, err
		}
		at.AddVec(at, step)
		if mat.Norm(step, 2) < 1e-6 {
			break
		}
	}
	for i := range n - 1 {
		w.Weight = append(w.Weight, round(at.AtVec(i)))
	}
	w.Bias = round(at.AtVec(n - 1))
	return w, nil
}

func normal(w meaning.Weights, features []float64) *mat.VecDense {
	x := mat.NewVecDense(len(features)+1, nil)
	for i, f := range features {
		x.SetVec(i, (f-w.Mean[i])/w.Scale[i])
	}
	x.SetVec(len(features), 1)
	return x
}

// scaled knows the mean and the deviation of each feature.
func scaled(examples []example) meaning.Weights {
	n, count := len(examples[0].features), float64(len(examples))
	w := meaning.Weights{Mean: make([]float64, n), Scale: make([]float64, n)}
	for _, e := range examples {
		for i, f := range e.features {
			w.Mean[i] += f / count
		}
	}
	for _, e := range examples {
		for i, f := range e.features {
			w.Scale[i] += (f - w.Mean[i]) * (f - w.Mean[i]) / count
		}
	}
	for i := range n {
		w.Mean[i], w.Scale[i] = round(w.Mean[i]), round(math.Sqrt(w.Scale[i]))
		if w.Scale[i] == 0 {
			w.Scale[i] = 1 // a feature that never changes says nothing
		}
	}
	return w
}

// round keeps five digits after the point: more say nothing, and make the committed file long.
func round(x float64) float64 { return math.Round(x*1e5) / 1e5 }
