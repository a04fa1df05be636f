package media

import (
	"bytes"
	"image"
	_ "image/gif" // each decodes the dimensions of its pictures
	_ "image/jpeg"
	_ "image/png"

	"github.com/botifire/livechat/shared/chat"
	_ "golang.org/x/image/webp"
)

// mostPoints is the largest number of pixels of a picture. A browser needs four bytes for each,
// however small the file is.
const mostPoints = 64_000_000

// shows returns an error if a picture is too large for a browser. A picture passes if its beginning
// does not have its dimensions.
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
