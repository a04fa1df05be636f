package main

import "math"

// adam takes small steps against slopes, each weight by how steep it was of late (Kingma and Ba, 2015).
type adam struct {
	mean, square []float64
	steps        int
}

func newAdam(weights int) *adam {
	return &adam{mean: make([]float64, weights), square: make([]float64, weights)}
}

// step changes weights by a slope. rate is how far it goes.
func (a *adam) step(weights, slope []float64, rate float64) {
	const keepMean, keepSquare, least = 0.9, 0.999, 1e-8
	a.steps++
	mean, square := 1-math.Pow(keepMean, float64(a.steps)), 1-math.Pow(keepSquare, float64(a.steps))
	for i, s := range slope {
		a.mean[i] = keepMean*a.mean[i] + (1-keepMean)*s
		a.square[i] = keepSquare*a.square[i] + (1-keepSquare)*s*s
		weights[i] -= rate * (a.mean[i] / mean) / (math.Sqrt(a.square[i]/square) + least)
	}
}

// cooled is a rate that becomes 0 with the last of all steps.
func cooled(rate float64, step, of int) float64 {
	return rate * (1 + math.Cos(math.Pi*float64(step)/float64(of))) / 2
}
