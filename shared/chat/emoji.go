package chat

import (
	"unicode"

	"github.com/rivo/uniseg"
)

// oneEmoji tells whether a text is a single emoji: one character as people count, which is
// drawn as a picture.
func oneEmoji(text string) bool {
	if uniseg.GraphemeClusterCount(text) != 1 {
		return false
	}
	for _, r := range text {
		switch {
		case r == 0x20e3 || r == 0xfe0f: // a keycap, or the selector that asks for a picture
			return true
		case unicode.Is(unicode.So, r) && (uniseg.StringWidth(text) == 2 || drawn(r)): // ° and № are symbols too
			return true
		}
	}
	return false
}

// drawn tells whether a symbol is of those that phones draw as pictures, though it is narrow.
func drawn(r rune) bool { return r >= 0x2600 && r <= 0x27bf }
