package meaning

import (
	"cmp"
	"slices"
)

// Near has the measures of a question and one entry. Cosines lie between -1 and 1, shares
// between 0 and 1; "hubs" are texts that are near to everything.
type Near struct {
	Entry   int
	Nearest int // the item of the nearest wording

	Wording, Second float64 // cosine of the nearest two wordings
	Own             float64 // of the nearest one that a person wrote
	Rare, RareNext  float64 // cosine less half of the hub, of the best two wordings
	Scaled, Next    float64 // cosine relative to that of a translation in the two languages, of the best two
	Answer          float64 // cosine of the answer
	RareAnswer      float64
	Letters         float64 // how far question and wording have the same letters
	Covered         float64 // share of the question's letters that the entry has
	Among           float64 // share of the ten best wordings of all that are the entry's
	Same            float64 // 1 if the nearest wording is in the question's language

	Lacks    [asks]float64 // asks of the question that hardly a wording of the entry has
	Lack     float64       // the most of it
	Most     float64       // how much more often its wordings ask for it than others, as a logarithm
	Least    float64
	Strength float64 // by which candidates are ordered before their chances are known
}

// unseen is the cosine of a text that is not there.
const unseen = -0.2

// found is the question as it is compared.
type found struct {
	vector   Vector
	language int
	like     float64 // how much it is like neutral sentences
	asks     [asks]bool
	words    int
	letters  asked
}

func (x *Index) question(text string, raw Vector) found {
	language := x.space.language(raw, Query)
	v := x.space.mapped(raw, Query, language)
	return found{
		vector: v, language: language, like: float64(x.space.like(&v)), asks: asksOf(text), words: len(words(text)),
		letters: x.lists.asked(text),
	}
}

// nearest are the entries for which serves holds that are nearest to a question, by meaning or by letters, the
// strongest first.
func (x *Index) nearest(q found, serves func(int) bool) []Near {
	cosines := x.cosines(&q.vector)
	covered := x.lists.covered(q.letters)
	all := []Near{}
	for e := range x.Entries {
		if serves(e) {
			n := x.near(q, e, cosines)
			n.Covered = covered[e]
			all = append(all, n)
		}
	}
	x.among(all, cosines)
	slices.SortFunc(all, func(a, b Near) int { return cmp.Compare(b.Covered, a.Covered) })
	byLetters := slices.Clone(all[:min(len(all), candidates)])
	slices.SortFunc(all, func(a, b Near) int { return cmp.Compare(b.meaning(), a.meaning()) })
	all = all[:min(len(all), candidates)]
	for _, n := range byLetters {
		if !slices.ContainsFunc(all, func(m Near) bool { return m.Entry == n.Entry }) {
			all = append(all, n)
		}
	}
	for i := range all {
		x.compare(&all[i], q)
	}
	slices.SortFunc(all, func(a, b Near) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.Entry, b.Entry))
	})
	return all
}

// candidates is how many entries are compared closely for each reason.
const candidates = 30

func (n *Near) meaning() float64 { return n.Rare + n.RareNext/2 + n.RareAnswer }

// near is the entry by its vectors.
func (x *Index) near(q found, e int, cosines []float32) Near {
	n := Near{
		Entry: e, Nearest: -1, Wording: unseen, Second: unseen, Own: unseen, Rare: unseen, RareNext: unseen,
		Scaled: unseen, Next: unseen, Answer: unseen, RareAnswer: unseen,
	}
	wordings := 0
	for at := x.first[e]; at < x.first[e+1]; at++ {
		cosine := float64(cosines[at])
		rare := cosine - float64(x.Items.Hub[at])/2
		if Part(x.Items.Part[at]) == Answer {
			n.Answer, n.RareAnswer = max(n.Answer, cosine), max(n.RareAnswer, rare)
			continue
		}
		if wordings++; cosine > n.Wording {
			n.Nearest = at
		}
		if Part(x.Items.Part[at]) != Taught {
			n.Own = max(n.Own, cosine)
		}
		reached := float64(x.space.Scale.Reached[q.language][x.Items.Language[at]])
		better(&n.Wording, &n.Second, cosine)
		better(&n.Rare, &n.RareNext, rare)
		better(&n.Scaled, &n.Next, (cosine-apart)/(reached-apart))
	}
	if wordings == 1 {
		n.Second, n.RareNext, n.Next = n.Wording, n.Rare, n.Scaled
	}
	if n.Nearest >= 0 && int(x.Items.Language[n.Nearest]) == q.language {
		n.Same = 1
	}
	return n
}

func better(first, second *float64, value float64) {
	if value > *first {
		*first, *second = value, *first
	} else if value > *second {
		*second = value
	}
}

// among counts how many of the best ten wordings are each entry's.
func (x *Index) among(all []Near, cosines []float32) {
	const best = 10
	type one struct {
		rare float32
		near int
	}
	top := []one{}
	for i := range all {
		for at := x.first[all[i].Entry]; at < x.first[all[i].Entry+1]; at++ {
			rare := cosines[at] - x.Items.Hub[at]/2
			if Part(x.Items.Part[at]) == Answer || (len(top) == best && rare <= top[best-1].rare) {
				continue
			}
			place, _ := slices.BinarySearchFunc(top, rare, func(o one, r float32) int { return cmp.Compare(r, o.rare) })
			top = slices.Insert(top, place, one{rare, i})
			top = top[:min(len(top), best)]
		}
	}
	for _, o := range top {
		all[o.near].Among += 1.0 / best
	}
}

// compare looks at the entry's letters, and at the asks of its wordings.
func (x *Index) compare(n *Near, q found) {
	has, wordings := [asks]float64{}, 0.0
	for at := x.first[n.Entry]; at < x.first[n.Entry+1]; at++ {
		if Part(x.Items.Part[at]) == Answer {
			continue
		}
		wordings++
		n.Letters = max(n.Letters, x.letters(q.letters, at, n.Covered))
		for kind := range has {
			has[kind] += float64(x.Items.Asks[at] >> kind & 1)
		}
	}
	n.asksFor(q.asks, has, wordings, x.usual)
	n.Strength = n.meaning() + lettersWeight*n.Letters
}

const lettersWeight = 0.4
