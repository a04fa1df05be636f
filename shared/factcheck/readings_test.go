package factcheck_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// readLiars turn what a reader of figures, scripts and names may read wrongly, in every language.
var readLiars = map[string]liar{
	"another denominator": func(r *rand.Rand, language, text string) string {
		all := denominators[language]
		for _, i := range r.Perm(len(all)) {
			if strings.Contains(text, " €"+all[i]) {
				return strings.Replace(text, " €"+all[i], " €"+all[(i+1+r.IntN(len(all)-1))%len(all)], 1)
			}
		}
		return ""
	},
	"a denominator more": func(r *rand.Rand, language, text string) string {
		all := denominators[language]
		for _, one := range all {
			if strings.Contains(text, one) || strings.Contains(text, "रोज़") {
				return ""
			}
		}
		return turn(r, priceIn, text, func(n string) string { return n + all[r.IntN(len(all))] })
	},
	"a number grouped otherwise": func(r *rand.Rand, _, text string) string {
		return turn(r, amountIn, webIn.ReplaceAllString(text, ""), func(n string) string {
			head, tail := n[:1], n[1:]
			return [...]string{
				head + "," + strings.Repeat("0", 2) + "," + "000" + tail, n + "½", head + ".5" + tail, n + ",000" + tail,
			}[r.IntN(4)]
		})
	},
	"a number by another scale": func(r *rand.Rand, language, text string) string {
		return turn(r, priceIn, text, func(n string) string {
			return strings.Replace(n, " €", " "+scales[language]+" €", 1)
		})
	},
	"a number below zero": func(r *rand.Rand, _, text string) string {
		return turn(r, priceIn, text, func(n string) string { return "-" + n })
	},
	"a number in words": func(r *rand.Rand, language, text string) string {
		said := inWords[language]
		return turn(r, loneIn, webIn.ReplaceAllString(text, ""), func(n string) string {
			return " " + said[r.IntN(len(said))] + n[len(n)-1:]
		})
	},
	"a word of another script": func(r *rand.Rand, _, text string) string {
		return turn(r, longWord, text, func(string) string { return other[r.IntN(len(other))] })
	},
	"a sentence of another language": func(r *rand.Rand, _, text string) string {
		return text + " " + abroad[r.IntN(len(abroad))]
	},
	"a name for a word": func(r *rand.Rand, _, text string) string {
		return turn(r, longWord, text, func(string) string { return brands[r.IntN(len(brands))] })
	},
	"a name more": func(r *rand.Rand, _, text string) string {
		return turn(r, longWord, text, func(word string) string { return word + " " + brands[r.IntN(len(brands))] })
	},
}

var (
	amountIn = regexp.MustCompile(`\b\d{2,3}\b`)
	loneIn   = regexp.MustCompile(` \d{1,3}[ .,]`)

	denominators = map[string][]string{
		"en": {" a day", " a month", " a year", " per hour", " per person", " a week", " per night"},
		"de": {" am Tag", " im Monat", " im Jahr", " pro Stunde", " pro Person", " pro Woche", " pro Nacht"},
		"es": {" al día", " al mes", " al año", " por hora", " por persona", " por semana", " por noche"},
		"fr": {" par jour", " par mois", " par an", " par heure", " par personne", " par semaine", " par nuit"},
		"pt": {" por dia", " por mês", " por ano", " por hora", " por pessoa", " por semana", " por noite"},
		"ar": {" في اليوم", " في الشهر", " في السنة", " في الساعة", " لكل شخص", " في الأسبوع"},
		"hi": {" प्रति दिन", " प्रति माह", " प्रति वर्ष", " प्रति घंटा", " प्रति व्यक्ति", " प्रति सप्ताह"},
	}
	scales = map[string]string{
		"en": "million", "de": "Millionen", "es": "millones de", "fr": "millions d'", "pt": "milhões de", "ar": "مليون",
		"hi": "लाख",
	}
	inWords = map[string][]string{
		"en": {"thirty-three", "two hundred and seven", "ninety-one", "five thousand", "seventy-seven", "half a dozen"},
		"de": {"fünfunddreißig", "zweihundertsieben", "einundneunzig", "fünftausend", "siebenundsiebzig", "ein Dutzend"},
		"es": {"treinta y tres", "doscientos siete", "noventa y uno", "cinco mil", "quinientos", "media docena de"},
		"fr": {"trente-trois", "deux cent sept", "quatre-vingt-onze", "cinq mille", "soixante-dix-sept", "une vingtaine de"},
		"pt": {"trinta e três", "duzentos e sete", "noventa e um", "cinco mil", "quinhentos", "meia dúzia de"},
		"ar": {"ثلاثة وثلاثون", "مئتان وسبعة", "واحد وتسعون", "خمسة آلاف", "سبعمئة", "خمسمائة"},
		"hi": {"तैंतीस", "दो सौ सात", "इक्यानवे", "पाँच हज़ार", "सतहत्तर", "पैंतालीस"},
	}
	other  = []string{"бесплатно", "免费", "δωρεάν", "無料", "무료", "חינם", "ฟรี", "Dоставка"}
	abroad = []string{
		"Доставка бесплатная.", "我们出售二手自行车。", "Kargo her zaman ücretsizdir.", "Sprzedajemy używane rowery.",
		"Myymme käytettyjä pyöriä.", "配送は無料です。", "Eladunk használt kerékpárokat.", "Kami menjual sepeda bekas.",
		"Chúng tôi bán xe đạp cũ.", "Πουλάμε μεταχειρισμένα ποδήλατα.",
	}
	brands = []string{"UPS", "DHL", "PayPal", "FedEx", "iPhone", "IKEA"}
)
