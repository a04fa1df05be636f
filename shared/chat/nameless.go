package chat

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/pattern"
)

var (
	nameWord = pattern.Lazy(`[\p{L}\p{M}\p{Nd}]+`)
	inARow   = pattern.Lazy(Masking + `(?:[\p{Zs}\p{Pd}.,]*` + Masking + `)+`)
)

// Nameless is a text without the names by which a visitor is known, and without what they filled into forms: a
// colleague who answers often says "Hi Maria".
func (v *Visitor) Nameless(text string) string {
	for field, fact := range v.Profile {
		if fact.Source.forms() && !namesPeople(field) && utf8.RuneCountInString(fact.Value) >= shortestValue {
			text = withoutPhrase(text, fact.Value)
		}
	}
	return v.Unnamed(text)
}

// shortestValue is how many characters a value of a form has at least that is looked for in other texts.
const shortestValue = 4

// Unnamed is a text without the words of the visitor's names, in whatever case and with or without accents.
func (v *Visitor) Unnamed(text string) string {
	words := map[string]bool{}
	for field, fact := range v.Profile {
		if !namesPeople(field) || fact.Value == Masking {
			continue
		}
		if wide(fact.Value) {
			text = withoutPhrase(text, fact.Value)
		}
		for _, word := range nameWord().FindAllString(fact.Value, -1) {
			if utf8.RuneCountInString(word) > 1 {
				words[Folded(word)] = true
			}
		}
	}
	text = nameWord().ReplaceAllStringFunc(text, func(word string) string {
		if words[Folded(word)] {
			return Masking
		}
		return word
	})
	return inARow().ReplaceAllString(text, Masking)
}

// namesPeople tells whether a field of a profile holds a name of its person.
func namesPeople(field string) bool { return strings.Contains(Folded(field), "name") }

// wide tells whether a name is in a script that does not part its words.
func wide(name string) bool {
	return utf8.RuneCountInString(name) > 1 && strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}

// withoutPhrase blacks out some words of a text that stand together.
func withoutPhrase(text, phrase string) string {
	found, err := regexp.Compile(`(?i)` + regexp.QuoteMeta(strings.TrimSpace(phrase)))
	if err != nil { // it is no valid text
		return text
	}
	return found.ReplaceAllString(text, Masking)
}

// impersonal takes the names by which its asker is known out of a question, and says from which country they ask.
func (d *Desk) impersonal(ctx context.Context, key VisitorKey, gap *Gap) (*Gap, error) {
	if gap == nil {
		return nil, nil
	}
	v, err := d.store.Visitor(ctx, key)
	if err := Except(err, ErrNotFound, ErrErased); err != nil {
		return nil, err
	}
	without := *gap
	without.Question, without.Plain = v.Unnamed(gap.Question), v.Unnamed(gap.Plain)
	without.Country = v.Place.Country
	return &without, nil
}
