package chat_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// The file of a message that was taken back is deleted, by whoever gets to it; the files of
// others are not, whatever was asked.
func TestTheFileOfWhatWasTakenBackIsDeleted(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	sends := func(upload string) chat.MessageID {
		o.pass(time.Second)
		m, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Body{Kind: chat.KindDocument, Text: "the bill", Media: &chat.Media{Upload: upload, Name: upload + ".pdf"}})
		o.must(err)
		return m.ID
	}
	wrong, right := sends("wrong"), sends("right")
	deletes := o.DropFile
	o.DropFile = func(context.Context, chat.ConversationKey, string) error { return errors.New("S3 is away") }
	o.must(o.correction(ana, amara.key(), chat.KindEdit, right, "your bill"))
	o.must(o.correction(ana, amara.key(), chat.KindRevoke, wrong, ""))
	if err := o.correction(sam, amara.key(), chat.KindRevoke, right, ""); code(err) != "not_yours" {
		t.Errorf("another agent takes it back: %v", err)
	}
	if m := amara.reads(wrong); m.Marks == nil || m.Body().Media != nil {
		t.Errorf("the visitor reads %+v", m)
	}
	o.DropFile = deletes
	o.streams()
	if want := []string{string(amara.key().ID) + "/wrong"}; !slices.Equal(o.dropped, want) {
		t.Errorf("deleted were %v, not %v", o.dropped, want)
	}
}
