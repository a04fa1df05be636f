package factcheck_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

// The liars know nothing of the check: they turn texts by expressions and lists of their own. A liar returns "" if a
// text gives it nothing to turn.
type liar func(r *rand.Rand, language, text string) string

var (
	numberIn  = regexp.MustCompile(`\d+(?:[.,:]\d+)*`)
	priceIn   = regexp.MustCompile(`\d+(?:[.,]\d+)* €`)
	timeIn    = regexp.MustCompile(`\d{1,2}[:h]\d{2}`)
	webIn     = regexp.MustCompile(`pedalpine\.example/[a-z]+`)
	mailIn    = regexp.MustCompile(`[a-z]+@pedalpine\.example`)
	phoneIn   = regexp.MustCompile(`555-01\d\d`)
	percentIn = regexp.MustCompile(`\d+(?:[.,]\d+)? ?%`)
)

// turn replaces one match, if the result is another text.
func turn(r *rand.Rand, in *regexp.Regexp, text string, by func(string) string) string {
	all := in.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return ""
	}
	at := all[r.IntN(len(all))]
	return text[:at[0]] + by(text[at[0]:at[1]]) + text[at[1]:]
}

var figureLiars = map[string]liar{
	"another number": func(r *rand.Rand, _, text string) string {
		return turn(r, numberIn, webIn.ReplaceAllString(text, ""), func(n string) string {
			last, _ := strconv.Atoi(n[len(n)-1:])
			return n[:len(n)-1] + strconv.Itoa((last+1+r.IntN(8))%10)
		})
	},
	"a zero more": func(r *rand.Rand, _, text string) string {
		return turn(r, priceIn, text, func(n string) string { return "1" + n })
	},
	"another currency": func(r *rand.Rand, _, text string) string {
		other := []string{"$", "£", "CHF"}[r.IntN(3)]
		return turn(r, priceIn, text, func(n string) string { return strings.Replace(n, "€", other, 1) })
	},
	"another time": func(r *rand.Rand, _, text string) string {
		return turn(r, timeIn, text, func(n string) string { return fmt.Sprintf("%d:%02d", 7+r.IntN(3), 5+r.IntN(9)) })
	},
	"another address": func(r *rand.Rand, _, text string) string {
		return turn(r, webIn, text, func(n string) string { return n + "-" + string(rune('a'+r.IntN(26))) })
	},
	"another domain": func(r *rand.Rand, _, text string) string {
		return turn(r, webIn, text, func(n string) string { return strings.Replace(n, "pedalpine", "pedal-pine", 1) })
	},
	"another e-mail": func(r *rand.Rand, _, text string) string {
		return turn(r, mailIn, text, func(n string) string { return "info" + n })
	},
	"another phone": func(r *rand.Rand, _, text string) string {
		return turn(r, phoneIn, text, func(n string) string { return n[:7] + strconv.Itoa((int(n[7]-'0')+1+r.IntN(9))%10) })
	},
	"another percentage": func(r *rand.Rand, _, text string) string {
		return turn(r, percentIn, text, func(n string) string { return strconv.Itoa(1+r.IntN(9)) + n })
	},
	"another number in other digits": func(r *rand.Rand, language, text string) string {
		said := turn(r, numberIn, webIn.ReplaceAllString(text, ""), func(n string) string { return "7" + n })
		return inDigits([]string{"ar", "hi"}[r.IntN(2)], said)
	},
	"a figure for another": func(r *rand.Rand, _, text string) string { return swapped(r, numberIn, text) },
	"a price for another":  func(r *rand.Rand, _, text string) string { return swapped(r, priceIn, text) },
	"a figure that nobody said": func(r *rand.Rand, _, text string) string {
		return strings.TrimSuffix(text, ".") + ", " + strconv.Itoa(3000+r.IntN(9000)) + " €."
	},
	"an hour for a day":      units,
	"a denial more or fewer": denials,
}

// swapped exchanges two true figures that differ.
func swapped(r *rand.Rand, in *regexp.Regexp, text string) string {
	hidden := map[string]string{}
	for i, link := range append(webIn.FindAllString(text, -1), phoneIn.FindAllString(text, -1)...) {
		key := "\x00" + string(rune('a'+i)) + "\x00"
		hidden[key] = link
		text = strings.Replace(text, link, key, 1)
	}
	all := in.FindAllStringIndex(text, -1)
	if len(all) < 2 {
		return ""
	}
	i := r.IntN(len(all) - 1)
	j := i + 1 + r.IntN(len(all)-i-1)
	a, b := text[all[i][0]:all[i][1]], text[all[j][0]:all[j][1]]
	if a == b {
		return ""
	}
	text = text[:all[i][0]] + b + text[all[i][1]:all[j][0]] + a + text[all[j][1]:]
	for key, link := range hidden {
		text = strings.Replace(text, key, link, 1)
	}
	return text
}

// units says hours for days, and weeks for months.
func units(r *rand.Rand, language, text string) string {
	pairs := map[string][]string{
		"en": {" days", " weeks", " hours", " minutes", " years", " months", " cm", " km"},
		"de": {" Tage", " Wochen", " Stunden", " Minuten", " Jahre", " Monate", " cm", " km"},
		"es": {" días", " semanas", " horas", " minutos", " años", " meses", " cm", " km"},
		"fr": {" jours", " semaines", " heures", " minutes", " ans", " mois", " cm", " km"},
		"pt": {" dias", " semanas", " horas", " minutos", " anos", " meses", " cm", " km"},
		"ar": {" أيام", " أسابيع", " ساعات", " دقائق", " سنوات", " أشهر", " سم", " كم"},
		"hi": {" दिन", " सप्ताह", " घंटे", " मिनट", " साल", " महीने", " सेमी", " किमी"},
	}[language]
	for _, i := range r.Perm(len(pairs)) {
		if in := regexp.MustCompile(`\d` + pairs[i] + `(?:[ .,]|$)`); in.MatchString(text) {
			return turn(r, in, text, func(found string) string { return strings.Replace(found, pairs[i], pairs[i^1], 1) })
		}
	}
	return ""
}

// denials takes a denial away or adds one to a sentence with a figure.
func denials(r *rand.Rand, language, text string) string {
	away := map[string][][2]string{
		"en": {{"do not ", ""}, {"are not ", "are "}, {"is not ", "is "}, {"no longer than", "longer than"}},
		"de": {{" nicht", ""}, {" kein", " ein"}},
		"es": {{" no ", " "}, {"No ", ""}}, "pt": {{" não ", " "}, {"Não ", ""}},
		"fr": {{" n'est pas ", " est "}, {" ne livrons pas ", " livrons "}, {" ne vendons pas ", " vendons "}},
		"ar": {{" لا ", " "}}, "hi": {{" नहीं", ""}},
	}[language]
	for i, one := range sentences(text) {
		for _, pair := range away {
			turned := strings.Replace(one, pair[0], pair[1], 1)
			// Without one denial of two a sentence means nothing.
			if numberIn.MatchString(one) && turned != one && !denying.MatchString(turned) {
				all := sentences(text)
				all[i] = turned
				return strings.Join(all, " ")
			}
		}
	}
	more := map[string][2]string{
		"en": {" costs ", " does not cost "}, "de": {" kostet ", " kostet nicht "}, "es": {" cuesta ", " no cuesta "},
		"fr": {" coûte ", " ne coûte pas "}, "pt": {" custa ", " não custa "}, "ar": {" يكلف ", " لا يكلف "},
		"hi": {" लगते हैं", " नहीं लगते हैं"},
	}[language]
	if strings.Contains(text, more[0]) {
		return strings.Replace(text, more[0], more[1], 1)
	}
	return ""
}

var denying = regexp.MustCompile(`(?i)\b(not|never|nor|nicht|nie|kein|no|ni|nunca|pas|jamais|não|nem)\b|لا|لم|नहीं`)

// Half of the lies are told in another language than the passage's, but for those that only leave out or move.
func TestNoLieGetsThrough(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 4))
	liars := maps.Clone(figureLiars)
	maps.Copy(liars, readLiars)
	maps.Copy(liars, partLiars)
	maps.Copy(liars, joinLiars)
	all, passed, tried := entries(t), 0, map[string]int{}
	names := slices.Sorted(maps.Keys(liars))
	for n := 0; n < tries(12_000); {
		e, name := all[r.IntN(len(all))], names[r.IntN(len(names))]
		from, to := factcheck.Languages[r.IntN(7)], factcheck.Languages[r.IntN(7)]
		if r.IntN(2) == 0 || partLiars[name] != nil {
			from = to
		}
		honest := e.Languages[to].Answer
		said := liars[name](r, to, honest)
		if said == "" || said == honest {
			continue
		}
		n++
		tried[name]++
		if check(to, said, from, e.Languages[from].Answer) == nil {
			passed++
			t.Errorf("%s, %s from %s, %s: %q passes", e.ID, to, from, name, said)
		}
	}
	t.Logf("%d of %d pass; %v", passed, tries(12_000), tried)
}

// tries is how many of so many cases are tried: a sixth in the fast loop.
func tries(cases int) int {
	if testing.Short() {
		return cases / 6
	}
	return cases
}
