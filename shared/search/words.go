package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/text/unicode/norm"
)

// word is a word of a text as it compares, and its bytes in the text. Scripts without spaces between words have a word
// for each character; such a one is glued to the one before it.
type word struct {
	text     string
	written  string // with its umlauts written out, "" if it has none
	from, to int
	single   bool
	glued    bool
}

// maxWord is how many bytes of a word are compared: longer ones are codes that nobody types.
const maxWord = 64

// unspaced are the scripts that write no space between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar) || r == '\u30fc' || r == '\uff70' // the long vowel of Katakana, also at half width
}

func within(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || isMark(r) }

// isMark tells whether a character belongs to the one before it; those of half-width Katakana are letters in Unicode.
// So does what nobody sees: soft hyphens, joiners, and marks of direction, which come with pasted words.
func isMark(r rune) bool {
	return unicode.IsMark(r) || unicode.Is(unicode.Cf, r) || r == '\uff9e' || r == '\uff9f'
}

// wordsIn are the words of a text, in order.
func wordsIn(text string) []word {
	var all []word
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !within(r) {
			at += size
			continue
		}
		end := at + size
		single := unspaced(r)
		for end < len(text) {
			next, size := utf8.DecodeRuneInString(text[end:])
			if !within(next) || !isMark(next) && (single || unspaced(next)) {
				break
			}
			end += size
		}
		w := word{text: compared(text[at:end]), from: at, to: end, single: single}
		if w.text != "" {
			w.written = written(text[at:end])
			w.glued = single && len(all) > 0 && all[len(all)-1].single && all[len(all)-1].to == at
			all = append(all, w)
		}
		at = end
	}
	return all
}

// nukta is the dot of Hindi's borrowed letters, which many leave out.
const nukta = '\u093c'

// compared is a word without case, accents, and all that folding leaves beside letters.
func compared(raw string) string {
	folded := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) || r == nukta {
			return -1
		}
		return r
	}, chat.Folded(raw))
	for len(folded) > maxWord {
		_, size := utf8.DecodeLastRuneInString(folded)
		folded = folded[:len(folded)-size]
	}
	return folded
}

// umlauts are written out where a keyboard has none.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// written is a word as it compares with its umlauts written out, "" for a word without one: Müller is Mueller, too.
func written(raw string) string {
	small := strings.ToLower(norm.NFC.String(raw))
	if out := umlauts.Replace(small); out != small {
		return compared(out)
	}
	return ""
}

// joined is a typed word with each possible umlaut that is written out as one letter: mueller may mean Muller.
func (w word) joined() string { return joins.Replace(w.text) }

var joins = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// bare is an Arabic word without the article and the particles before it, "" for another word: people look for الفاتورة
// and for فاتورة alike.
func bare(word string) string {
	for _, before := range []string{"وال", "بال", "كال", "فال", "ال", "لل"} {
		if rest, has := strings.CutPrefix(word, before); has && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return ""
}

// keys are the texts by which the words of a text are found: each as it is, one with umlauts also with these written
// out, an Arabic one also without its article, and of scripts without spaces every two neighbours.
func keys(words []word) []string {
	var all []string
	for i, w := range words {
		if i+1 < len(words) && words[i+1].glued {
			all = append(all, w.text+words[i+1].text)
			continue
		}
		all = append(all, w.text)
		for _, also := range []string{w.written, bare(w.text)} {
			if also != "" {
				all = append(all, also)
			}
		}
	}
	return all
}
