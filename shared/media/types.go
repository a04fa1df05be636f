package media

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/gabriel-vasile/mimetype"
)

// sniffed is how much of a file is looked at, in bytes: what mimetype reads.
const sniffed = 3072

// limits are the types that may be uploaded, and their sizes in bytes. They are
// WhatsApp's limits, so that what a visitor sends can be passed on.
var limits = map[string]int64{
	"image/jpeg": 5 << 20, "image/png": 5 << 20, "image/webp": 5 << 20, "image/gif": 5 << 20,
	"audio/mpeg": 16 << 20, "audio/ogg": 16 << 20, "audio/mp4": 16 << 20, "audio/webm": 16 << 20,
	"video/mp4": 16 << 20, "video/webm": 16 << 20,
	"application/pdf": 16 << 20, "text/plain": 16 << 20,
}

// twins are types whose containers are the same: their first bytes do not tell.
var twins = map[string][]string{
	"audio/ogg": {"application/ogg", "video/ogg"}, "audio/webm": {"video/webm"},
	"audio/mp4": {"audio/x-m4a", "video/mp4", "video/quicktime"}, "video/mp4": {"audio/mp4", "video/quicktime", "video/x-m4v"},
}

func check(kind string, size int64) error {
	limit, ok := limits[kind]
	if !ok {
		return chat.Errorf(chat.Invalid, "type_not_allowed", "Files of this type cannot be sent. Allowed are %s.", allowed())
	}
	if size > limit {
		return chat.Errorf(chat.Invalid, "file_too_large", "A file of this type has at most %d MB.", limit>>20)
	}
	return nil
}

// is tells whether a file begins as one of this type does.
func is(kind string, first []byte) bool {
	seen := mimetype.Detect(first)
	if kind == "text/plain" {
		return plain(seen)
	}
	return seen.Is(kind) || slices.ContainsFunc(twins[kind], seen.Is)
}

// plain tells whether it is text that no browser runs.
func plain(seen *mimetype.MIME) bool {
	for _, runs := range []string{"text/html", "text/xml", "image/svg+xml", "text/javascript"} {
		if seen.Is(runs) {
			return false
		}
	}
	for ; seen != nil; seen = seen.Parent() {
		if seen.Is("text/plain") {
			return true
		}
	}
	return false
}

// shownAs is the kind of message that a file of this type is.
func shownAs(kind string) chat.BodyKind {
	switch family, _, _ := strings.Cut(kind, "/"); family {
	case "image":
		return chat.KindImage
	case "audio":
		return chat.KindAudio
	case "video":
		return chat.KindVideo
	}
	return chat.KindDocument
}

func allowed() string {
	names := make([]string, 0, len(limits))
	for name := range limits {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
