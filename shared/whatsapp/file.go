package whatsapp

import (
	"path"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// The types that WhatsApp accepts as each kind of file, with their largest size in bytes.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
var files = map[chat.BodyKind]struct {
	types string // with spaces
	limit int64
	name  string
}{
	chat.KindImage:   {"image/jpeg image/png", 5 << 20, "pictures as JPEG or PNG"},
	chat.KindSticker: {"image/webp", 500 << 10, "stickers as WebP"},
	chat.KindAudio: {
		"audio/aac audio/amr audio/mpeg audio/mp4 audio/ogg", 16 << 20, "audio as AAC, AMR, MP3, M4A or Ogg with Opus",
	},
	chat.KindVideo:    {"video/mp4 video/3gpp", 16 << 20, "videos as MP4 or 3GP"},
	chat.KindDocument: {documents, 100 << 20, "documents as PDF, text, or of Word, Excel or PowerPoint"},
}

// documents are the document types that Meta names.
const documents = "application/pdf text/plain application/msword application/vnd.ms-excel " +
	"application/vnd.ms-powerpoint" +
	" application/vnd.openxmlformats-officedocument.wordprocessingml.document" +
	" application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" +
	" application/vnd.openxmlformats-officedocument.presentationml.presentation"

// voicePlays is the largest voice message in bytes that the phone can play without a download.
const voicePlays = 512 << 10

func file(b chat.Body, media string) (string, any, error) {
	kind := files[b.Kind]
	if b.Media == nil {
		return "", nil, refusal("There is no file in this message.")
	}
	if !slices.Contains(strings.Fields(kind.types), b.Media.Type) {
		return "", nil, refusal("WhatsApp takes %s; this is %s. Save it as one of these, or send a link to it.",
			kind.name, called(*b.Media))
	}
	if b.Media.Size > kind.limit {
		return "", nil, refusal("WhatsApp takes %s of at most %s; this has %s. Make it smaller, or send a link to it.",
			kind.name, chat.Size(kind.limit), chat.Size(b.Media.Size))
	}
	part := object{"id": media}
	if b.Text != "" {
		if b.Kind == chat.KindAudio || b.Kind == chat.KindSticker {
			return "", nil, refusal("WhatsApp takes no words with a %s. Send them on their own.", b.Kind)
		}
		part["caption"] = b.Text
	}
	if b.Kind == chat.KindDocument {
		part["filename"] = b.Media.Name
	}
	if b.Media.Voice && b.Kind == chat.KindAudio && b.Media.Type == "audio/ogg" && b.Media.Size <= voicePlays {
		part["voice"] = true
	}
	return string(b.Kind), part, most("with a file", b.Text, maxCaption)
}

// called is the common name of a type: the ending of its file names.
func called(m chat.Media) string {
	if end := strings.TrimPrefix(path.Ext(m.Name), "."); end != "" {
		return "a file of the type " + end
	}
	return m.Type
}
