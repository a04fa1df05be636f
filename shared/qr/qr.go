// Package qr draws links as QR codes, so that a phone can follow a link that a desktop shows.
package qr

import (
	"fmt"
	"strings"

	"github.com/piglig/go-qr"
)

// quiet is the margin that scanners need around a code, in modules.
const quiet = 4

// Draw makes the path of an SVG that shows a text as a QR code, and the width of the drawing in the path's units.
func Draw(text string) (path string, size int, err error) {
	code, err := go_qr.EncodeText(text, go_qr.Low)
	if err != nil {
		return "", 0, fmt.Errorf("qr: %w", err)
	}
	var b strings.Builder
	n := code.Size()
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n && code.Module(x, y) {
				x++
			}
			if long := x - from; long > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, long, long)
			}
		}
	}
	return b.String(), n + 2*quiet, nil
}
