package factcheck

import (
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

var symbols = map[string]string{
	"€": "eur", "$": "usd", "us$": "usd", "r$": "brl", "£": "gbp", "₹": "inr", "¥": "jpy", "%": "percent",
	"°": "celsius", "°c": "celsius", "°f": "fahrenheit",
}

// isSign tells whether a piece is a sign of a currency or another one that says something: + in 18+, a tick, a cross.
func isSign(piece string) bool {
	return strings.HasSuffix(piece, "$") || strings.ContainsFunc(piece, func(r rune) bool {
		return strings.ContainsRune("%‰", r) || unicode.In(r, unicode.Sc, unicode.So, unicode.Sm, unicode.Sk)
	})
}

// signUnit is the unit that a sign says, "" if it is of none.
func signUnit(text string) string {
	if u := symbols[text]; u != "" {
		return u
	}
	if text == "‰" || strings.HasSuffix(text, "$") || strings.ContainsFunc(text, isCurrency) {
		return text
	}
	return ""
}

func isCurrency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// currencyOf is the unit of a currency's sign or code, "" if a token is none.
func currencyOf(t *token) string {
	u := signUnit(t.text)
	if u != "" && (strings.HasSuffix(t.text, "$") || strings.ContainsFunc(t.text, isCurrency)) {
		return u
	}
	if len(t.raw) != 3 || strings.ToUpper(t.raw) != t.raw {
		return ""
	}
	if code, err := currency.ParseISO(t.raw); err == nil {
		return strings.ToLower(code.String())
	}
	return ""
}
