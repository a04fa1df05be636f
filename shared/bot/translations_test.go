package bot

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Translations that cannot be said are named, each at its text.
func TestFaultsOfTranslations(t *testing.T) {
	for name, c := range map[string]struct {
		into  map[string]map[string]string
		place string
		says  string
	}{
		"an unknown language": {
			map[string]map[string]string{"xx": {}},
			"translations.xx", "not one of the languages",
		},
		"its own": {
			map[string]map[string]string{"en": {}},
			"translations.en", "the language of the script itself",
		},
		"nothing": {
			map[string]map[string]string{"ar": {"Order": " "}},
			"translations.ar.Order", "has nothing for",
		},
		"too long a title": {
			map[string]map[string]string{"ar": {"Order": strings.Repeat("ط", 81)}},
			"translations.ar.Order", "room for 80",
		},
		"two buttons named so": {
			map[string]map[string]string{"ar": {"Order": "نعم", "Yes, café": "نعم"}},
			"translations.ar.Yes, café", "cannot tell them apart",
		},
		"too much at once": {
			map[string]map[string]string{"ar": {"Tell us.": strings.Repeat("ط", 4097)}},
			"translations.ar.Tell us.", "room for 4096",
		},
	} {
		var s map[string]any
		_ = json.Unmarshal([]byte(order), &s)
		s["translations"] = c.into
		raw, _ := json.Marshal(s)
		faults := Faults(raw)
		if len(faults) == 0 || PlaceOf(faults[0]) != c.place || !strings.Contains(faults[0].Error(), c.says) {
			t.Errorf("%s: %v", name, faults)
		}
	}
	left := map[string]map[string]string{"ar": {"A text of last year": "نص"}}
	if s := translated(t, order, left); s == nil {
		t.Error("a translation of a text that is gone is no fault")
	}
}

// A question that moves to the knowledge takes its answer's translations along.
func TestMovedQuestionsKeepTheirLanguages(t *testing.T) {
	var s map[string]any
	_ = json.Unmarshal([]byte(order), &s)
	s["translations"] = map[string]any{"ar": arabicOrder}
	raw, _ := json.Marshal(s)
	moved, err := Move(raw, "b")
	if err != nil || len(moved.Entries) != 3 {
		t.Fatal(moved, err)
	}
	if got := moved.Entries[0].Languages; got["ar"].Answer[0] != arabicOrder["We open at nine."] || len(got) != 2 {
		t.Errorf("it is known in %v", slices.Collect(maps.Keys(got)))
	}
	rest, err := Parse([]byte(moved.Script))
	if err != nil || rest.Translations["ar"]["Order"] != "طلب" {
		t.Errorf("the script keeps %v, %v", rest.Translations, err)
	}
}
