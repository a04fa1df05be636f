package course

import (
	"strings"
	"unicode"

	"github.com/botifire/livechat/shared/fold"
)

// In is the reason with the visitor's own words for its cue, if those are in a text.
func (r Reason) In(text string) Reason {
	if i := r.number - 1; i >= 0 && i < len(cues()) {
		r.Cue = cues()[i].own(text)
	}
	return r
}

// own is what a text says of the cue in the visitor's words, as they wrote them; our word for it if they are not found.
func (c cue) own(text string) string {
	for _, joined := range []bool{false, true} { // "doesn't" is written without an apostrophe too
		spans := spansOf(text, joined)
		for i := range spans {
			if n := c.begins(text, spans[i:]); n > 0 {
				return text[spans[i].from:spans[i+n-1].to]
			}
		}
	}
	return c.words
}

// begins is how many words are the cue's, from the first of some; 0 if they are not.
func (c cue) begins(text string, spans []span) int {
	said := " "
	for n, s := range spans {
		said += strings.Join(split(apostrophes.Replace(text[s.from:s.to])), " ") + " "
		if strings.HasPrefix(said, c.seek) {
			return n + 1
		}
		if len(said) > len(c.seek)+len(fold.Text(text[s.from:s.to])) {
			return 0
		}
	}
	return 0
}

// span is where a word is in its text.
type span struct{ from, to int }

func spansOf(text string, joined bool) (all []span) {
	from := -1
	for i, r := range text + " " {
		is := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || joined && strings.ContainsRune("'’`´", r)
		switch {
		case is && from < 0:
			from = i
		case !is && from >= 0:
			all, from = append(all, span{from, i}), -1
		}
	}
	return all
}
