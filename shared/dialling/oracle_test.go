package dialling

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// knownToAll is Known by the library, from whose plans ours are cut.
func knownToAll(text, region string) bool {
	parsed, err := phonenumbers.Parse(mobileOfMexico().ReplaceAllString(text, "+52$1"), region)
	return err == nil && phonenumbers.IsPossibleNumber(parsed)
}

// countryToAll is Country by the library.
func countryToAll(waID string) string {
	parsed, err := phonenumbers.Parse("+"+strings.TrimPrefix(waID, "+"), "")
	if err != nil {
		return ""
	}
	if region := phonenumbers.GetRegionCodeForNumber(parsed); len(region) == 2 && region != "ZZ" {
		return region
	}
	return ""
}

var regions = append(slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())), "", "ZZ", "de", "001")

func judgedAlike(t *testing.T, text, region string) {
	t.Helper()
	if got, want := Known(text, region), knownToAll(text, region); got != want {
		t.Errorf("Known(%q, %q) = %v, the library says %v", text, region, got, want)
	}
	if got, want := Country(text, ""), countryToAll(text); got != want {
		t.Errorf("Country(%q) = %q, the library says %q", text, got, want)
	}
}

// Real numbers of all regions and kinds, whole and spoiled, are judged as the library judges them.
func TestRealNumbersAreJudgedAsByTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for region := range phonenumbers.GetSupportedRegions() {
		for kind := phonenumbers.FIXED_LINE; kind < phonenumbers.UNKNOWN; kind++ {
			example := phonenumbers.GetExampleNumberForType(region, kind)
			if example == nil {
				continue
			}
			for _, form := range []phonenumbers.PhoneNumberFormat{
				phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL,
			} {
				text := phonenumbers.Format(example, form)
				judgedAlike(t, text, region)
				for range 8 {
					judgedAlike(t, spoiled(random, text), regions[random.IntN(len(regions))])
					judgedAlike(t, spoiled(random, text), region)
				}
			}
		}
	}
}

// spoiled is a number with a character lost, added or turned, or dialled in another way.
func spoiled(random *rand.Rand, text string) string {
	const marks = "0123456789+-(). /"
	at := random.IntN(len(text) + 1)
	one := string(marks[random.IntN(len(marks))])
	switch random.IntN(7) {
	case 0:
		return text[:at] + one + text[at:]
	case 1:
		return text[:at]
	case 2:
		return text[at:]
	case 3:
		return "00" + strings.TrimPrefix(text, "+")
	case 4:
		return strings.TrimPrefix(text, "+")
	case 5:
		return "0" + text
	}
	return text[:at] + one + text[min(at+1, len(text)):]
}

// Any text of digits and marks is judged as the library judges it.
func TestAnyDigitsAreJudgedAsByTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	for range 60_000 {
		text := strings.Repeat("+", random.IntN(2))
		for range random.IntN(19) {
			text += string("01234567890123456789012345678901234567890123456789+-(). /"[random.IntN(57)])
		}
		judgedAlike(t, text, regions[random.IntN(len(regions))])
	}
}

func FuzzKnown(f *testing.F) {
	f.Add("+5511987654321", "BR")
	f.Fuzz(func(t *testing.T, text, region string) {
		if strings.Trim(text, "+-()./ "+digits) == "" { // no other is judged by the plans
			judgedAlike(t, text, region)
		}
	})
}
