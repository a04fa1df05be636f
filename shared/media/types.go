package media

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// rule has the limits of a type: its size, and the allowed endings of its names.
type rule struct {
	MB   int64    `json:"mb"`
	Ends []string `json:"ends"`
}

// types are the types that may be sent. Both apps read the same table.
var types = parse(table)

// others are further known types. They come through WhatsApp, which accepts any document.
var others = map[string][]string{
	"image/heic": {"heic"}, "image/heif": {"heif", "hif"}, "text/rtf": {"rtf"},
	"application/vnd.oasis.opendocument.text":        {"odt"},
	"application/vnd.oasis.opendocument.spreadsheet": {"ods"}, "application/vnd.oasis.opendocument.presentation": {"odp"},
}

// known tells whether a file is stored under its type. Files of unknown types are bytes.
func known(kind string) bool { return Takes(kind) || others[kind] != nil }

//go:embed types.json
var table []byte

func parse(raw []byte) map[string]rule {
	rules := map[string]rule{}
	if err := json.Unmarshal(raw, &rules); err != nil {
		panic(err) // the table is built in
	}
	return rules
}

// Takes tells whether files of a type may be uploaded.
func Takes(kind string) bool { return types[kind].MB > 0 }

// check judges a file by its declared type and size, before the upload.
func check(kind string, size int64) error {
	limit := types[kind]
	switch {
	case strings.HasPrefix(kind, "image/hei"):
		return chat.Errorf(chat.Invalid, "type_not_allowed",
			"Most browsers cannot show HEIC pictures. Save the picture as a JPEG, and send that.")
	case !Takes(kind):
		return chat.Errorf(chat.Invalid, "type_not_allowed", "Files of this type cannot be sent. These can: %s.", allowed())
	case size > limit.MB<<20:
		return chat.Errorf(chat.Invalid, "file_too_large",
			"A file of this type has at most %d MB. Make it smaller, or send a link to it.", limit.MB)
	}
	return nil
}

// ShownAs is the kind of message that a file of this type is.
func ShownAs(kind string) chat.BodyKind {
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

// allowed lists the types that may be sent, by their common endings.
func allowed() string {
	var names []string
	for _, rule := range types {
		names = append(names, rule.Ends[0])
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
