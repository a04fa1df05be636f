package portrait

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// flag is a picture of three bands: red, green, blue.
func flag(width, height int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, []color.RGBA{{200, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 200, 255}}[x*3/width])
		}
	}
	return m
}

func encoded(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// dot is a WebP file of one pixel.
const dot = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func TestAPictureBecomesASmallSquare(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, flag(300, 900), nil); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"a wide PNG": encoded(t, flag(900, 300)), "a tall JPEG": photo.Bytes(), "one dot": encoded(t, flag(1, 1)),
		"WebP": []byte(dot),
	} {
		small, err := Square(raw)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		m, kind, err := image.Decode(bytes.NewReader(small))
		if err != nil || kind != "jpeg" || m.Bounds() != image.Rect(0, 0, side, side) || len(small) > 40<<10 {
			t.Errorf("%s became %s of %v in %d bytes: %v", name, kind, m.Bounds(), len(small), err)
		}
		if name != "a wide PNG" {
			continue
		}
		for _, x := range []int{8, side / 2, side - 8} {
			if r, g, b, _ := m.At(x, side/2).RGBA(); g < 0x8000 || r > 0x4000 || b > 0x4000 {
				t.Errorf("at %d it is not the middle of the picture: %x %x %x", x, r, g, b)
			}
		}
	}
}

func TestTransparentPartsBecomeWhite(t *testing.T) {
	small, err := Square(encoded(t, image.NewNRGBA(image.Rect(0, 0, 20, 20))))
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := m.At(50, 50).RGBA(); min(r, g, b) < 0xf000 {
		t.Errorf("it is %x %x %x", r, g, b)
	}
}

// claimed is a PNG whose header claims another size than it has.
func claimed(t *testing.T, width, height uint32) []byte {
	raw := encoded(t, flag(2, 2))
	binary.BigEndian.PutUint32(raw[16:], width)
	binary.BigEndian.PutUint32(raw[20:], height)
	binary.BigEndian.PutUint32(raw[29:], crc32.ChecksumIEEE(raw[12:29]))
	return raw
}

func TestPicturesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"nothing":                      {nil, "bad_picture"},
		"words":                        {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "bad_picture"},
		"a picture cut in the middle":  {encoded(t, flag(300, 300))[:200], "bad_picture"},
		"more bytes than are taken":    {append(encoded(t, flag(2, 2)), make([]byte, maxBytes)...), "picture_too_large"},
		"a bomb that is wide and tall": {claimed(t, 60000, 60000), "picture_too_large"},
		"a bomb whose area overflows":  {claimed(t, 1<<31-1, 1<<31-1), "bad_picture"},
		"a bomb that is wide":          {claimed(t, 100000, 1), "picture_too_large"},
		"a size that it does not have": {claimed(t, 1000, 1000), "bad_picture"},
		"a picture without any height": {claimed(t, 10, 0), "bad_picture"},
		"a GIF, which could be animated": {
			[]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff," +
				"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"),
			"bad_picture",
		},
	} {
		if _, err := Square(c.raw); chat.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
