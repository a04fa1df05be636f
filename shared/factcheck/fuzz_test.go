package factcheck_test

import (
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

// FuzzCheck has texts without words on either side: no text may stop the check, and nothing holds against nothing.
func FuzzCheck(f *testing.F) {
	for _, passage := range []string{"👍", "…", "€", "", "\x00", "1.", "½", "- 2", "(", "Delivery takes 5 days.", "अ"} {
		for _, said := range []string{"Die Lieferung dauert 5 Tage.", "👍", "…", "€", "", "٣ أيام", "-", "5½ - 7", "1.1."} {
			f.Add(said, passage)
		}
	}
	f.Fuzz(func(t *testing.T, said, passage string) {
		for _, language := range []string{"de", "ar", "en"} {
			if check(language, said, "en", passage) == nil && (said == "" || passage == "") {
				t.Errorf("%q passes with %q", said, passage)
			}
		}
	})
}

func TestNothingHoldsAgainstAPassageWithoutWords(t *testing.T) {
	for _, passage := range []string{"👍", "…", "€", ""} {
		for _, language := range factcheck.Languages {
			if check(language, "Delivery is free.", "en", passage) == nil {
				t.Errorf("an answer passes with %q", passage)
			}
		}
	}
	if check("en", "👍", "en", "Delivery is free.") == nil {
		t.Error("an answer without words passes")
	}
}
