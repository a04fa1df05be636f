package qr_test

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/qr"
	"github.com/piglig/go-qr"
)

// A scanner reads the link from the drawing.
func TestADrawingIsRead(t *testing.T) {
	link := "https://wa.me/4915100077?text=" + strings.Repeat("%E0%A4%A8", 40) + "%20(ABCDE-FGHIJ)"
	path, size, err := qr.Draw(link)
	if err != nil {
		t.Fatal(err)
	}
	if len(path) > 24<<10 {
		t.Errorf("the drawing has %d bytes: a frame has less room", len(path))
	}
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, size*scale, size*scale))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	for run := range strings.SplitSeq(strings.TrimPrefix(path, "M"), "M") {
		var x, y, long, back int
		if _, err := fmt.Sscanf(run, "%d %dh%dv1h-%dz", &x, &y, &long, &back); err != nil {
			t.Fatal(run, err)
		}
		for px := x * scale; px < (x+long)*scale; px++ {
			for py := y * scale; py < (y+1)*scale; py++ {
				picture.SetGray(px, py, color.Gray{})
			}
		}
	}
	if read, err := go_qr.Decode(picture); err != nil || read != link {
		t.Errorf("it reads %q: %v", read, err)
	}
}
