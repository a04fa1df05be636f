package meaning

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// ask is the thing that a question asks for: a place, a price, a time, a length of time, or whether there is something.
// Two questions about one thing that ask for something else have different answers, which their vectors hardly show.
type ask int

const asks = 5

//go:embed asks.tsv
var asksFile string

// askWords are the words and phrases of all languages by which a question shows its ask. A word after = is
// matched with its accents.
var askWords = sync.OnceValue(func() [asks][]string {
	all := [asks][]string{}
	for kind, line := range strings.Split(strings.TrimSpace(asksFile), "\n") {
		_, list, _ := strings.Cut(line, "\t")
		for _, phrase := range strings.Split(list, "|") {
			if plain, exact := strings.CutPrefix(phrase, "="); exact {
				all[kind] = append(all[kind], "="+plain)
				continue
			}
			all[kind] = append(all[kind], " "+strings.Join(words(phrase), " ")+" ")
		}
	}
	return all
})

// asksOf tells for each kind whether a text asks for it.
func asksOf(text string) (has [asks]bool) {
	said := " " + strings.Join(words(text), " ") + " "
	exact := strings.Fields(strings.ToLower(norm.NFC.String(text)))
	for kind, phrases := range askWords() {
		has[kind] = slices.ContainsFunc(phrases, func(p string) bool {
			if plain, is := strings.CutPrefix(p, "="); is {
				return slices.Contains(exact, plain)
			}
			return strings.Contains(said, p)
		})
	}
	return has
}
