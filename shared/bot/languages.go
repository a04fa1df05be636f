package bot

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/botifire/livechat/shared/pattern"
)

// Languages are those that a script may have: its own, and those of its translations.
var Languages = []string{
	"en", "de", "es", "fr", "pt", "ar", "hi", "it", "nl", "pl", "tr", "ru", "uk", "zh", "ja",
}

// tongueIn has the built-in texts in one of Languages.
func tongueIn(language string) tongue {
	if t, ours := tongues[language]; ours {
		return t
	}
	return further[language]
}

// commonIn are common words of the languages that are told apart by them. A word that two languages share counts for
// both.
var commonIn = map[string]string{
	"en": "the and you your is are of to how can for we not that what when where have do does i my want hello please with",
	"de": "der die das und ist nicht ich sie wir wie kann ein eine einen mein meine habe hallo bitte was wann wo " +
		"für mit möchte will zu auf",
	"es": "el la los las que y de en un una por puedo cómo mi tengo hola gracias cuándo dónde está quiero para con",
	"fr": "le la les des de et est un une dans pour je ne pas mon ma bonjour merci quand où avez comment voudrais avec",
	"pt": "o os de em um uma não você como posso meu minha tenho olá obrigado quando onde está quero para com fazer",
	"it": "il la gli che di non un una per posso come mio mia ho ciao grazie dove sono vorrei con quando quanto",
	"nl": "het een en de is niet ik hoe kan mijn heb hallo waar van wanneer wil graag met voor",
	"pl": "nie jest się i w na jak mogę mój moja mam dzień dziękuję kiedy gdzie czy chcę proszę dla ile",
	"tr": "ve bir bu ne için nasıl benim var yok merhaba teşekkürler zaman nerede mı mi istiyorum",
}

// writing tells a language by its letters, alone or nearly so.
type writing struct {
	language string
	sure     bool // not in names only, which people write in their own way in every language
	in       func() *regexp.Regexp
	also     string // other languages that may be written so
}

var writings = []writing{
	{"ur", true, pattern.Lazy(`[ٹڈڑںے]`), "pa ks"},
	{"fa", true, pattern.Lazy(`[پچژگکی]`), "ur ps ku ckb sd ug pa ks"},
	{"ar", true, pattern.Lazy(`\p{Arabic}`), "fa ur ps ku ckb sd ug pa ks"},
	{"hi", true, pattern.Lazy(`\p{Devanagari}`), "mr ne sa kok mai bho"},
	{"uk", true, pattern.Lazy(`(?i)[іїєґ]`), "be kk"},
	{"uk", true, pattern.Lazy(`(?i)(?:^|\P{L})(?:дяку[юй]\pL*|будь ласка|чому|замовлення|гаразд|зараз|треба|якщо|щодо|` +
		`або|вже|що|дуже)(?:\P{L}|$)`), "be bg mk sr"},
	{"ru", true, pattern.Lazy(`(?i)[ыэё]`), "be kk ky mn tg tt ba cv"},
	{"ru", true, pattern.Lazy(`\p{Cyrillic}`), "be bg kk ky mk mn sr tg tt ba cv uk"},
	{"ja", true, pattern.Lazy(`[\p{Hiragana}\p{Katakana}]`), ""},
	{"zh", true, pattern.Lazy(`\p{Han}`), "ja ko yue"},
	{"pl", false, pattern.Lazy(`(?i)[łąęż]`), ""},
	{"tr", false, pattern.Lazy(`[ğışİĞŞ]`), ""},
	{"de", false, pattern.Lazy(`ß`), ""},
	{"es", false, pattern.Lazy(`[¿¡ñ]`), ""},
	{"pt", false, pattern.Lazy(`(?i)[ãõ]`), ""},
}

// LanguageOf is the language of a text if there is no doubt about it, else "".
func LanguageOf(text string) string { return told(text) }

// LanguageAmong is LanguageOf of a customer of whom languages are known, the likeliest first: a script that several
// languages share tells none of these from the others. It knows more languages than the bot has words in.
func LanguageAmong(text string, known ...string) string {
	for _, w := range writings {
		if !w.sure || !w.in().MatchString(text) {
			continue
		}
		for _, language := range known {
			if language == w.language || slices.Contains(strings.Fields(w.also), language) {
				return language
			}
		}
		return w.language
	}
	return told(text)
}

// told is the language of a text if there is no doubt about it; "" for a name, a number, or a word of several
// languages.
func told(text string) string {
	counts := map[string]int{}
	for _, w := range writings {
		switch found := w.in().MatchString(text); {
		case found && w.sure:
			if slices.Contains(Languages, w.language) {
				return w.language
			}
		case found:
			counts[w.language]++
		}
	}
	if language := ofPhrase()[strings.Join(bare(text), " ")]; language != "" {
		return language
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, language := range ofWord()[w] {
			counts[language]++
		}
	}
	return surest(counts)
}

// surest is the language with most words: at least two, and more than any other has.
func surest(counts map[string]int) string {
	best, most, tied := "", 1, false
	for language, n := range counts {
		switch {
		case n > most:
			best, most, tied = language, n, false
		case n == most:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return best
}

// ofWord is by each common word the languages that have it.
var ofWord = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for language, words := range commonIn {
		for w := range strings.FieldsSeq(words) {
			all[w] = append(all[w], language)
		}
	}
	return all
})

// ofPhrase is by each phrase of small talk its language, if no other has it. English ones are used everywhere.
var ofPhrase = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for language, t := range tongues {
		for _, p := range list(t.greets + "|" + t.thanked + "|" + t.idle) {
			words, of := strings.Join(bare(p), " "), language
			if other, had := all[words]; (had && other != language) || language == "en" {
				of = ""
			}
			all[words] = of
		}
	}
	return all
})
