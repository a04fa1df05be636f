package meaning

import (
	"slices"
	"testing"
)

func TestWordsAreTheSameInAHurry(t *testing.T) {
	for _, same := range [][2]string{
		{"¿Cómo está?", "como esta"},
		{"مَتى", "متي"},
		{"٢٤ ساعة", "24 ساعه"},
		{"२४ घंटे", "24 घंटे"},
		{"ＡＢＣ １２", "abc 12"},
		{"l’été", "L'ETE"},
		{"Straße", "straße"},
	} {
		if a, b := words(same[0]), words(same[1]); !slices.Equal(a, b) {
			t.Errorf("%q and %q", a, b)
		}
	}
}

func TestAQuestionShowsWhatItAsksFor(t *testing.T) {
	for text, want := range map[string]ask{
		"where's the entrance": 0, "Wo ist der Eingang?": 0, "où est l'entrée": 0, "وين المدخل": 0, "दरवाजा कहाँ है": 0,
		"how much is a ticket": 1, "was kostet das": 1, "¿qué precio tiene?": 1, "quanto custa": 1, "بكم التذكرة": 1,
		"टिकट की कीमत":        1,
		"ticket kitne ka hai": 1, "à quelle heure": 2, "wann": 2, "متى": 2, "कब": 2, "how long does it take": 3,
		"¿cuántos días?": 3,
		"vendem camisas": 4, "gibt es parkplätze": 4,
	} {
		if !asksOf(text)[want] {
			t.Errorf("%q does not ask for %d", text, want)
		}
	}
	if asksOf("thé ou café")[0] {
		t.Error("a French or is taken for where")
	}
}

func TestNeutralSentencesAreInAllLanguages(t *testing.T) {
	for _, row := range Neutral() {
		if len(row) != len(Languages) || slices.Contains(row, "") {
			t.Errorf("%q", row)
		}
	}
}

func FuzzGrams(f *testing.F) {
	f.Add("ﷺ ﷺ")
	f.Add("२४ घंटे ٣ \xff")
	f.Fuzz(func(t *testing.T, text string) {
		if all := grams(text); !slices.IsSorted(all) {
			t.Error(all)
		}
		asksOf(text)
	})
}
