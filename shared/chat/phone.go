package chat

import (
	"strings"
)

// dialled are the digits of a phone number as it is dialled from abroad, if it is written that way: 49151 both
// for +49 (0)151 and for 0049 151.
func dialled(number string) string {
	number = Folded(number)
	if strings.Contains(number, "+") || strings.HasPrefix(strings.TrimSpace(number), "00") {
		number = strings.ReplaceAll(number, "(0)", "")
	}
	return strings.TrimPrefix(digits(number), "00")
}

// national is a number without its prefix for calls from elsewhere: the code of its country, or the zero before
// it.
func national(number string) string {
	if strings.HasPrefix(number, "0") {
		return strings.TrimLeft(number, "0")
	}
	return number[min(countryCode(number), len(number)):]
}

// countryCode is how many digits of an international number are its country's code: no code
// begins another. (ITU-T E.164: zones 1 and 7 have one digit, the rest two or three.)
func countryCode(number string) int {
	if number == "" {
		return 0
	}
	if number[0] == '1' || number[0] == '7' {
		return 1
	}
	if len(number) >= 2 && strings.Contains(twoDigits, number[:2]+" ") {
		return 2
	}
	return 3
}

const twoDigits = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 " +
	"66 81 82 84 86 90 91 92 93 94 95 98 "

// families are countries where one phone has two numbers: with the digit that mobiles got, and
// without it as WhatsApp or a visiting card has it.
var families = []struct{ with, without string }{{"549", "54"}, {"521", "52"}}

// relatives are the other forms of an international number.
func relatives(number string) []string {
	for _, f := range families {
		if rest, ok := strings.CutPrefix(number, f.with); ok {
			return []string{f.without + rest}
		}
		if rest, ok := strings.CutPrefix(number, f.without); ok {
			return []string{f.with + rest}
		}
	}
	if rest, ok := strings.CutPrefix(number, "55"); ok && len(rest) >= 3 { // Brazil's 9 comes after the area
		if rest[2] == '9' && len(rest) > 10 {
			return []string{"55" + rest[:2] + rest[3:]}
		}
		return []string{"55" + rest[:2] + "9" + rest[2:]}
	}
	return nil
}

func reversed(number string) string {
	all := []byte(number)
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return string(all)
}

// twins are the other forms of a number that are surely the same phone. A search may guess;
// people are not made one by a guess: lengths have to be right, and of Brazil's numbers of
// eight digits only those that begin with 6 to 9 are mobiles.
func twins(number string) []string {
	const national = 10 // digits in Mexico and Argentina
	for _, f := range families {
		if !strings.HasPrefix(number, f.without) {
			continue
		}
		long := strings.HasPrefix(number, f.with) && len(number) == len(f.with)+national
		if !long && len(number) != len(f.without)+national {
			return nil
		}
		if long {
			return []string{f.without + number[len(f.with):]}
		}
		return []string{f.with + number[len(f.without):]}
	}
	if !strings.HasPrefix(number, "55") {
		return nil
	}
	switch {
	case len(number) == 13 && number[4] == '9' && number[5] >= '6':
		return []string{number[:4] + number[5:]}
	case len(number) == 12 && number[4] >= '6':
		return []string{number[:4] + "9" + number[4:]}
	}
	return nil
}
