package chat

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/truncate"
)

// personal is an address, or six digits and more, as in phone numbers, cards and accounts, also in the wide characters
// of Asian keyboards, and with what nobody sees in between.
var personal = pattern.Lazy(`[^\s@＠<>"]+[@＠][^\s@＠<>"]+[.．。][^\s@＠<>"]+|` +
	`[+＋(（]*(?:\p{Nd}[\t\p{Pd}\p{Zs}\p{Cf}()（）./．／·\x{2212}]{0,3}){5,}\p{Nd}`)

// long is ten digits and more with any mark between them, as in 06:12:34:56:78. Shorter ones may be hours or sizes.
var long = pattern.Lazy(`[+(（]*(?:\p{Nd}` +
	`[\s\p{Pd}\p{Zs}\p{Cf}()（）./．／·\x{2212}:：;'’´,_*|\\]{0,3}){9,}\p{Nd}`)

// clock is times of the day behind each other, which are nobody's number: 9:00-17:30, 9:00-14:00.
var clock = pattern.Lazy(`^\d{1,2}[:.]\d{2}(?:[\s\p{Pd},;/]+\d{1,2}[:.]\d{2})*$`)

// BlackedOut is a gap with a question that has lost all personal data: the list of unanswered questions is
// about the bot, not about the visitors who asked.
// It holds for a model's plain words, too.
func BlackedOut(gap Gap) *Gap {
	gap.Question = truncate.Text(hideIn(gap.Question), MaxFieldValue)
	gap.Plain = truncate.Text(hideIn(gap.Plain), MaxPlain)
	return &gap
}

// NumbersIn are the numbers of six digits and more that stand in a text, as printed: phones, orders, accounts.
func NumbersIn(text string) []string {
	return slices.DeleteFunc(personal().FindAllString(text, -1), func(found string) bool {
		return strings.ContainsAny(found, "@＠")
	})
}
