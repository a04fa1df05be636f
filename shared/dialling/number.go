package dialling

import "strings"

// The digits that follow a calling code.
const minNational, maxNational = 2, 17

// maxText is the longest text that is taken for a number.
const maxText = 250

const digits = "0123456789"

// number is a phone number in its parts.
type number struct {
	code     int
	national string
}

// parse reads a number as people and programs write it, in digits, spaces and the marks +-().: an international one
// by its plus or by the region's prefix for one, any other as the region's own. It goes the way of libphonenumber
// and judges the same.
func parse(text, region string) (number, bool) {
	plus, dialled, ok := written(text)
	home := plans().regions[region]
	if !ok || (home == nil && !plus) {
		return number{}, false
	}
	n, found, ok := number{}, false, true
	if plus {
		n, found = international(dialled)
		ok = len(dialled) > minNational
	}
	if ok && !found {
		n, found, ok = domestic(dialled, home)
	}
	if !ok || (plus && !found) {
		return number{}, false
	}
	return n.within(home)
}

// written is the digits of a text, and whether a plus comes first.
func written(text string) (plus bool, dialled string, ok bool) {
	at := strings.IndexAny(text, "+"+digits)
	if at < 0 || len(text) > maxText || strings.Trim(text[at:], "+-()./ "+digits) != "" {
		return false, "", false
	}
	body := strings.TrimLeft(text[at:], "+")
	plus = len(body) < len(text[at:])
	dialled = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, body)
	bare := len(dialled) == minNational && text[at:] == dialled
	return plus, dialled, !strings.Contains(body, "+") && (len(dialled) > minNational || bare)
}

// international is a number that begins with a calling code.
func international(dialled string) (number, bool) {
	code := 0
	for i := 0; i < min(3, len(dialled)) && dialled[0] != '0'; i++ {
		code = code*10 + int(dialled[i]-'0')
		if plans().codes[code] != nil {
			return number{code, dialled[i+1:]}, true
		}
	}
	return number{}, false
}

// domestic is a number without a plus: dialled abroad from the region with its prefix, or with the region's own code,
// or with neither, which is not found and has no code yet.
func domestic(dialled string, home *plan) (n number, found, ok bool) {
	if home == nil {
		return number{}, false, true
	}
	if at := home.international().FindStringIndex(dialled); at != nil && at[0] == 0 &&
		!strings.HasPrefix(dialled[at[1]:], "0") {
		n, found = international(dialled[at[1]:])
		return n, found, found && len(dialled)-at[1] > minNational
	}
	if n, found = home.coded(dialled); found {
		return n, true, true
	}
	return number{0, dialled}, false, true
}

// within is a number as its plan has it, which is home's if the number has no code.
func (n number) within(home *plan) (number, bool) {
	own := home
	if n.code == 0 {
		n.code = home.code
	} else if main := plans().codes[n.code][0]; home == nil || main.region != home.region {
		own = main
	}
	if len(n.national) < minNational {
		return n, false
	}
	if rest := own.stripped(n.national); own.fit(rest) == fits || own.fit(rest) == long {
		n.national = rest
	}
	return n, len(n.national) >= minNational && len(n.national) <= maxNational
}
