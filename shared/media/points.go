package media

import (
	"bytes"
	"image"
	_ "image/gif" // each tells the measures of its pictures
	_ "image/jpeg"
	_ "image/png"

	"github.com/botifire/livechat/shared/chat"
	_ "golang.org/x/image/webp"
)

// mostPoints is how many points a picture may have. Whoever looks at it needs four bytes for
// each, however small its file is.
const mostPoints = 64_000_000

// shows tells why a picture is too much for a browser. One whose beginning does not tell its
// measures passes.
func shows(kind string, head []byte) error {
	if ShownAs(kind) != chat.KindImage {
		return nil
	}
	found, _, err := image.DecodeConfig(bytes.NewReader(head))
	if err != nil || found.Width*found.Height <= mostPoints {
		return nil
	}
	return chat.Errorf(chat.Invalid, "picture_too_large",
		"A picture has at most %d megapixels; this has %d by %d points. Make it smaller, or pack it into a zip file.",
		mostPoints/1_000_000, found.Width, found.Height)
}
