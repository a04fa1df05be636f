package chat

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/truncate"
)

// personal is an address, or six digits and more, as in phone numbers, cards and accounts.
var personal = pattern.Lazy(`[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+|[+(]*(?:\p{Nd}[\p{Pd}\p{Zs}()./]{0,3}){5,}\p{Nd}`)

// BlackedOut is a gap with a question that has lost all personal data: the list of unanswered questions is
// about the bot, not about the visitors who asked.
func BlackedOut(gap Gap) *Gap {
	gap.Question = truncate.Text(hideIn(gap.Question), MaxFieldValue)
	return &gap
}

// NumbersIn are the numbers of six digits and more that stand in a text, as printed: phones, orders, accounts.
func NumbersIn(text string) []string {
	return slices.DeleteFunc(personal().FindAllString(text, -1), func(found string) bool {
		return strings.Contains(found, "@")
	})
}
