package meaning

import "math"

// FeatureNames are the parts of a chance, in the order of features.
var FeatureNames = []string{
	"wording", "second", "own", "rare", "rareNext", "scaled", "next", "answer", "rareAnswer", "letters", "among", "same",
	"like", "words",
	"strength", "lead", "overTen", "overRest", "first",
	"rareLead", "rareAnswerLead", "lettersLead", "coveredLead", "answerLead", "scaledLead", "ownLead", "leads",
	"lack", "most", "least", "noPlace", "noPrice", "noTime", "noLength", "noStock", "asks",
}

// features measure a candidate among the others, which are in the order of their strength.
func features(all []Near, at int, q found) []float64 {
	n := &all[at]
	leads := []float64{
		lead(all, at, 0.13, func(n *Near) float64 { return n.Rare }),
		lead(all, at, 0, func(n *Near) float64 { return n.RareAnswer }),
		lead(all, at, 0.05, func(n *Near) float64 { return n.Letters }),
		lead(all, at, 0.15, func(n *Near) float64 { return n.Covered }),
		lead(all, at, 0.1, func(n *Near) float64 { return n.Answer }),
		lead(all, at, 0.37, func(n *Near) float64 { return n.Scaled }),
		lead(all, at, 0.21, func(n *Near) float64 { return n.Own }),
	}
	ahead := 0.0
	for _, l := range leads[:3] {
		ahead += truth(l > 0)
	}
	strength := func(n *Near) float64 { return n.Strength }
	f := []float64{
		n.Wording, n.Second, n.Own, n.Rare, n.RareNext, n.Scaled, n.Next, n.Answer, n.RareAnswer, n.Letters, n.Among, n.Same,
		q.like, math.Log(float64(1 + q.words)),
		n.Strength, lead(all, at, 0.18, strength), n.Strength - mean(all, 0), n.Strength - mean(all, 3), truth(at == 0),
	}
	f = append(append(f, leads...), ahead, n.Lack, n.Most, n.Least)
	f = append(f, n.Lacks[:]...)
	return append(f, truth(q.asks != [asks]bool{}))
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// lead is how far a candidate is above the best of the others. In a knowledge of few entries nobody may be near:
// usual is the figure of the best of the others in nine of ten questions, so that an only entry does not look better
// than it is.
func lead(all []Near, at int, usual float64, of func(*Near) float64) float64 {
	best := usual
	for i := range all {
		if i != at {
			best = max(best, of(&all[i]))
		}
	}
	return of(&all[at]) - best
}

// mean is the strength of the best ten candidates, from one of them on.
func mean(all []Near, from int) float64 {
	some := all[min(from, len(all)-1):min(10, len(all))]
	sum := 0.0
	for i := range some {
		sum += some[i].Strength
	}
	return sum / float64(len(some))
}
