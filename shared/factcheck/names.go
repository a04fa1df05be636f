package factcheck

import (
	"slices"
	"strings"
	"unicode"
)

// names finds a name that one of two texts has and the other has not.
func names(a, b []token) *Fault {
	for i := range a {
		if a[i].isName() && !has(b, &a[i]) {
			return &Fault{Name, a[i].raw}
		}
	}
	for i := range b {
		if kept := brand(b[i].raw) || b[i].capital && len(b[i].means) == 0; kept && !has(a, &b[i]) {
			return &Fault{Limit, b[i].raw}
		}
	}
	return nil
}

func has(all []token, t *token) bool {
	return slices.ContainsFunc(all, func(o token) bool { return o.text != "" && alike(o.text, t.text) })
}

// isName tells whether a word is written as a name. German writes all nouns so.
func (t *token) isName() bool {
	if t.text == "" || len(t.means) > 0 {
		return false
	}
	return t.capital || brand(t.raw) || len([]rune(t.raw)) > 1 && strings.ToUpper(t.raw) == t.raw && isLatin(t.raw)
}

// brand tells whether a word has a capital within: PayPal.
func brand(word string) bool {
	letters := []rune(word)
	for i := 1; i < len(letters); i++ {
		if unicode.IsUpper(letters[i]) && unicode.IsLower(letters[i-1]) {
			return true
		}
	}
	return false
}
