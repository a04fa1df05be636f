package factcheck_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

// These liars change no word: they put whole true sentences behind others, so that "it" is another thing. They find
// sentences that lean by an expression of their own.
var leaningIn = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`^(It|They|Take it|Book it|Check it|If it)\b`),
	"de": regexp.MustCompile(`^(Sie deckt|Er|Es|Ist er)\b`),
	"es": regexp.MustCompile(`^(Cubre|Vale|Cómprela|Resérvela|Revísela|Recójala|Se contrata)`),
	"fr": regexp.MustCompile(`^(Elle|Il est|Si elle)\b`),
	"pt": regexp.MustCompile(`^(Cobre|Vale|Ela|Ele)\b`),
	"ar": regexp.MustCompile(`^(هي|هو|هذا|هذه) `),
	"hi": regexp.MustCompile(`^(यह|ये|इसे|इसके) `),
}

var joinLiars = map[string]liar{
	"behind another sentence": func(r *rand.Rand, language, text string) string {
		all := sentences(text)
		for _, i := range r.Perm(len(all)) {
			if j := r.IntN(len(all)); i > 0 && leaningIn[language].MatchString(all[i]) && j != i && j != i-1 {
				return all[j] + " " + all[i]
			}
		}
		return ""
	},
	"behind nothing": func(_ *rand.Rand, language, text string) string {
		all := sentences(text)
		i := slices.IndexFunc(all, leaningIn[language].MatchString)
		if i <= 0 {
			return ""
		}
		return strings.Join(all[i:], " ")
	},
}

// A passage of two things, each with a sentence that leans on its own, in each language.
var pairs = map[string][4]string{
	"en": {
		"Standard delivery takes three days.", "It is free.",
		"Express delivery takes one day.", "It costs 20 €.",
	},
	"de": {
		"Der Standardversand dauert drei Tage.", "Er ist kostenlos.",
		"Der Expressversand dauert einen Tag.", "Er kostet 20 €.",
	},
	"es": {"El envío normal tarda tres días.", "Es gratis.", "El envío exprés tarda un día.", "Cuesta 20 €."},
	"fr": {
		"La livraison normale prend trois jours.", "Elle est gratuite.",
		"La livraison express prend un jour.", "Elle coûte 20 €.",
	},
	"pt": {"O envio normal demora três dias.", "É grátis.", "O envio expresso demora um dia.", "Custa 20 €."},
	"ar": {"يستغرق التوصيل العادي ثلاثة أيام.", "هو مجاني.", "يستغرق التوصيل السريع يومًا واحدًا.", "سعره 20 €."},
	"hi": {
		"सामान्य डिलीवरी में तीन दिन लगते हैं।", "यह मुफ़्त है।",
		"एक्सप्रेस डिलीवरी में एक दिन लगता है।", "इसके लिए 20 € लगते हैं।",
	},
}

// Of all ways to put two of the four sentences behind each other, those are true in which a sentence that leans comes
// behind its own.
func TestASentenceThatLeansHoldsOnlyBehindItsOwn(t *testing.T) {
	for language, of := range pairs {
		passage := strings.Join(of[:], " ")
		if err := check(language, passage, language, passage); err != nil {
			t.Errorf("%s: the whole passage is refused: %v", language, err)
		}
		for i := range of {
			for j := range of {
				said, honest := of[i]+" "+of[j], i != j && i%2 == 0 && (j%2 == 0 || j == i+1)
				if err := check(language, said, language, passage); i != j && (err == nil) != honest {
					t.Errorf("%s: %q: %v", language, said, err)
				}
			}
			if err := check(language, of[i], language, passage); (err == nil) != (i%2 == 0) {
				t.Errorf("%s: %q alone: %v", language, of[i], err)
			}
		}
	}
}

// The same over two sentences of an answer that each cite a passage, the same one or two.
func TestASentenceThatLeansFollowsItsOwnCitation(t *testing.T) {
	for language, of := range pairs {
		passages := map[string]factcheck.Passage{
			"1": {Language: language, Text: of[0] + " " + of[1]}, "2": {Language: language, Text: of[2] + " " + of[3]},
			"3": {Language: language, Text: of[3]},
		}
		for _, one := range []struct {
			said   []factcheck.Sentence
			honest bool
		}{
			{[]factcheck.Sentence{{of[0], "1"}, {of[1], "1"}, {of[2], "2"}, {of[3], "2"}}, true},
			{[]factcheck.Sentence{{of[0], "1"}, {of[3], "2"}}, false},
			{[]factcheck.Sentence{{of[2], "2"}, {of[1], "1"}}, false},
			{[]factcheck.Sentence{{of[0], "1"}, {of[2], "2"}, {of[1], "1"}}, false},
			{[]factcheck.Sentence{{of[0], "1"}, {of[3], "3"}}, false},
			{[]factcheck.Sentence{{of[3], "3"}}, true},
		} {
			if _, err := factcheck.Check(language, one.said, passages); (err == nil) != one.honest {
				t.Errorf("%s: %v: %v", language, one.said, err)
			}
		}
	}
}

// Sentences of two entries, the second of which leans, in the passages' language or in another.
func TestNoSentenceLeansOnThatOfAnotherPassage(t *testing.T) {
	r, all, tried := rand.New(rand.NewPCG(18, 7)), entries(t), 0
	for range 20_000 {
		a, b := all[r.IntN(len(all))], all[r.IntN(len(all))]
		from, to := factcheck.Languages[r.IntN(7)], factcheck.Languages[r.IntN(7)]
		if r.IntN(2) == 0 {
			from = to
		}
		first, second := sentences(a.Languages[to].Answer), sentences(b.Languages[to].Answer)
		i := slices.IndexFunc(second, leaningIn[to].MatchString)
		if a.ID == b.ID || i <= 0 {
			continue
		}
		tried++
		said := []factcheck.Sentence{{first[r.IntN(len(first))], "1"}, {second[i], "2"}}
		if _, err := factcheck.Check(to, said, map[string]factcheck.Passage{
			"1": {Language: from, Text: a.Languages[from].Answer}, "2": {Language: from, Text: b.Languages[from].Answer},
		}); err == nil {
			t.Errorf("%s from %s: %q passes", to, from, said)
		}
	}
	t.Logf("%d pairs of sentences of two passages", tried)
}
