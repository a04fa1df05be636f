package meaning

import (
	"math"
	"slices"
)

// postings lists for each gram the entries that have it, in any text.
type postings struct {
	grams  []uint32 // in order
	ends   []uint32 // the end of the entries of each gram
	of     []uint32
	number float64 // of entries
}

func listed(x *Index) postings {
	p := postings{number: float64(len(x.Entries))}
	pairs := []uint64{} // of a gram and an entry
	for at, entry := range x.Items.Entry {
		for _, g := range x.Items.grams(at) {
			pairs = append(pairs, uint64(g)<<32|uint64(entry))
		}
	}
	slices.Sort(pairs)
	for _, pair := range slices.Compact(pairs) {
		if g := uint32(pair >> 32); len(p.grams) == 0 || p.grams[len(p.grams)-1] != g {
			p.grams, p.ends = append(p.grams, g), append(p.ends, uint32(len(p.of)))
		}
		p.of = append(p.of, uint32(pair))
		p.ends[len(p.ends)-1] = uint32(len(p.of))
	}
	return p
}

// entries are those that have a gram.
func (p *postings) entries(g uint32) []uint32 {
	at, has := slices.BinarySearch(p.grams, g)
	if !has {
		return nil
	}
	from := uint32(0)
	if at > 0 {
		from = p.ends[at-1]
	}
	return p.of[from:p.ends[at]]
}

// weight of a gram is higher the fewer entries have it.
func (p *postings) weight(g uint32) float64 {
	return math.Log(1 + (p.number+1)/(float64(len(p.entries(g)))+0.5))
}

// asked are the grams of a question, with their weights.
type asked struct {
	grams   []uint32 // in order, so that sums are the same each time
	weights map[uint32]float64
	all     float64
}

func (p *postings) asked(question string) asked {
	a := asked{grams: grams(question), weights: map[uint32]float64{}}
	for _, g := range a.grams {
		a.weights[g] = p.weight(g)
		a.all += a.weights[g]
	}
	return a
}

// covered is for each entry the share of a question's letters that its wordings have.
func (p *postings) covered(a asked) []float64 {
	share := make([]float64, int(p.number))
	for _, g := range a.grams {
		for _, entry := range p.entries(g) {
			share[entry] += a.weights[g] / a.all
		}
	}
	return share
}

// letters is how far a question and an item have the same letters: the geometric mean of the share of the question that
// the entry has, and of the share of the item that the question has.
func (x *Index) letters(a asked, at int, covered float64) float64 {
	both := 0.0
	for _, g := range x.Items.grams(at) {
		both += a.weights[g]
	}
	if x.sums[at] == 0 {
		return 0
	}
	return math.Sqrt(both / float64(x.sums[at]) * covered)
}

// weighed is the weight of all grams of each item.
func (x *Index) weighed() []float32 {
	sums := make([]float32, x.Items.Len())
	for at := range sums {
		for _, g := range x.Items.grams(at) {
			sums[at] += float32(x.lists.weight(g))
		}
	}
	return sums
}
