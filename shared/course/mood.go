package course

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unfelt is the feeling of words that no model of meanings has read.
const Unfelt = 0

// Features are the measures of a message by its words alone, each from 0 to about 1.
func Features(text string) []float64 { return features(text, counted(found(text))) }

func features(text string, n map[Kind]int) []float64 {
	f := []float64{}
	for _, k := range kinds {
		f = append(f, float64(n[k])/2)
	}
	return append(f, length(text), loud(text), marks(text))
}

// length grows with the characters of a message: people with a problem write more. A sign of Chinese counts as three.
func length(text string) float64 {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n += 2
		}
	}
	return min(math.Log(1+float64(n)/20)/2, 1)
}

// loud tells whether words are written in capitals among others that are not: a message all in capitals may be joy.
func loud(text string) float64 {
	loud, all := 0, 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if all++; utf8.RuneCountInString(w) > 2 && strings.ToUpper(w) == w && strings.ToLower(w) != w {
			loud++
		}
	}
	if loud > 0 && (loud < all || all > 4) {
		return 1
	}
	return 0
}

// marks tells of "!!", "??" and "?!".
func marks(text string) float64 {
	n := 0
	for _, pair := range []string{"!!", "??", "?!", "!?", "؟؟", "！！", "？？"} {
		n += strings.Count(text, pair)
	}
	return min(float64(n), 2) / 2
}

// Mood is the chance, from 0 to 1, that a message alone says that a person is needed, by its words and, unless it is
// Unfelt, by the chance that a model of meanings gives it.
func Mood(text string, felt float64) float64 {
	return mood(text, counted(found(text)), felt)
}

func mood(text string, n map[Kind]int, felt float64) float64 {
	by := &byWords
	if felt > Unfelt {
		by = &byMeaning
	}
	sum := by.bias
	for i, x := range features(text, n) {
		sum += by.weight[i] * x
	}
	if felt > Unfelt {
		sum += by.felt * Logit(felt)
	}
	return 1 / (1 + math.Exp(-sum))
}

// Logit brings a chance onto the scale on which evidence adds up.
func Logit(p float64) float64 {
	p = min(max(p, 0.02), 0.98)
	return math.Log(p / (1 - p))
}

// weights make a chance of features, in their order.
type weights struct {
	bias   float64
	felt   float64 // of the chance by meaning
	weight [11]float64
}

// They were fitted to half of testdata/turns.tsv; docs/deck.md has the figures of the other half.
var (
	byWords   = weights{-3.60, 0, [11]float64{1.92, 2.13, 3.16, 2.72, 2.48, 1.63, 2.46, -1.64, 3.67, 0.61, -0.20}}
	byMeaning = weights{-3.03, 0.20, [11]float64{1.67, 1.91, 3.21, 2.62, 2.32, 1.39, 2.45, -1.54, 2.98, 0.53, -0.30}}
)

// Sounds is the chance that a message alone says that a person is needed, by its words, and the cue in it that says
// most, as it is written there, "" if there is none.
func Sounds(text string) (chance float64, kind Kind, words string) {
	of := found(text)
	if i := strongest(of); i >= 0 {
		kind, words = cues()[i].kind, cues()[i].own(text)
	}
	return mood(text, counted(of), Unfelt), kind, words
}
