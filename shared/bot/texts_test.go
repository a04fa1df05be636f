package bot

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The screen lists the same texts: web/test/unit/script-texts.test.ts reads the same file.
func TestTheTextsThatPeopleTranslate(t *testing.T) {
	raw, err := os.ReadFile("testdata/texts.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Script json.RawMessage
		Texts  []Said
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	s, err := Parse(file.Script)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(file.Texts, s.Texts()); diff != "" {
		t.Error(diff)
	}
	s.Translations = map[string]map[string]string{"ar": {"Hello!": "أهلًا"}}
	if n := len(s.Lacking("ar")); n != len(file.Texts)-1 {
		t.Errorf("%d texts lack", n)
	}
}

// The demonstration's script has all of its texts in Arabic.
func TestTheShopSpeaksArabic(t *testing.T) {
	raw, err := os.ReadFile("../../scripts/seed/shop.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(raw)
	if err != nil || len(Faults(raw)) > 0 || len(s.Lacking("ar")) > 0 {
		t.Fatal(err, Faults(raw), s.Lacking("ar"))
	}
}
