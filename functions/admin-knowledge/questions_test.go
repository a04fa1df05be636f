package main

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/wire"
)

// Customers' words that may become wordings of an entry have no address, number or account in them, in whatever way
// they are written.
func TestWordsOfCustomersThatBecomeWordingsAreRedacted(t *testing.T) {
	const m = chat.Masking
	for text, want := range map[string]string{
		"Write to maria at example dot com": "Write to " + m,
		"Refund to DE89370400440532013000?": "Refund to " + m + "?",
		"Call 030, 123, 456 please":         "Call " + m + " please",
		"Open 9:00-17:30?":                  "Open 9:00-17:30?",
	} {
		row := unanswered.Row{Question: text, Wordings: []unanswered.Wording{{GapRow: chat.GapRow{Question: text}}}}
		shown := question(row, 1)
		found := match(knowledge.Lately{Question: text}, wire.Words)
		if shown.Question != want || shown.Wordings[0].Question != want || found.Question != want {
			t.Errorf("%q and %q and %q, want %q", shown.Question, shown.Wordings[0].Question, found.Question, want)
		}
	}
}
