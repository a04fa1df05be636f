package factcheck

// far is how far an answer came: the passage of its last sentence, and the places in it where that may stand. The zero
// one is the beginning of an answer.
type far struct {
	of   *passage
	ends map[int]bool
}

// allows tells whether the sentence of a passage at k may come next. One that leans comes directly behind the one that
// it follows there; leaning says that it leans as the answer has it.
func (f *far) allows(p *passage, k int, leaning bool) bool {
	switch {
	case !leaning && !p.leans[k]:
		return true
	case k == 0:
		return f.of == nil
	}
	return f.of == p && f.ends[k-1]
}

// add notes a place where the last sentence may stand.
func (f *far) add(p *passage, k int) {
	if f.of != p {
		f.of, f.ends = p, map[int]bool{}
	}
	f.ends[k] = true
}
