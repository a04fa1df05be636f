package factcheck

import "unicode"

// lengths are how many letters a language takes to say what English says in one, as the texts of the tests have it.
var lengths = map[string]float64{
	"en": 1, "de": 1.12, "es": 1.05, "fr": 1.1, "pt": 1, "ar": 0.87, "hi": 0.87,
}

// shortest is the least share of a sentence that its translation may be, and slack some letters more or less: of a
// hundred honest sentences, two are shorter or longer.
const (
	shortest = 0.65
	slack    = 8
)

// lengthsDiffer finds a text that is far shorter than the other one, or far longer: words that the lexicon does not
// know were left out, or added.
func (t *translation) lengthsDiffer(a, b []token) *Fault {
	ours, theirs := lettersOf(a)/lengths[t.language], lettersOf(b)/lengths[t.p.language]
	switch {
	case ours+slack < theirs*shortest:
		return &Fault{Limit, a[0].raw}
	case theirs+slack < ours*shortest:
		return &Fault{Words, a[0].raw}
	}
	return nil
}

func lettersOf(all []token) (n float64) {
	for i := range all {
		for _, r := range all[i].text {
			if unicode.In(r, unicode.L, unicode.M) {
				n++
			}
		}
	}
	return n
}
