package bot

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Matcher finds the entry that a question asks for.
type Matcher struct{ entries map[string]*Entry }

// NewMatcher makes a matcher of entries. It knows a question by its wording.
func NewMatcher(entries []Entry) *Matcher {
	m := &Matcher{map[string]*Entry{}}
	for i := range entries {
		for _, wording := range append([]string{entries[i].Question}, entries[i].Also...) {
			m.entries[strings.Join(tokens(wording), " ")] = &entries[i]
		}
	}
	return m
}

// Match finds the entry with this wording, with how sure that is, 0 to 1.
func (m *Matcher) Match(question string) (*Entry, float64) {
	if e := m.entries[strings.Join(tokens(question), " ")]; e != nil {
		return e, 1
	}
	return nil, 0
}

// tokens is a text's words, without case, punctuation and compatibility forms.
func tokens(text string) []string {
	folded := strings.ToLower(norm.NFKC.String(text))
	return strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}
