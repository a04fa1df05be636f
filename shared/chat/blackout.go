package chat

import (
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
