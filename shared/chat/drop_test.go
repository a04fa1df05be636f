package chat_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// The file of a message that was taken back is deleted, by the agent's call or by the relay; no other file is,
// for any other request.
func TestTheFileOfWhatWasTakenBackIsDeleted(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	sends := func(upload string) chat.MessageID {
		w.Pass(time.Second)
		m, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Body{
			Kind: chat.KindDocument, Text: "the bill", Media: &chat.Media{Upload: upload, Name: upload + ".pdf"},
		})
		w.Must(err)
		return m.ID
	}
	wrong, right := sends("wrong"), sends("right")
	files := w.Files
	w.Files = noFiles{}
	w.Must(w.Correction(chattest.Ana, amara.Key(), chat.KindEdit, right, "your bill"))
	w.Must(w.Correction(chattest.Ana, amara.Key(), chat.KindRevoke, wrong, ""))
	if err := w.Correction(chattest.Sam, amara.Key(), chat.KindRevoke, right, ""); chattest.Code(err) != "not_yours" {
		t.Errorf("another agent takes it back: %v", err)
	}
	if m := amara.Reads(wrong); m.Marks == nil || m.Body().Media != nil {
		t.Errorf("the visitor reads %+v", m)
	}
	w.Files = files
	w.Streams()
	if want := []string{string(amara.Key().ID) + "/wrong"}; !slices.Equal(w.Dropped, want) {
		t.Errorf("deleted were %v, not %v", w.Dropped, want)
	}
}

// noFiles is files that cannot be reached.
type noFiles struct{}

func (noFiles) Drop(context.Context, chat.ConversationKey, string) error {
	return errors.New("S3 is away")
}
