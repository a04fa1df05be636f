package factcheck

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// reader makes tokens of a text.
type reader struct {
	text     string
	by       []*lexicon
	all      []token
	sentence int
	clause   int
	begins   bool // a sentence
	minus    bool // before a number
}

// The marks that end a sentence, and those that part one within. A line ends a clause; one that is blank, a sentence,
// unless a colon stood before it.
const (
	ends    = ".!?؟।;؛…"
	clauses = ",،:()\n"
)

// read makes tokens of a text, by the words of some languages.
func read(text string, by ...*lexicon) []token {
	r := &reader{text: unshortened(plain(text)), by: by, begins: true}
	for at, end := next(r.text, 0); at >= 0; at, end = next(r.text, end) {
		if piece := r.text[at:end]; !r.mark(piece, at, end) {
			r.add(piece, at)
		}
	}
	all := understood(r.all, by)
	inUnits(all)
	all = slices.DeleteFunc(all, func(t token) bool { return t.taken && signUnit(t.text) != "" })
	return bound(parted(all))
}

// longestPiece is the most bytes of one piece: a long address has fewer.
const longestPiece = 300

// next is the place of the next piece. The mark behind an address is not part of it. Only a part of the text is looked
// at, since some pieces could go on to its end.
func next(text string, from int) (at, end int) {
	for from < len(text) {
		if text[from] == ' ' { // no piece begins with one
			from++
			continue
		}
		if n := bare(text[from:]); n > 0 {
			return from, from + n
		}
		part := window(text[from:])
		found := pieces().FindStringIndex(part)
		if found == nil {
			from += len(part)
			continue
		}
		if from += found[0]; found[0] > 0 { // it may have been cut
			found = pieces().FindStringIndex(window(text[from:]))
		}
		piece := text[from : from+found[1]]
		if isAddress().MatchString(piece) {
			piece = strings.TrimRight(piece, ".,;:!?)]'")
		}
		return from, from + len(piece)
	}
	return -1, -1
}

// bare is how long the piece is with which a text begins, if it is a word or a mark, and what comes behind leaves no
// other reading: most pieces are such ones, and the expression takes long for them.
func bare(text string) int {
	if strings.IndexByte(",;:!?)\n", text[0]) >= 0 || standsAlone(text, '.') {
		return 1
	}
	for at, r := range text {
		switch {
		case at > longestPiece-utf8.UTFMax:
			return 0
		case unicode.IsLetter(r) || at > 0 && unicode.IsMark(r):
		case strings.ContainsRune(" ,\n", r) || standsAlone(text[at:], '.'):
			return at
		default:
			return 0
		}
	}
	return 0
}

// standsAlone tells whether a text begins with a mark and goes on with a space or a line.
func standsAlone(text string, mark byte) bool {
	return len(text) > 1 && text[0] == mark && (text[1] == ' ' || text[1] == '\n')
}

// window is the start of a text, without a half letter at its end.
func window(text string) string {
	end := min(len(text), longestPiece)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// add reads a word, a number or a sign.
func (r *reader) add(piece string, at int) {
	t := token{raw: piece, sentence: r.sentence, clause: r.clause}
	t.classify(piece, r.by[len(r.by)-1].point)
	if r.minus && t.number != "" {
		t.number = "-" + t.number
	}
	t.brackets = at > 0 && r.text[at-1] == '('
	t.capital = !r.begins && named(piece) && !quoted(r.text[:at]) && !slices.Contains(r.by, lexicons()["de"])
	r.begins, r.minus = false, false
	r.all = append(r.all, t)
}

// mark reads a mark; it tells whether the piece is one.
func (r *reader) mark(piece string, at, end int) bool {
	switch {
	case piece == "-":
		r.dash(at, end)
		return true
	case piece == "." && r.within(r.text[end:]):
		return true
	case strings.Contains(ends, piece) || piece == "\n" && r.blank(r.text[:at]):
		r.sentence, r.clause, r.begins = r.sentence+1, r.clause+1, true
		if (piece == "?" || piece == "؟") && len(r.all) > 0 {
			r.all[len(r.all)-1].asked = true
		}
	case strings.Contains(clauses, piece):
		r.clause++
		r.begins = r.begins || piece == ":"
	default:
		return false
	}
	r.minus = false
	return true
}

// dash reads a dash: between numbers it means to, and before one a minus.
func (r *reader) dash(at, end int) {
	after := strings.TrimLeft(r.text[end:], " ")
	if after == "" || !unicode.IsDigit(rune(after[0])) {
		return
	}
	if n := len(r.all); n > 0 && r.all[n-1].number != "" && r.all[n-1].clause == r.clause {
		r.all = append(r.all, token{raw: "-", text: "-", sentence: r.sentence, clause: r.clause})
		return
	}
	before, _ := utf8.DecodeLastRuneInString(r.text[:at])
	joined := unicode.Is(unicode.Arabic, before) // and- is one word there
	r.minus = after == r.text[end:] && (at == 0 || joined || strings.ContainsRune(" (\n", before))
}

// blank tells whether the line at the end of a text is blank, and no heading stands above it.
func (r *reader) blank(before string) bool {
	above := strings.TrimRight(before, " ")
	return strings.HasSuffix(above, "\n") && !strings.HasSuffix(strings.TrimSpace(above), ":")
}

// within tells whether a point does not end a sentence: small letters follow it, or an abbreviation or the number of a
// day stands before it.
func (r *reader) within(after string) bool {
	if len(r.all) == 0 {
		return false
	}
	follows := strings.TrimLeft(after, " ")
	first, _ := utf8.DecodeRuneInString(follows)
	last := &r.all[len(r.all)-1]
	if last.figure() {
		return unicode.IsLower(first) || r.beforeMonth(follows)
	}
	return unicode.IsLower(first) || follows != "" && r.abbreviation(last.text)
}

// beforeMonth tells whether a text begins with a month, as behind 24. in 24. Dezember.
func (r *reader) beforeMonth(follows string) bool {
	after, _, _ := strings.Cut(follows, " ")
	return slices.ContainsFunc(r.by, func(l *lexicon) bool {
		found, _ := l.said(words(after))
		return monthOf(&token{means: found}) != ""
	})
}

// abbreviation tells whether a word is a short form, behind which a point ends nothing.
func (r *reader) abbreviation(word string) bool {
	initial := isLatin(word) && len(word) == 1
	return initial && !r.by[0].knows(word) || slices.Contains(abbreviations(), word)
}

var abbreviations = sync.OnceValue(func() []string {
	return words("excl incl approx max min ca bzw ggf inkl zzgl exkl evtl mind nr st dr vs etc sr sra dto " +
		"mon tue wed thu fri sat mo di mi do fr sa env ex núm aprox máx mín tel")
})
