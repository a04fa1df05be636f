package factcheck

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// The places are those of CLDR in each language of the check, by the same codes.
func TestPlacesAreThoseOfCLDR(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(placesText), "\n")[1:]
	if len(lines) < 250 {
		t.Errorf("there are %d places", len(lines))
	}
	for _, line := range lines {
		parts := strings.Split(line, "|")
		region, err := language.ParseRegion(parts[0])
		if err != nil || len(parts) != 1+len(Languages) {
			t.Fatalf("%q: %v", line, err)
		}
		for i, name := range Languages {
			want := display.Regions(language.MustParse(name)).Name(region)
			if got := parts[i+1]; got != want && (got != "" || !strings.ContainsAny(want, "(,|")) {
				t.Errorf("%s in %s is %q, and %q in CLDR", parts[0], name, got, want)
			}
			if key := strings.Join(words(parts[i+1]), " "); key != "" && !slices.ContainsFunc(lexicons()[name].phrases[key],
				func(m meaning) bool { return m.name == "place "+parts[0] }) {
				t.Errorf("%q is no place in %s", parts[i+1], name)
			}
		}
	}
}
