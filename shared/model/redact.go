package model

import (
	"math/big"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/pattern"
)

// accountIn finds what may be an IBAN (ISO 13616): a country, two check digits and up to thirty letters and digits, in
// groups or not.
var accountIn = pattern.Lazy(`(?i)\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b`)

// Redacted is a visitor's words without e-mail addresses, IBANs and any number of six digits and more, as phone numbers
// and cards are: nothing of that leaves.
func Redacted(text string) string {
	text = accountIn().ReplaceAllStringFunc(text, func(found string) string {
		for words := strings.Fields(found); len(words) > 0; words = words[:len(words)-1] { // a word may follow the IBAN
			if account := strings.Join(words, " "); isAccount(account) {
				return chat.Masking + strings.TrimPrefix(found, account)
			}
		}
		return found
	})
	return chat.BlackedOut(chat.Gap{Question: text}).Question
}

// isAccount checks an IBAN: the country and the check digits behind the rest, letters as 10 to 35, leave 1 when they
// are divided by 97.
func isAccount(text string) bool {
	text = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(text))
	if len(text) < 15 || len(text) > 34 {
		return false
	}
	digits := strings.Builder{}
	for _, r := range text[4:] + text[:4] {
		if r >= 'A' && r <= 'Z' {
			digits.WriteString(big.NewInt(int64(r - 'A' + 10)).String())
		} else {
			digits.WriteRune(r)
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}
