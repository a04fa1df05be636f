// Command places writes the names of countries and continents in the languages of the fact check, as CLDR has them: the
// tables of all languages, from which they are, would be a megabyte in each function that checks facts.
//
//	go generate ./shared/factcheck
package main

import (
	"log"
	"os"
	"strings"

	"github.com/botifire/livechat/shared/factcheck"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

func main() {
	out := "# Places by the codes of CLDR, in the order of Languages. Made by scripts/places.\n"
	for _, code := range codes() {
		if line := strings.Join(names(code), "|"); line != "" {
			out += code + "|" + line + "\n"
		}
	}
	const file = "shared/factcheck/places.gen.txt"
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil { //nolint:gosec // G306: it is source
		log.Fatal(err)
	}
}

// codes are those of countries, and of the continents that people name.
func codes() (all []string) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			all = append(all, string([]rune{a, b}))
		}
	}
	return append(all, "150", "002", "142", "019", "009", "003", "005")
}

// names are those of a place in each language, none if it is no country. Short ones are left out, which are words in
// some languages, and so are those with a remark.
func names(code string) (all []string) {
	region, err := language.ParseRegion(code)
	if code == "EU" || code == "EZ" || code == "UN" || err != nil || region.Canonicalize() != region ||
		(!region.IsCountry() && !region.IsGroup()) {
		return nil
	}
	for _, name := range factcheck.Languages {
		place := display.Regions(language.MustParse(name)).Name(region)
		if strings.ContainsAny(place, "(,|") {
			place = ""
		}
		all = append(all, place)
	}
	return all
}
