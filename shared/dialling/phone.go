package dialling

import "github.com/nyaruka/phonenumbers"

// Known tells whether a number may be one, by the numbering plans: an international one by
// its own plan, any other by that of the region. Unused numbers pass: new ones are given out
// before the plans say so.
func Known(number, region string) bool {
	parsed, err := phonenumbers.Parse(number, region)
	return err == nil && phonenumbers.IsPossibleNumber(parsed)
}
