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
		near := j-i > -3 && j-i < 3
		for _, side := range []struct {
			of          int
			flat, moved string
		}{{most, "atmost", "before"}, {least, "atleast", "after"}} {
			if all[j].says("flat", side.flat, false) {
				sure |= side.of
			}
			if all[j].says("flat", side.flat, near) || near && all[j].says("soft", side.moved, true) {
				perhaps |= side.of
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

// bounds finds a figure or a day that is a bound in one text and none, or the opposite one, in the other.
func bounds(a, b []token) *Fault {
	for i := range a {
		if a[i].says("guard", "", false) && !a[i].figure() && !slices.ContainsFunc(indices(b), func(j int) bool {
			return joint(&a[i], &b[j]) && boundAlike(a, b, i, j)
		}) {
			return &Fault{Bound, a[i].raw}
		}
		if !a[i].figure() || a[i].repeats(a, i) {
			continue
		}
		figure := a[i].aged(a)
		if held := slices.ContainsFunc(indices(b), func(j int) bool {
			other := b[j].aged(b)
			return other.number == figure.number && other.unit == figure.unit && boundAlike(a, b, i, j)
		}); !held && !a[i].one() {
			return &Fault{Bound, a[i].raw}
		}
	}
	return nil
}

// boundAlike tells whether two figures are bounds of the same side. A price is one in both texts or in neither, as far
// as their words may say so.
func boundAlike(a, b []token, i, j int) bool {
	sure, perhaps := boundAt(a, i)
	surely, maybe := boundAt(b, j)
	price := dimension(a[i].unit) == "money" && !inRange(a, i)
	if perhaps != 0 && maybe != 0 && perhaps&maybe == 0 {
		return false
	}
	return sure&^maybe == 0 && surely&^perhaps == 0 && (!price || (perhaps == 0) == (maybe == 0))
}

// inRange tells whether the figure at i is an end of a range.
func inRange(all []token, i int) bool {
	for j := max(0, i-3); j < i; j++ {
		if all[j].figure() && ranges(all, j) == i {
			return true
		}
	}
	return ranges(all, i) >= 0
}
