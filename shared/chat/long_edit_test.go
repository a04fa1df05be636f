package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// An edit or a deletion is of the whole message, over all of its rows, and comes before it or after; an edit
// may be longer than one row.
func TestLongMessagesAreCorrectedWhole(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 1900)) // three rows
	for name, edit := range map[string]string{
		"as long": strings.TrimSpace(strings.Repeat("term ", 1900)), "shorter": "never mind",
		"longer": strings.TrimSpace(strings.Repeat("expression ", 1900)),
	} {
		for _, first := range []bool{true, false} {
			w := chattest.New(t)
			w.Think = func(chat.Question) (chat.Answer, error) {
				return chat.Answer{Bubbles: []chat.Body{chat.Text("read")}}, nil
			}
			k := w.Writes(chattest.Bruno, "wamid.0", "hello")
			sent := w.Now().Truncate(time.Second)
			says := func() { w.Gets(chattest.Bruno, "wamid.1", chat.Text(long), chat.Origin{Sent: sent}) }
			if first {
				says()
			}
			about := chat.Origin{ReplyTo: "wamid.1", Sent: sent.Add(5 * time.Second)}
			w.Gets(chattest.Bruno, "wamid.e", chat.Body{Kind: chat.KindEdit, Text: edit}, about)
			if !first {
				says()
			}
			shows, rows := "", 0
			for _, m := range w.Rows(k) {
				if m.Origin == nil || m.Origin.Wamid != "wamid.1" {
					continue
				}
				rows++
				if seen, ok := m.ForVisitor(); ok && m.Marks != nil {
					shows += seen.Bubbles[0].Text
				}
			}
			if rows != 3 || shows != edit {
				t.Errorf("%s, the message first: %v: %d rows show %d characters, want %d", name, first, rows, len(shows), len(edit))
			}
			about.Sent = sent.Add(9 * time.Second)
			w.Gets(chattest.Bruno, "wamid.x", chat.Body{Kind: chat.KindRevoke}, about)
			for _, m := range w.Rows(k) {
				if m.Origin != nil && m.Origin.Wamid == "wamid.1" && m.Marks.Revoked.IsZero() {
					t.Errorf("%s: part %d is still there", name, m.Origin.Part)
				}
			}
			if n := strings.Count(strings.Join(w.Log(k), "\n"), "bot(answered)"); n != 2 {
				t.Errorf("%s: the bot answered %d messages, not two", name, n)
			}
		}
	}
}

// One row can be edited into more than 4,096 characters.
func TestAShortMessageIsEditedLong(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.0", "hello")
	for chars, whole := range map[int]bool{5000: true, 20_000: true, 60_000: false} {
		edit := strings.Repeat("x", chars)
		w.Pass(time.Minute)
		w.Gets(chattest.Bruno, "wamid.e"+edit[:chars/1000], chat.Body{Kind: chat.KindEdit, Text: edit},
			chat.Origin{ReplyTo: "wamid.0"})
		m := w.Message(k, chat.MessageOf("wamid.0", w.Rows(k)[0].Origin.Sent))
		if got := len(m.Marks.Edited.Text); (got == chars) != whole || got < 5000 {
			t.Errorf("of %d characters %d are shown", chars, got)
		}
	}
}
