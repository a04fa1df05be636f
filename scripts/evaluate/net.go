package main

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/sync/errgroup"
)

// example is a question with the features of its candidates, and which of them is right: -1 if none is.
type example struct {
	candidates [][]float64
	right      int
}

// How the networks are fitted.
const (
	nets   = 3
	units  = 16
	epochs = 24
	batch  = 128
	decay  = 6e-4 // keeps the weights of hidden units small, and a third of it the others
	speed  = 3e-3

	// Of the questions of our sets more have no answer than of those that customers ask, and more of them are hard on
	// purpose. So much less likely it is that none is right.
	lessNone = 0.5
)

// fitNets fits weights to examples. The same ones give the same weights.
func fitNets(examples []example) (meaning.Weights, error) {
	if len(examples) == 0 {
		return meaning.Weights{}, errors.New("there is nothing to fit to")
	}
	features := [][]float64{}
	for _, e := range examples {
		features = append(features, e.candidates...)
	}
	w := meaning.Weights{}
	w.Mean, w.Scale = spread(features)
	scaled := []example{}
	for _, e := range examples {
		one := example{right: e.right}
		for _, c := range e.candidates {
			one.candidates = append(one.candidates, w.Scaled(c))
		}
		scaled = append(scaled, one)
	}
	w.Nets = make([]meaning.Net, nets)
	fits := errgroup.Group{}
	for i := range nets {
		fits.Go(func() error {
			w.Nets[i] = fitNet(scaled, rand.New(rand.NewPCG(uint64(i), 7)))
			return nil
		})
	}
	return w, fits.Wait()
}

// fitNet fits one network: it makes the right candidate, or none, the most probable of each question.
func fitNet(examples []example, random *rand.Rand) meaning.Net {
	count := len(examples[0].candidates[0])
	at := layout(count)
	weights, slope := make([]float64, at.all), make([]float64, at.all)
	for u := range units {
		for i := range count {
			weights[u*(count+1)+i] = random.NormFloat64() / math.Sqrt(float64(count))
		}
		weights[at.out+u] = random.NormFloat64() / 10
	}
	weights[at.out+units] = -1
	steps, of := newAdam(at.all), epochs*len(examples)/batch
	for step := range of {
		clear(slope)
		n := at.net(weights)
		for range batch {
			at.learn(&n, examples[random.IntN(len(examples))], slope)
		}
		for i := range slope {
			less := decay
			if i >= at.linear {
				less /= 3
			}
			slope[i] = slope[i]/batch + 2*less*weights[i]
		}
		steps.step(weights, slope, cooled(speed, step, of))
	}
	weights[at.out+units] += lessNone
	n := at.net(weights)
	rounded(n.Out)
	rounded(n.Linear)
	for _, unit := range n.Hidden {
		rounded(unit)
	}
	return n
}

// places are where the parts of a network lie among its weights.
type places struct{ count, out, linear, all int }

func layout(count int) places {
	out := units * (count + 1)
	return places{count, out, out + units + 1, out + units + 1 + count}
}

// net has the weights as its parts.
func (at places) net(weights []float64) meaning.Net {
	n := meaning.Net{Out: weights[at.out:at.linear:at.linear], Linear: weights[at.linear:]}
	for unit := range slices.Chunk(weights[:at.out], at.count+1) {
		n.Hidden = append(n.Hidden, unit)
	}
	return n
}

// learn adds the slope of a question's surprise.
func (at places) learn(n *meaning.Net, e example, slope []float64) {
	outputs := make([]float64, units)
	for i, chance := range n.Chances(e.candidates) {
		x := e.candidates[i]
		n.Score(x, outputs)
		pull := chance - truth(i == e.right)
		slope[at.out+units] += pull
		for f, value := range x {
			slope[at.linear+f] += pull * value
		}
		for u, output := range outputs {
			slope[at.out+u] += pull * output
			back := pull * n.Out[u] * (1 - output*output)
			row := slope[u*(at.count+1):]
			for f, value := range x {
				row[f] += back * value
			}
			row[at.count] += back
		}
	}
}

func rounded(all []float64) {
	for i := range all {
		all[i] = round(all[i])
	}
}
