package documents

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/pattern"
)

// line is one line of a page, which knows nothing of headings and paragraphs.
type line struct {
	page   int // from 1
	words  string
	size   float64 // of its letters, in points
	weight int     // how bold they are, in PDFium's measure
	y      float64 // of its base, in points from the page's bottom
	width  float64 // in points
}

var errNoText = chat.WrongField("file", "document_without_text",
	"There is no text in the file, only pictures of pages. Export it from the program in which it was written, or copy "+
		"its words into entries.")

// minLetters is fewer than the letters of any document with an answer in it.
const minLetters = 20

// blocksOf makes headings and paragraphs of lines, by the size and weight of their letters and the space between them.
func blocksOf(lines []line) ([]knowledge.Block, error) {
	lines = withoutEdges(lines)
	letters := 0
	for _, l := range lines {
		letters += utf8.RuneCountInString(l.words)
	}
	if letters < minLetters {
		return nil, errNoText
	}
	body, widest := bodyOf(lines), widestOf(lines)
	blocks := []knowledge.Block{}
	for i, l := range lines {
		heading := l.heads(body)
		if i > 0 && len(blocks) > 0 && l.follows(lines[i-1], body) && heading == lines[i-1].heads(body) &&
			(heading && l.size == lines[i-1].size || !heading && lines[i-1].width > full*widest[l.page]) {
			last := &blocks[len(blocks)-1]
			last.Words = continued(last.Words, l.words)
			continue
		}
		words := l.words
		if !heading {
			words = bullet().ReplaceAllString(words, "– ")
		}
		blocks = append(blocks, knowledge.Block{Page: l.page, Heading: heading, Words: words})
	}
	return blocks, nil
}

// bodyOf is how most of the letters look.
func bodyOf(lines []line) line {
	type look struct {
		size   float64
		weight int
	}
	counts, most := map[look]int{}, 0
	body := line{}
	for _, l := range lines {
		counts[look{l.size, l.weight}] += len(l.words)
		if n := counts[look{l.size, l.weight}]; n > most {
			most, body = n, l
		}
	}
	return body
}

// full is the share of a page's widest line that a line has if the next one goes on with its paragraph.
const full = 0.6

func widestOf(lines []line) map[int]float64 {
	widest := map[int]float64{}
	for _, l := range lines {
		widest[l.page] = max(widest[l.page], l.width)
	}
	return widest
}

// Headings are larger than the body, or as large and bolder, and no whole sentence.
const (
	larger     = 1.12
	bolder     = 1.3
	maxHeading = 200 // characters
)

func (l line) heads(body line) bool {
	if utf8.RuneCountInString(l.words) > maxHeading || bullet().MatchString(l.words) ||
		!strings.ContainsFunc(l.words, unicode.IsLetter) {
		return false
	}
	if l.size >= body.size*larger {
		return true
	}
	return l.size >= body.size && float64(l.weight) >= float64(body.weight)*bolder && !strings.HasSuffix(l.words, ".")
}

// bullet is how an item of a list begins.
var bullet = pattern.Lazy(`^[•◦▪‣●○■\x{f0b7}*–-]\s+`)

var numbered = pattern.Lazy(`^\d{1,3}[.)]\s`)

// follows tells whether a line goes on with the paragraph of the line before.
func (l line) follows(before, body line) bool {
	if bullet().MatchString(l.words) || numbered().MatchString(l.words) {
		return false
	}
	if l.page != before.page {
		end, _ := utf8.DecodeLastRuneInString(before.words)
		return !strings.ContainsRune(".!?:؟。।", end) && !l.heads(body)
	}
	gap := before.y - l.y
	return gap > 0 && gap <= 1.5*max(l.size, before.size)
}

// continued joins two lines of a paragraph. PDFium marks a hyphen that only parts a word.
func continued(one, other string) string {
	if cut, parted := strings.CutSuffix(one, "\u0002"); parted {
		return cut + other
	}
	return one + " " + other
}

// edge is how many lines at the top and at the bottom of a page may be of a running head or foot.
const edge = 2

// withoutEdges drops lines that stand at the same height of most pages, at the top or the bottom, alike but for its
// numbers; and bare numbers of pages.
func withoutEdges(lines []line) []line {
	pages := map[int][]int{}
	for i, l := range lines {
		pages[l.page] = append(pages[l.page], i)
	}
	type mark struct {
		words  string
		height int
	}
	of := func(l line) mark { return mark{bare(l.words), int(l.y)} }
	edges, counts := map[int]bool{}, map[mark]int{}
	for _, at := range pages {
		seen := map[mark]bool{}
		for n, i := range at {
			if n >= edge && n < len(at)-edge {
				continue
			}
			edges[i] = true
			if m := of(lines[i]); !seen[m] {
				seen[m] = true
				counts[m]++
			}
		}
	}
	kept := []line{}
	for i, l := range lines {
		runs := len(pages) >= 3 && counts[of(l)] > len(pages)/2
		if edges[i] && (runs || bare(l.words) == "") {
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// bare is a line without its numbers.
func bare(words string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, words))
}
