package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/pattern"
)

// numbered extracts the answer to a field from a text: the choice that it names by number or among a
// few words, or the only address or number in a sentence. Otherwise it is the text itself.
func (m *compiled) numbered(field chat.Field, text string) string {
	switch field.Type {
	case "choice":
		return m.choice(field.Choices, text)
	case "email":
		return only(mailIn().FindAllString(text, -1), text)
	case "phone":
		return only(phoneIn().FindAllString(text, -1), text)
	}
	return text
}

var (
	mailIn  = pattern.Lazy(`[^\s@<>"',;:()]+[@＠][^\s@<>"',;:()]*[\p{L}\p{Nd}]`)
	phoneIn = pattern.Lazy(`(?i)[+＋(]*\p{Nd}[\p{Nd}\p{Pd}\p{Zs}()./+\p{Cf}]{4,}\p{Nd}(?:[ ,;]*(?:ext\.?|x|#) ` +
		`?\p{Nd}{1,7})?`)
	noneOf = []string{"not", "no", "dont", "nicht", "kein", "pas", "nao", "لا", "नहीं"}
)

// only is the single match, or the text if there is none or more than one.
func only(found []string, text string) string {
	if len(found) != 1 || utf8.RuneCountInString(text) > 200 {
		return text
	}
	return found[0]
}

// choice is the one that a text means, by a name of it in any language.
func (m *compiled) choice(choices []string, text string) string {
	for _, c := range choices {
		if says(text, m.script.names(c)...) {
			return c
		}
	}
	words, counted := bare(text), true
	number, numbers := 0, 0
	for _, w := range words {
		if n, err := strconv.Atoi(chat.Plain(w)); err == nil {
			number, numbers = n, numbers+1
		}
	}
	named := []string{}
	for _, c := range choices {
		if _, err := strconv.ParseFloat(chat.Plain(c), 64); err == nil {
			counted = false // "3" is not an index if the choices are numbers themselves
		}
		if slices.ContainsFunc(m.script.names(c), func(name string) bool { return within(words, bare(name)) }) {
			named = append(named, c)
		}
	}
	denied := slices.ContainsFunc(words, func(w string) bool { return slices.Contains(noneOf, w) })
	switch {
	case counted && numbers == 1 && len(words) <= 2 && number >= 1 && number <= len(choices):
		return choices[number-1]
	case len(named) == 1 && len(words) <= 4 && !denied:
		return named[0]
	}
	return text
}

// within tells whether words stand among others, in their order.
func within(words, some []string) bool {
	return len(some) > 0 && strings.Contains(" "+strings.Join(words, " ")+" ", " "+strings.Join(some, " ")+" ")
}
