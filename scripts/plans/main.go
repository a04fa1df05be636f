// Command plans writes shared/dialling/plans.gen.tsv: of the numbering plans of the world, as libphonenumber has them,
// the parts that tell whether a number may exist and of which country it is. The library itself reads all of its
// plans whenever a function starts.
//
//	go generate ./shared/dialling
package main

import (
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

func main() {
	log.SetFlags(0)
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		log.Fatal("plans: ", err)
	}
	plans := map[string]*phonenumbers.PhoneMetadata{}
	for _, m := range all.GetMetadata() {
		plans[key(m.GetId(), int(m.GetCountryCode()))] = m
	}
	var out strings.Builder
	for _, code := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedCallingCodes())) {
		regions := phonenumbers.GetRegionCodesForCountryCode(code)
		for _, region := range regions {
			m := plans[key(region, code)]
			if m == nil {
				log.Fatalf("plans: there is no plan of %s", key(region, code))
			}
			fmt.Fprintln(&out, strings.Join(row(m, code, len(regions) > 1), "\t"))
		}
	}
	if err := os.WriteFile("shared/dialling/plans.gen.tsv", []byte(out.String()), 0o644); err != nil {
		log.Fatal("plans: ", err)
	}
}

// key is the name of a plan: those of the whole world have one name, and a code each.
func key(region string, code int) string {
	if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return fmt.Sprint(region, code)
	}
	return region
}

// row is a plan in the columns that package dialling reads. The kinds of numbers tell apart regions that share a code.
func row(m *phonenumbers.PhoneMetadata, code int, shared bool) []string {
	general := m.GetGeneralDesc()
	columns := []string{
		m.GetId(), fmt.Sprint(code), m.GetInternationalPrefix(), m.GetNationalPrefixForParsing(),
		m.GetNationalPrefixTransformRule(), general.GetNationalNumberPattern(), lengths(general.GetPossibleLength()),
		lengths(general.GetPossibleLengthLocalOnly()), m.GetLeadingDigits(),
	}
	if !shared || m.GetLeadingDigits() != "" {
		return columns
	}
	for _, kind := range []*phonenumbers.PhoneNumberDesc{
		m.GetPremiumRate(), m.GetTollFree(), m.GetSharedCost(), m.GetVoip(), m.GetPersonalNumber(), m.GetPager(), m.GetUan(),
		m.GetVoicemail(), m.GetFixedLine(), m.GetMobile(),
	} {
		if pattern := kind.GetNationalNumberPattern(); pattern != "" && !slices.Contains(kind.GetPossibleLength(), -1) {
			columns = append(columns, lengths(kind.GetPossibleLength()), pattern)
		}
	}
	return columns
}

func lengths(all []int32) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(all), " ", ","), "[]")
}
