package factcheck

import "unicode"

// spokenIn is the language of a text: by its script, and in Latin letters by its common words. It is the given one if
// these do not tell.
func spokenIn(text, given string) string {
	count := map[string]int{}
	for _, piece := range words(text) {
		first := []rune(piece)[0]
		switch {
		case unicode.Is(unicode.Arabic, first):
			count["ar"]++
		case unicode.Is(unicode.Devanagari, first):
			count["hi"]++
		default:
			for _, name := range []string{"en", "de", "es", "fr", "pt"} {
				if lexicons()[name].knows(piece) {
					count[name]++
				}
			}
		}
	}
	best := given
	for _, name := range Languages {
		if count[name] > count[best] {
			best = name
		}
	}
	return best
}
