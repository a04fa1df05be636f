package views_test

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A page around a message has it in its middle, and its cursors go on to both sides without a gap.
func TestAPageAroundAMessage(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	for i := range 20 {
		g.Says(fmt.Sprint("word ", i))
	}
	all, _, _, err := w.Transcript(t.Context(), chattest.Ana, g.Key().ID, "", false, 100)
	w.Must(err)
	at := all[len(all)/2]
	page, older, newer, err := w.TranscriptAt(t.Context(), chattest.Ana, g.Key().ID, at.ID, 10)
	w.Must(err)
	before, _, _, err := w.Transcript(t.Context(), chattest.Ana, g.Key().ID, older, false, 100)
	w.Must(err)
	after, _, _, err := w.Transcript(t.Context(), chattest.Ana, g.Key().ID, newer, true, 100)
	w.Must(err)
	together := append(append(after, page...), before...)
	if len(page) != 10 || page[5].ID != at.ID || len(together) != len(all) {
		t.Fatalf("the page has %d messages, of all %d there are %d", len(page), len(all), len(together))
	}
	for i := range all {
		if all[i].ID != together[i].ID {
			t.Errorf("message %d is another one", i)
		}
	}
	if _, _, _, err = w.TranscriptAt(t.Context(), chattest.Ana, g.Key().ID, w.ID(), 10); chat.CodeOf(err) != "no_message" {
		t.Errorf("around a message that is not there: %v", err)
	}
}
