package portrait

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // formats that people upload

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	side     = 192       // pixels of a stored picture: twice the largest place where it is shown
	maxBytes = 160 << 10 // of an upload, which comes in the body of a call
	maxSide  = 4096
	maxArea  = 2048 * 2048 // pixels; decoded, each takes at most eight bytes
	quality  = 86
)

var noPicture = chat.Errorf(chat.Invalid, "bad_picture",
	"This is no picture that can be read. Use a JPEG, PNG or WebP file.")

// Square decodes a picture and makes a small square of its middle. Nothing of the file
// itself is kept: no place where it was taken, nothing that hides in it.
func Square(raw []byte) ([]byte, error) {
	if len(raw) > maxBytes {
		return nil, chat.Errorf(chat.Invalid, "picture_too_large", "A picture has at most %d KB.", maxBytes>>10)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || size.Width < 1 || size.Height < 1 {
		return nil, noPicture
	}
	if size.Width > maxSide || size.Height > maxSide || size.Width*size.Height > maxArea {
		return nil, chat.Errorf(chat.Invalid, "picture_too_large", "A picture has at most 2048 × 2048 pixels.")
	}
	whole, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, noPicture
	}
	small := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // where it is transparent
	draw.CatmullRom.Scale(small, small.Bounds(), whole, middle(whole.Bounds()), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("portrait: %w", err)
	}
	return out.Bytes(), nil
}

// middle is the largest square in the middle of a rectangle.
func middle(r image.Rectangle) image.Rectangle {
	edge := min(r.Dx(), r.Dy())
	at := r.Min.Add(image.Pt((r.Dx()-edge)/2, (r.Dy()-edge)/2))
	return image.Rectangle{at, at.Add(image.Pt(edge, edge))}
}
