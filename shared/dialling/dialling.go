// Package dialling tells a country from a phone number, and whether a number may exist. Of the numbering plans of the
// world it has the part for these two judgements, and reads it when the first number comes.
package dialling

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/pattern"
)

// Country is the country of a number in international digits, or of a BSUID, which
// begins with one. "" if neither tells.
func Country(waID, bsuid string) string {
	if n, ok := parse("+"+strings.TrimPrefix(waID, "+"), ""); ok {
		if region := n.region(); len(region) == 2 {
			return region
		}
	}
	if country, _, ok := strings.Cut(bsuid, "."); ok && len(country) == 2 {
		return country
	}
	return ""
}

// region is the region of a number, "" if none of those that share its code owns it.
func (n number) region() string {
	sharing := plans().codes[n.code]
	if len(sharing) == 1 {
		return sharing[0].region
	}
	if i := slices.IndexFunc(sharing, func(p *plan) bool { return p.owns(n.national) }); i >= 0 {
		return sharing[i].region
	}
	return ""
}

// mobileOfMexico is how mobiles of Mexico were dialled until 2020, and how WhatsApp still
// writes them; the plans know them without the 1.
var mobileOfMexico = pattern.Lazy(`^\+52[^0-9]*1([^0-9]*([0-9][^0-9]*){10})$`)

// Known tells whether a number may exist by the numbering plans: an international one by
// its own plan, any other by the region's. Unused numbers pass: new ones are assigned before the
// plans list them.
func Known(text, region string) bool {
	n, ok := parse(mobileOfMexico().ReplaceAllString(text, "+52$1"), region)
	if !ok {
		return false
	}
	fit := plans().codes[n.code][0].fit(n.national)
	return fit == fits || fit == fitsNearby
}
