package factcheck

import (
	"regexp"
	"unicode"

	"github.com/botifire/livechat/shared/pattern"
)

// These are words of numbers by their stems, for each script: a lexicon has the frequent ones only, and a compound of
// others could be any number. Such a word is one that a translation cannot be judged by.
var (
	latinNumeral = numeral(
		`.*(?:teen|hundred|thousand|million|billion|trillion)s?|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|` +
			`dozens?|scores?|` +
			`.*(?:zwanzig|dreissig|(?:vier|funf|sech|sieb|acht|neun)zig|zehn|hundert|tausend).*|` +
			`.*(?:million|milliard|billion|dutzend).*|` +
			`(?:veinti|dieci).+|(?:cuar|cincu|ses|set|och|nov|trei)enta|.*(?:cient|quinient)[oa]s?|mil(?:es|lar|lares)?|` +
			`(?:mil|b|tr)ill?on(?:es)?|docenas?|veintenas?|(?:tri|quar|cinqu|sess|set|oit|nov)enta|(?:duz|trez|quatroc|quinh|` +
			`seisc|setec|oitoc|novec)ent[oa]s|centenas?|dezenas?|duzias?|(?:mil|b|tr)ilh(?:ao|oes)|milhares?|` +
			`vingts?|(?:tr|quar|cinqu|soix)ante|septante|octante|huitante|nonante|cents?|mille|milliers?|` +
			`(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?|milliards?`)
	arabicNumeral = numeral(
		`.*(?:ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|عشرون|عشرين|` +
			`مئات|الاف|مليون|مليار|ملايين).*|[وبلفا]*(?:ثلاث|اربع|خمس|ست|سبع|ثمان|ثماني|تسع)?(?:مئة|مائة)`)
	hindiNumeral = numeral(
		`.{2,}(?:ीस|ालीस|ावन|पन|सठ|हत्तर|ासी|ानवे)|सौ|हजार|लाख|करोड़|करोड|अरब|दर्जन|सैकड़ो|हजारो`)
)

func numeral(words string) func() *regexp.Regexp { return pattern.Lazy(folded("^(?:" + words + ")$")) }

// numbers tells whether a folded word is one of a number.
func numbers(word string) bool {
	var latin, arabic, hindi bool
	for _, r := range word {
		latin = latin || 'a' <= r && r <= 'z'
		arabic = arabic || unicode.Is(unicode.Arabic, r)
		hindi = hindi || unicode.Is(unicode.Devanagari, r)
	}
	return latin && latinNumeral().MatchString(word) || arabic && arabicNumeral().MatchString(word) ||
		hindi && hindiNumeral().MatchString(word)
}

// numerals finds a word of a number that is no figure.
func numerals(a, b []token) *Fault {
	for _, all := range [][]token{a, b} {
		for i := range all {
			if t := &all[i]; !t.figure() && !t.taken && len(t.means) == 0 && numbers(t.text) {
				return &Fault{Figure, t.raw}
			}
		}
	}
	return nil
}
