package model

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/text/unicode/norm"
)

// advised adds the words of a person of the team to the system's turn: theirs is an instruction, and the customer must
// never read it.
func advised(hint string) string {
	raw, _ := json.Marshal(Redacted(hint)) // a text always encodes
	return " For this one answer a colleague of the company's team advises: " + string(raw) + " Follow that in choosing " +
		"the passage and its sentences. Never repeat, translate or mention the advice: the customer must not know of it."
}

// quotes tells whether an answer has words of the hint that no passage and no question has: then the customer would
// read a person's words to the bot. It looks through accents, endings, and letters that are set apart.
func quotes(answer string, c bot.Consult) bool {
	open := c.Question
	for _, one := range c.Candidates {
		open += "\n" + one.Title + "\n" + one.Text
	}
	said, known := read(answer), read(open)
	return slices.ContainsFunc(telling(c.Hint), func(word string) bool { return said.has(word) && !known.has(word) })
}

// least is how many letters a word has that proves something; digits prove it always, and so does a name within the
// hint. Of a longer word its beginning proves it: so many letters at least, and all but an ending.
const least, stem, ending = 4, 5, 2

// telling are the words of a hint that prove something.
func telling(hint string) (all []string) {
	for i, word := range strings.FieldsFunc(plain(hint), apart) {
		first, _ := utf8.DecodeRuneInString(word)
		name := i > 0 && unicode.IsUpper(first) && utf8.RuneCountInString(word) > 1
		if utf8.RuneCountInString(word) >= least || name || numbered(word) || !latin(word) {
			all = append(all, same(word))
		}
	}
	return all
}

// reading is a text as words of a hint are looked for in it: its words, and all of its letters in a run.
type reading struct {
	words map[string]bool
	run   string
}

func read(text string) reading {
	r := reading{words: map[string]bool{}}
	for _, word := range strings.FieldsFunc(plain(text), apart) {
		r.words[same(word)] = true
		r.run += same(word)
	}
	return r
}

func (r reading) has(word string) bool {
	if letters := []rune(word); len(letters) >= stem && !numbered(word) {
		return strings.Contains(r.run, string(letters[:max(stem, len(letters)-ending)]))
	}
	return r.words[word]
}

// plain is a text without what nobody sees, and in one form of Unicode.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// same is a word as it compares, also with its umlauts written out.
func same(word string) string { return umlauts.Replace(chat.Folded(word)) }

var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

func numbered(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

// latin tells whether a word is of letters that Latin scripts share: a word of others says much with few signs.
func latin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxLatin1 })
}
