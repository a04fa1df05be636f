package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// pngOf is the beginning of a PNG with these dimensions.
func pngOf(width, height uint32) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)...)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	raw := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(raw, crc32.ChecksumIEEE(chunk))
}

// A small file that decodes to a picture of gigabytes is refused with a text.
func TestPicturesThatBrowsersCannotBear(t *testing.T) {
	dot := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black})
	var photo, drawing bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&drawing, dot, nil); err != nil {
		t.Fatal(err)
	}
	huge := append([]byte{}, drawing.Bytes()...)
	binary.LittleEndian.PutUint16(huge[6:], 65535)
	binary.LittleEndian.PutUint16(huge[8:], 65535)
	for _, c := range []struct {
		kind string
		head []byte
		ok   bool
	}{
		{"image/png", pngOf(8000, 8000), true},
		{"image/png", pngOf(8001, 8000), false},
		{"image/png", pngOf(100_000, 100_000), false},
		{"image/jpeg", photo.Bytes(), true},
		{"image/gif", drawing.Bytes(), true},
		{"image/gif", huge, false},
		{"image/png", []byte(png), true},
		{"application/pdf", huge, true},
		{"image/webp", []byte("RIFF\x00\x01\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\x3f\x00\xff\x3f\x00"), false},
	} {
		if err := shows(c.kind, c.head); (err == nil) != c.ok ||
			err != nil && (chat.CodeOf(err) != "picture_too_large" || !strings.Contains(err.Error(), "megapixels")) {
			t.Errorf("%s, %.20q: %v", c.kind, c.head, err)
		}
	}
}
