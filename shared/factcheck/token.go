package factcheck

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/botifire/livechat/shared/pattern"
)

// token is a word, a figure or a link of a text.
type token struct {
	text     string // a word, folded
	link     string // an address, a phone number: in one form
	number   string // a figure's value: in one form
	unit     string // of a figure: eur, day; "" for a plain count
	means    []meaning
	raw      string
	sentence int
	clause   int  // of the text
	capital  bool // it begins with a capital, and neither a sentence nor a quotation
	brackets bool // it stands in brackets
	dual     bool // two of a unit in one word
	taken    bool // a unit that a figure has
	perhaps  bool // a figure that may be an article: ein Tag
}

func (t *token) figure() bool { return t.number != "" }

// says tells whether the token has a meaning of a class and name, surely or perhaps.
func (t *token) says(class, name string, perhaps bool) bool {
	return slices.ContainsFunc(t.means, func(m meaning) bool {
		return m.class == class && (name == "" || m.name == name) && (perhaps || !m.weak)
	})
}

var pieces = pattern.Lazy(`(?i)` + strings.Join([]string{
	`[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+`,                                       // 1 e-mail or address
	`https?://[^\s<>"]+`,                                                               //
	`(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>"؛،।]*)?`,                                     //
	`\+\d[\d ()./-]{5,}\d|\(?0\d[\d ()./-]{5,}\d|\d{2,5}(?:[-/ ]\d{3,5}){1,4}-\d{2,5}`, // phone numbers
	`\d{3}-\d{4}`,
	`\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}`,                 // dates
	`\d{1,2} ?[:h] ?\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?`, // times
	`\d{1,3}(?:[ ',.]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`,         // numbers
	`[$€£¥₹%°]`, `\p{L}[\p{L}\p{M}]*`, `[.!?؟।;؛,،:()\n…-]`,
}, "|"))

var (
	isAddress = pattern.Lazy(`(?i)^(?:https?://|[^\s@]+@|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/|$))`)
	isPhone   = pattern.Lazy(`^[+(]?\d[\d ()./-]*$`)
	isDate    = pattern.Lazy(`^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})$`)
	isTime    = pattern.Lazy(`(?i)^(\d{1,2}) ?(?:[:h] ?(\d{2}))? ?([ap])?\.?m?\.?$`)
)

// words are the folded words of a phrase.
func words(phrase string) (all []string) {
	for _, piece := range pieces().FindAllString(plain(phrase), -1) {
		if first := []rune(piece)[0]; unicode.IsLetter(first) || unicode.IsDigit(first) {
			all = append(all, folded(piece))
		}
	}
	return all
}

// ends are the marks that end a sentence, and clauses those that part one within.
const (
	ends    = ".!?؟।;؛\n…"
	clauses = ",،:()"
)

// read makes tokens of a text, by the words of some languages.
func read(text string, by ...*lexicon) []token {
	text = unshortened(plain(text))
	var all []token
	sentence, clause, begins := 0, 0, true
	for at, end := next(text, 0); at >= 0; at, end = next(text, end) {
		piece := text[at:end]
		if piece == "-" || piece == "." && ordinal(all, text[end:], by) {
			continue
		}
		if strings.Contains(ends, piece) {
			sentence, clause, begins = sentence+1, clause+1, true
			continue
		}
		if strings.Contains(clauses, piece) {
			clause++
			begins = begins || piece == ":"
			continue
		}
		t := token{raw: piece, sentence: sentence, clause: clause}
		t.classify(piece)
		t.brackets = at > 0 && text[at-1] == '('
		t.capital = !begins && named(piece) && !quoted(text[:at])
		begins = false
		all = append(all, t)
	}
	all = understood(all, by)
	inUnits(all)
	return parted(slices.DeleteFunc(all, func(t token) bool { return symbols[t.text] != "" }))
}

// next is the place of the next piece. The mark behind an address is not part of it.
func next(text string, from int) (at, end int) {
	found := pieces().FindStringIndex(text[from:])
	if found == nil {
		return -1, -1
	}
	piece := text[from+found[0] : from+found[1]]
	if isAddress().MatchString(piece) {
		piece = strings.TrimRight(piece, ".,;:!?)]'")
	}
	return from + found[0], from + found[0] + len(piece)
}

// ordinal tells whether a point belongs to the number before it, as in 24. Dezember.
func ordinal(all []token, rest string, by []*lexicon) bool {
	if len(all) == 0 || !all[len(all)-1].figure() {
		return false
	}
	after, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	for _, l := range by {
		found, _ := l.said(words(after))
		if monthOf(&token{means: found}) != "" {
			return true
		}
	}
	return false
}

// named tells whether a word is written as a name: a capital and small letters.
func named(piece string) bool {
	letters := []rune(piece)
	return len(letters) > 1 && unicode.IsUpper(letters[0]) && !unicode.IsUpper(letters[len(letters)-1])
}

// quoted tells whether a quotation begins at the end of a text: "Mis pedidos" is a label, no name.
func quoted(before string) bool {
	trimmed := strings.TrimRight(before, " ")
	return strings.HasSuffix(trimmed, "«") || strings.HasSuffix(trimmed, "“") || strings.HasSuffix(trimmed, "„") ||
		strings.HasSuffix(trimmed, `"`)
}

// turns begin a clause of their own.
var turns = sync.OnceValue(func() []string {
	return words("but aber sondern pero sino mais mas لكن लेकिन मगर")
})

// parted begins a clause at each turn.
func parted(all []token) []token {
	more := 0
	for i := range all {
		if slices.Contains(turns(), all[i].text) {
			more++
		}
		all[i].clause += more
	}
	return all
}

// classify puts a piece into its form.
func (t *token) classify(piece string) {
	first := []rune(piece)[0]
	switch {
	case isDate().MatchString(piece):
		t.number, t.unit = dated(piece), "date"
	case isAddress().MatchString(piece):
		t.link = addressOf(piece)
	case unicode.IsLetter(first):
		t.text = folded(piece)
	case strings.ContainsAny(piece, "$€£¥₹%°"):
		t.text = piece
	case clock(piece) != "":
		t.number, t.unit = clock(piece), "time"
	case isPhone().MatchString(piece) && len(digits(piece)) >= 6 &&
		(strings.ContainsAny(piece, "+(-/") || piece[0] == '0'):
		t.link = digits(piece)
	case unicode.IsDigit(first):
		t.number = decimal(piece)
	}
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func addressOf(piece string) string {
	piece = strings.TrimRight(strings.ToLower(piece), ".,;:!?)]'’")
	piece = strings.TrimPrefix(strings.TrimPrefix(piece, "https://"), "http://")
	return strings.TrimSuffix(strings.TrimPrefix(piece, "www."), "/")
}

// dated is a date as its numbers, without leading zeros; the year first if it stood first.
func dated(piece string) string {
	parts := strings.FieldsFunc(piece, func(r rune) bool { return !unicode.IsDigit(r) })
	if len(parts[0]) == 4 {
		slices.Reverse(parts)
	}
	for i := range parts {
		parts[i] = strings.TrimLeft(parts[i], "0")
	}
	return strings.Join(parts, ".")
}
