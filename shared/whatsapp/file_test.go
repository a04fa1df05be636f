package whatsapp

import (
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A file that Meta does not accept is refused with a text that lists Meta's types and limits; an
// accepted file is sent with its type and its name.
func TestFilesFollowMetasTypesAndLimits(t *testing.T) {
	const ooxml = "application/vnd.openxmlformats-officedocument."
	for _, c := range []struct {
		kind       chat.BodyKind
		name, mime string
		size       int64
		want       string
	}{
		{chat.KindDocument, "a.docx", ooxml + "wordprocessingml.document", 20 << 20, ""},
		{chat.KindDocument, "a.xlsx", ooxml + "spreadsheetml.sheet", 1, ""},
		{chat.KindDocument, "a.pptx", ooxml + "presentationml.presentation", 1, ""},
		{chat.KindDocument, "a.doc", "application/msword", 1, ""},
		{chat.KindDocument, "a.xls", "application/vnd.ms-excel", 1, ""},
		{chat.KindDocument, "a.ppt", "application/vnd.ms-powerpoint", 1, ""},
		{chat.KindDocument, "a.pdf", "application/pdf", 20 << 20, ""},
		{chat.KindDocument, "a.txt", "text/plain", 1, ""},
		{chat.KindImage, "a.jpg", "image/jpeg", 5 << 20, ""},
		{
			chat.KindDocument, "a.zip", "application/zip", 1,
			"WhatsApp takes documents as PDF, text, or of Word, Excel or PowerPoint; this is a file of the type zip. Save it " +
				"as one of these, or send a link to it.",
		},
		{
			chat.KindDocument, "a.csv", "text/csv", 1,
			"WhatsApp takes documents as PDF, text, or of Word, Excel or PowerPoint; this is a file of the type csv. Save it " +
				"as one of these, or send a link to it.",
		},
		{
			chat.KindDocument, "a.odt", "application/vnd.oasis.opendocument.text", 1,
			"WhatsApp takes documents as PDF, text, or of Word, Excel or PowerPoint; this is a file of the type odt. Save it " +
				"as one of these, or send a link to it.",
		},
		{
			chat.KindImage, "a.gif", "image/gif", 1,
			"WhatsApp takes pictures as JPEG or PNG; this is a file of the type gif. Save it as one of these, or send a " +
				"link to it.",
		},
		{
			chat.KindImage, "a.png", "image/png", 5<<20 + 1,
			"WhatsApp takes pictures as JPEG or PNG of at most 5 MB; this has 5.01 MB. Make it smaller, or send a link to it.",
		},
		{
			chat.KindImage, "a.png", "image/png", 20 << 20,
			"WhatsApp takes pictures as JPEG or PNG of at most 5 MB; this has 20 MB. Make it smaller, or send a link to it.",
		},
		{
			chat.KindSticker, "a.webp", "image/webp", 600 << 10,
			"WhatsApp takes stickers as WebP of at most 500 KB; this has 600 KB. Make it smaller, or send a link to it.",
		},
		{
			chat.KindDocument, "a.pdf", "application/pdf", 100<<20 + 1,
			"WhatsApp takes documents as PDF, text, or of Word, Excel or PowerPoint of at most 100 MB; this has 100.01 MB. " +
				"Make it smaller, or send a link to it.",
		},
	} {
		err := ValidateOutgoing(chat.Outgoing{
			To: "551", Body: chat.Body{Kind: c.kind, Media: &chat.Media{Upload: "u", Name: c.name, Type: c.mime, Size: c.size}},
		})
		text := ""
		if refused, ok := errors.AsType[*chat.Error](err); ok {
			text = refused.Text
		}
		if text != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s of %d bytes: %v", c.name, c.size, err)
		}
	}
}
