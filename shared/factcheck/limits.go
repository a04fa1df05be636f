package factcheck

import "slices"

// The sides of a bound.
const (
	most  = 1
	least = 2
)

// boundAt is the bounds that a figure surely and perhaps is, from the words beside it.
func boundAt(all []token, i int) (sure, perhaps int) {
	for j := max(0, i-3); j <= min(len(all)-1, i+3); j++ {
		if all[j].clause != all[i].clause || j == i || parts(all, i, j) || nearer(all, i, j) {
			continue
		}
		for side, name := range map[int]string{most: "atmost", least: "atleast"} {
			if all[j].says("flat", name, false) {
				sure |= side
			}
			if all[j].says("flat", name, j-i > -3 && j-i < 3) {
				perhaps |= side
			}
		}
	}
	return sure, perhaps
}

// nearer tells whether another figure of the clause is nearer to the word at j, on its other side.
func nearer(all []token, i, j int) bool {
	step := 1
	if j < i {
		step = -1
	}
	for k := j + step; k >= 0 && k < len(all) && all[k].clause == all[j].clause && (k-j)*step < (j-i)*step; k += step {
		if all[k].figure() {
			return true
		}
	}
	return false
}

// parts tells whether another figure stands between two places.
func parts(all []token, i, j int) bool {
	return slices.ContainsFunc(all[min(i, j)+1:max(i, j)], func(t token) bool { return t.figure() })
}
