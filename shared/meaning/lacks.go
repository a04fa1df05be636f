package meaning

import "math"

// asksFor compares the asks of a question with how many of an entry's wordings ask for it, and with how many of all.
func (n *Near) asksFor(asked [asks]bool, has [asks]float64, wordings float64, usual [asks]float64) {
	const enough = 8  // one wording of eight shows that the entry answers it
	const rare = 0.03 // keeps a logarithm finite
	first := true
	for kind, is := range asked {
		if !is || wordings == 0 {
			continue
		}
		share := has[kind] / wordings
		n.Lacks[kind] = 1 - min(1, share*enough)
		n.Lack = max(n.Lack, n.Lacks[kind])
		more := math.Log((share + rare) / (usual[kind] + rare))
		if first {
			n.Most, n.Least, first = more, more, false
		}
		n.Most, n.Least = max(n.Most, more), min(n.Least, more)
	}
}

// asksUsually is for each kind the share of wordings that ask for it, of a typical entry.
func (x *Index) asksUsually() (usual [asks]float64) {
	for e := range x.Entries {
		has, wordings := [asks]float64{}, 0.0
		for at := x.first[e]; at < x.first[e+1]; at++ {
			if Part(x.Items.Part[at]) == Answer {
				continue
			}
			wordings++
			for kind := range has {
				has[kind] += float64(x.Items.Asks[at] >> kind & 1)
			}
		}
		for kind := range usual {
			usual[kind] += has[kind] / max(wordings, 1) / float64(len(x.Entries))
		}
	}
	return usual
}
