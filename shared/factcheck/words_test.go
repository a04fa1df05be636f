package factcheck_test

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

// contrary are words that say the opposite of each other, or another day, place or person.
var contrary = map[string][][2]string{
	"en": {
		{"Yes", "No"},
		{"free", "for a fee"},
		{"open", "closed"},
		{"before", "after"},
		{"can", "cannot"},
		{"up to", "at least"},
		{"from", "up to"},
		{"Monday", "Thursday"},
		{"Tuesday", "Sunday"},
		{"outside", "inside"},
		{"every", "no"},
		{"within", "only after"},
		{"without", "with"},
		{"unused", "used"},
		{"first", "last"},
		{"only", "also"},
		{"smaller", "larger"},
		{"online", "by post"},
		{"Europe", "Asia"},
		{"always", "never"},
		{"cash", "gold"},
	},
	"de": {
		{"Ja", "Nein"},
		{"kostenlos", "gegen Gebühr"},
		{"geschlossen", "geöffnet"},
		{"vor", "nach"},
		{"ohne", "mit"},
		{"können", "dürfen nicht"},
		{"bis", "ab"},
		{"Montag", "Donnerstag"},
		{"Dienstag", "Sonntag"},
		{"Außerhalb", "Innerhalb"},
		{"unbenutzte", "benutzte"},
		{"kleinere", "größere"},
		{"Bargeld", "Gold"},
		{"jeden", "keinen"},
		{"zuerst", "zuletzt"},
	},
	"es": {
		{"Sí", "No"},
		{"gratis", "de pago"},
		{"Cerramos", "Abrimos"},
		{"antes", "después"},
		{"sin", "con"},
		{"puede", "no puede"},
		{"hasta", "desde"},
		{"lunes", "jueves"},
		{"martes", "domingo"},
		{"fuera", "dentro"},
		{"menor", "mayor"},
		{"efectivo", "oro"},
		{"primer", "último"},
		{"siempre", "nunca"},
	},
	"fr": {
		{"Oui", "Non"},
		{"gratuit", "payant"},
		{"fermons", "ouvrons"},
		{"avant", "après"},
		{"sans", "avec"},
		{"pouvez", "ne pouvez pas"},
		{"jusqu'à", "au moins"},
		{"lundi", "jeudi"},
		{"mardi", "dimanche"},
		{"hors", "dans"},
		{"petite", "grande"},
		{"espèces", "or"},
		{"premier", "dernier"},
		{"toujours", "jamais"},
	},
	"pt": {
		{"Sim", "Não"},
		{"grátis", "pago"},
		{"Fechamos", "Abrimos"},
		{"antes", "depois"},
		{"sem", "com"},
		{"pode", "não pode"},
		{"até", "a partir de"},
		{"segunda", "quinta"},
		{"terça", "domingo"},
		{"fora", "dentro"},
		{"menor", "maior"},
		{"dinheiro", "ouro"},
		{"primeira", "última"},
		{"sempre", "nunca"},
	},
	"ar": {
		{"نعم", "لا"},
		{"مجاني", "مدفوع"},
		{"مغلق", "مفتوح"},
		{"قبل", "بعد"},
		{"بلا", "مع"},
		{"يمكن", "لا يمكن"},
		{"الاثنين", "الخميس"},
		{"الثلاثاء", "الأحد"},
		{"خارج", "داخل"},
		{"الأصغر", "الأكبر"},
		{"النقد", "الذهب"},
		{"أول", "آخر"},
	},
	"hi": {
		{"हाँ", "नहीं"},
		{"मुफ़्त", "सशुल्क"},
		{"बंद", "खुली"},
		{"पहले", "बाद"},
		{"बिना", "साथ"},
		{"सकते हैं", "नहीं सकते"},
		{"सोमवार", "गुरुवार"},
		{"मंगलवार", "रविवार"},
		{"बाहर", "अंदर"},
		{"छोटा", "बड़ा"},
		{"नक़द", "सोना"},
		{"पहली", "आख़िरी"},
	},
}

var longWord = regexp.MustCompile(`\p{L}[\p{L}\p{M}]{4,}`)

var wordLiars = map[string]func(r *rand.Rand, language string, honest, other string) string{
	"the contrary": func(r *rand.Rand, language, honest, _ string) string {
		pairs := contrary[language]
		for _, i := range r.Perm(len(pairs)) {
			for _, p := range [][2]string{pairs[i], {pairs[i][1], pairs[i][0]}} {
				if turned := spaced(honest, p[0], p[1]); turned != honest {
					return turned
				}
			}
		}
		return ""
	},
	"a word of another entry": func(r *rand.Rand, _, honest, other string) string {
		theirs := longWord.FindAllString(other, -1)
		word := theirs[r.IntN(len(theirs))]
		if strings.Contains(strings.ToLower(honest), strings.ToLower(word)[:4]) {
			return ""
		}
		return turn(r, longWord, honest, func(string) string { return word })
	},
	"two words changed places": func(r *rand.Rand, _, honest, _ string) string {
		all := longWord.FindAllStringIndex(honest, -1)
		i := r.IntN(len(all) - 1)
		j := i + 1 + r.IntN(min(4, len(all)-i-1))
		a, b := honest[all[i][0]:all[i][1]], honest[all[j][0]:all[j][1]]
		return honest[:all[i][0]] + b + honest[all[i][1]:all[j][0]] + a + honest[all[j][1]:]
	},
	"the sentence of another entry": func(r *rand.Rand, _, _, other string) string {
		all := sentences(other)
		return all[r.IntN(len(all))]
	},
}

// spaced replaces a word that stands alone.
func spaced(text, word, by string) string {
	return strings.TrimSpace(strings.Replace(" "+text, " "+word, " "+by, 1))
}

func TestLiesInWordsOnly(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 5))
	all, names := entries(t), slices.Sorted(maps.Keys(wordLiars))
	tried, passed := map[string]int{}, map[string]int{}
	for n := 0; n < tries(4000); {
		e, o, name := all[r.IntN(len(all))], all[r.IntN(len(all))], names[r.IntN(len(names))]
		from, to := factcheck.Languages[r.IntN(7)], factcheck.Languages[r.IntN(7)]
		kind := "in another language"
		if n%2 == 0 {
			to, kind = from, "in its language"
		}
		honest := e.Languages[to].Answer
		said := wordLiars[name](r, to, honest, o.Languages[to].Answer)
		if said == "" || said == honest || e.ID == o.ID {
			continue
		}
		n++
		tried[kind]++
		tried[kind+", "+name]++
		if check(to, said, from, e.Languages[from].Answer) == nil {
			passed[kind]++
			passed[kind+", "+name]++
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(tried)) {
		t.Logf("lies in words only, %s: %d of %d pass", kind, passed[kind], tried[kind])
	}
	own := "in its language"
	if passed[own]*200 > tried[own] { // they mean nothing: two forms of a word changed places
		t.Errorf("%d of %d lies pass in the passage's language; at most 0.5 %%", passed[own], tried[own])
	}
	if abroad := "in another language"; passed[abroad]*5 > tried[abroad] {
		t.Errorf("%d of %d lies pass in another language; at most 20 %%", passed[abroad], tried[abroad])
	}
}

// A translation may lose a part that the lexicon does not know.
func TestPartsLeftOutOfATranslation(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 6))
	all, names, passed := entries(t), slices.Sorted(maps.Keys(partLiars)), 0
	for n := 0; n < tries(1000); {
		e, name := all[r.IntN(len(all))], names[r.IntN(len(names))]
		from, to := factcheck.Languages[r.IntN(7)], factcheck.Languages[r.IntN(7)]
		honest := e.Languages[to].Answer
		said := partLiars[name](r, to, honest)
		if from == to || said == "" || said == honest {
			continue
		}
		n++
		if check(to, said, from, e.Languages[from].Answer) == nil {
			passed++
		}
	}
	t.Logf("of translations that lost a part %d of %d pass", passed, tries(1000))
	if passed*10 > tries(1000)*3 {
		t.Errorf("of translations that lost a part %d of %d pass; at most 30 %%", passed, tries(1000))
	}
}
