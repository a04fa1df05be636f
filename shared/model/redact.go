package model

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/pattern"
	"golang.org/x/text/unicode/norm"
)

// accountIn finds a text that may be an IBAN (ISO 13616): a country, two check digits and up to thirty letters and
// digits, in groups or not.
var accountIn = pattern.Lazy(`(?i)\b[A-Z]{2}\d{2}(?:[\s\p{Zs}\p{Cf}\p{Pd}._/]{0,2}[A-Z0-9]){11,30}\b`)

// numberIn finds six digits and more with anything between them that people part digits with, line breaks and commas
// too. A colon is none, "9:00-17:30" are hours, but of ten digits and more, which chat.BlackedOut finds.
var numberIn = pattern.Lazy(`[+(]*(?:\p{Nd}[\s\p{Zs}\p{Cf}\p{Pd}()./,_*|\\]{0,3}){5,}\p{Nd}`)

// addressIn finds an e-mail address as people write it for other people: with spaces, or with words for its signs.
var addressIn = pattern.Lazy(`(?i)[\p{L}\p{N}._%+-]+\s{0,2}(?:@|[(\[{]\s?(?:at|ät)\s?[)\]}])\s{0,2}` +
	`[\p{L}\p{N}-]+(?:(?:\.|\s\.\s|\s?[(\[{]\s?(?:dot|punkt|punto|point|ponto)\s?[)\]}]\s?)[\p{L}\p{N}-]+)+`)

// spokenIn finds an e-mail address in words alone: maria at example dot com.
var spokenIn = pattern.Lazy(`(?i)[\p{L}\p{N}._%+-]+\s+(?:at|ät|arroba|arobase)\s+` +
	`[\p{L}\p{N}-]+(?:\s+(?:dot|punkt|punto|point|ponto)\s+[\p{L}\p{N}-]+)+`)

// Redacted is a visitor's words without e-mail addresses, IBANs and any number of six digits and more, as phone numbers
// and cards are: nothing of that leaves, also in letters of full width or with invisible ones between them.
func Redacted(text string) string {
	text = strings.Map(visible, norm.NFKC.String(text))
	text = spokenIn().ReplaceAllString(addressIn().ReplaceAllString(text, chat.Masking), chat.Masking)
	text = accountIn().ReplaceAllStringFunc(text, func(found string) string {
		for end := len(found); end > 0; end = strings.LastIndexFunc(found[:end], parts) { // a word may follow the IBAN
			if isAccount(found[:end]) {
				return chat.Masking + found[end:]
			}
		}
		return found
	})
	return numberIn().ReplaceAllString(chat.BlackedOut(chat.Gap{Question: text}).Question, chat.Masking)
}

// visible drops signs that nobody sees, but for the joiners that Arabic and Indian scripts are written with.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
		return -1
	}
	return r
}

// parts tells whether a sign stands between the groups of an account.
func parts(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// isAccount checks an IBAN: the country and the check digits behind the rest, letters as 10 to 35, leave 1 when they
// are divided by 97.
func isAccount(text string) bool {
	text = strings.ToUpper(strings.Map(func(r rune) rune {
		if parts(r) {
			return -1
		}
		return r
	}, text))
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
