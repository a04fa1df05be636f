package main

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// instance is features, and whether they are of the kind that is sought.
type instance struct {
	features []float64
	is       bool
}

// logistic is a logistic regression.
type logistic struct {
	mean, scale []float64 // of each feature, and its deviation
	weight      []float64
	bias        float64
}

// ridge keeps weights small: an instance counts a tenth as much as the wish that nothing matters.
const ridge = 10.0

// fit finds the weights of a logistic regression by Newton's method. Features are brought to one scale first.
func fit(instances []instance) (logistic, error) {
	w, features := logistic{}, [][]float64{}
	for _, e := range instances {
		features = append(features, e.features)
	}
	if len(features) == 0 {
		return w, errors.New("there is nothing to fit to")
	}
	w.mean, w.scale = spread(features)
	n := len(w.mean) + 1 // the last one is the bias
	at := mat.NewVecDense(n, nil)
	for range 40 {
		slope, curve := mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
		for i := range n - 1 {
			slope.SetVec(i, -ridge*at.AtVec(i))
			curve.SetSym(i, i, ridge)
		}
		for _, e := range instances {
			x := w.normal(e.features)
			p := 1 / (1 + math.Exp(-mat.Dot(at, x)))
			slope.AddScaledVec(slope, truth(e.is)-p, x)
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
		w.weight = append(w.weight, round(at.AtVec(i)))
	}
	w.bias = round(at.AtVec(n - 1))
	return w, nil
}

// chance is the share of instances with such features that are of the kind.
func (w *logistic) chance(features []float64) float64 {
	sum := w.bias
	for i, f := range features {
		sum += w.weight[i] * (f - w.mean[i]) / w.scale[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

func (w *logistic) normal(features []float64) *mat.VecDense {
	x := mat.NewVecDense(len(features)+1, nil)
	for i, f := range features {
		x.SetVec(i, (f-w.mean[i])/w.scale[i])
	}
	x.SetVec(len(features), 1)
	return x
}

// spread is the mean and the deviation of each feature.
func spread(all [][]float64) (mean, scale []float64) {
	n, count := len(all[0]), float64(len(all))
	mean, scale = make([]float64, n), make([]float64, n)
	for _, features := range all {
		for i, f := range features {
			mean[i] += f / count
		}
	}
	for _, features := range all {
		for i, f := range features {
			scale[i] += (f - mean[i]) * (f - mean[i]) / count
		}
	}
	for i := range n {
		mean[i], scale[i] = round(mean[i]), round(math.Sqrt(scale[i]))
		if scale[i] == 0 {
			scale[i] = 1 // a feature that never changes says nothing
		}
	}
	return mean, scale
}

// round keeps five digits after the point: more say nothing, and make the committed file long.
func round(x float64) float64 { return math.Round(x*1e5) / 1e5 }
