// Package dialling tells a country from a phone number. It is a package of its own,
// because the numbering plans of the world take 20 ms to load: only the function that
// needs them has to wait for them.
package dialling

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Country is the country of a number in international digits, or of a BSUID, which
// begins with one. "" if neither tells.
func Country(waID, bsuid string) string {
	if waID != "" {
		number, err := phonenumbers.Parse("+"+strings.TrimPrefix(waID, "+"), "")
		if err == nil {
			if region := phonenumbers.GetRegionCodeForNumber(number); len(region) == 2 && region != "ZZ" {
				return region
			}
		}
	}
	if country, _, ok := strings.Cut(bsuid, "."); ok && len(country) == 2 {
		return country
	}
	return ""
}
