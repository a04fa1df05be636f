package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// matches tells whether a document and the texts that it was made of match a plan.
func (p Plan) matches(d Doc, texts []string) bool {
	if p.From != "" && d.Message < p.From || p.To != "" && d.Message >= p.To {
		return false
	}
	for _, must := range p.Must {
		if !slices.Contains(d.Terms, must) {
			return false
		}
	}
	return len(p.Ways) == 0 || slices.ContainsFunc(p.Ways, func(way []Clause) bool {
		return !slices.ContainsFunc(way, func(c Clause) bool { return !c.holds(d, texts) })
	})
}

func (c Clause) holds(d Doc, texts []string) bool {
	if c.phrase != nil {
		return slices.ContainsFunc(texts, func(text string) bool { return len(c.runs(wordsIn(text))) > 0 })
	}
	return slices.ContainsFunc(d.Terms, func(t Term) bool {
		return slices.ContainsFunc(c.Any, func(l Look) bool { return l.Field == t.Field && l.hits(t.Text) })
	})
}

// runs are the places among words at which the phrase begins.
func (c Clause) runs(words []word) []int {
	var all []int
	for i := range words {
		if len(words)-i < len(c.phrase) {
			break
		}
		if c.begins(words[i:]) {
			all = append(all, i)
		}
	}
	return all
}

// begins tells whether words begin with the phrase.
func (c Clause) begins(words []word) bool {
	for i, want := range c.phrase {
		if want.glued && !words[i].glued || !slices.Contains(want.texts, words[i].text) &&
			(words[i].written == "" || !slices.Contains(want.texts, words[i].written)) {
			return false
		}
	}
	return true
}

// Piece is a part of a text; marked if a search found it.
type Piece struct {
	Text   string
	Marked bool
}

// excerpt is how many characters of a text are shown around its first mark, and shownBefore how many stand before it.
const excerpt, shownBefore = 200, 60

// snippet is the part of a message that shows why it was found, or its beginning.
func (p Plan) snippet(texts []string) []Piece {
	var first string
	for _, text := range texts {
		if found := p.marked(text); len(found) > 0 {
			return cut(text, found)
		}
		if first == "" {
			first = text
		}
	}
	if first == "" {
		return []Piece{}
	}
	return cut(first, nil)
}

// marked are the bytes of a text that are marked, from and to, in order and apart from each other.
func (p Plan) marked(text string) [][2]int {
	words := wordsIn(text)
	var all [][2]int
	for _, way := range p.Ways {
		for _, c := range way {
			all = append(all, c.marked(text, words)...)
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return a[0] - b[0] })
	joined := [][2]int{}
	for _, m := range all {
		if last := len(joined) - 1; last >= 0 && m[0] <= joined[last][1] {
			joined[last][1] = max(joined[last][1], m[1])
		} else {
			joined = append(joined, m)
		}
	}
	return joined
}

func (c Clause) marked(text string, words []word) [][2]int {
	var all [][2]int
	if c.phrase != nil {
		for _, at := range c.runs(words) {
			all = append(all, [2]int{words[at].from, words[at+len(c.phrase)-1].to})
		}
	}
	for _, w := range words {
		forms := []string{w.text, w.written, bare(w.text)}
		if slices.ContainsFunc(c.Any, func(l Look) bool {
			return (l.Field == Open || l.Field == Contact) && slices.ContainsFunc(forms, l.hits)
		}) {
			all = append(all, [2]int{w.from, w.to})
		}
	}
	end := 0
	for _, number := range chat.NumbersIn(text) { // in their order
		at := end + strings.Index(text[end:], number)
		end = at + len(number)
		if slices.ContainsFunc(numbersOf([]string{number}), func(t Term) bool {
			return slices.ContainsFunc(c.Any, func(l Look) bool { return l.Field == t.Field && l.hits(t.Text) })
		}) {
			all = append(all, [2]int{at, end})
		}
	}
	return all
}

// cut is the part of a text around its first mark, in pieces.
func cut(text string, marks [][2]int) []Piece {
	from := 0
	if len(marks) > 0 {
		from = back(text, marks[0][0], shownBefore)
	}
	to := forth(text, from, excerpt)
	pieces := []Piece{}
	add := func(piece string, marked bool) {
		if piece != "" {
			pieces = append(pieces, Piece{piece, marked})
		}
	}
	if from > 0 {
		add("…", false)
	}
	at := from
	for _, m := range marks {
		if m[0] >= to {
			break
		}
		add(text[at:m[0]], false)
		at = min(m[1], to)
		add(text[m[0]:at], true)
	}
	add(text[at:to], false)
	if to < len(text) {
		add("…", false)
	}
	return pieces
}

// back is the place so many characters before another, forth the one after it.
func back(text string, at, characters int) int {
	for ; characters > 0 && at > 0; characters-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func forth(text string, at, characters int) int {
	for ; characters > 0 && at < len(text); characters-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
