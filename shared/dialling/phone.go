package dialling

import (
	"regexp"

	"github.com/nyaruka/phonenumbers"
)

// mobileOfMexico is how mobiles of Mexico were dialled until 2020, and how WhatsApp still
// writes them; the plans know them without the 1.
var mobileOfMexico = regexp.MustCompile(`^\+52[^0-9]*1([^0-9]*([0-9][^0-9]*){10})$`)

// Known tells whether a number may exist by the numbering plans: an international one by
// its own plan, any other by the region's. Unused numbers pass: new ones are assigned before the
// plans list them.
func Known(number, region string) bool {
	parsed, err := phonenumbers.Parse(mobileOfMexico.ReplaceAllString(number, "+52$1"), region)
	return err == nil && phonenumbers.IsPossibleNumber(parsed)
}
