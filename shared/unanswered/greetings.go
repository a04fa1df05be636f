package unanswered

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed greetings.txt
var greetingText string

// greetings are the phrases of a first line that answers nothing, by what they do.
var greetings = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(greetingText) {
		does, phrases, _ := strings.Cut(line, ":")
		for phrase := range strings.SplitSeq(phrases, ",") {
			all[does] = append(all[does], strings.TrimSpace(phrase))
		}
	}
	return all
})

// addressed is how many words may follow a greeting or a name, the first in a capital letter where there are some: Hi
// Maria; I am Anna from sales.
const addressed = 3

// onlyGreets tells whether a text of a colleague says nothing but hello, a name, or that they will look, or asks
// something back: a question answers none.
func onlyGreets(text string) bool {
	for text != "" {
		clause, end, rest := text, rune(0), ""
		if i := strings.IndexFunc(text, endsClause); i >= 0 {
			r, n := utf8.DecodeRuneInString(text[i:])
			clause, end, rest = text[:i], r, text[i+n:]
		}
		clause, text = strings.Join(strings.Fields(clause), " "), rest
		if clause != "" && !strings.ContainsRune("?؟？", end) && !greetsIn(clause) {
			return false
		}
	}
	return true
}

func endsClause(r rune) bool {
	return strings.ContainsRune(".!?,;:\n–—؟،।¿¡()？。！，；：", r) || unicode.IsSymbol(r)
}

func greetsIn(clause string) bool {
	words := strings.Fields(clause)
	for does, phrases := range greetings() {
		for _, phrase := range phrases {
			n := len(strings.Fields(phrase))
			if n > len(words) || !strings.EqualFold(strings.Join(words[:n], " "), phrase) {
				continue
			}
			rest := words[n:]
			if len(rest) == 0 || does != "offers" && len(rest) <= addressed && !unicode.IsLower([]rune(rest[0])[0]) {
				return true
			}
		}
	}
	return false
}
