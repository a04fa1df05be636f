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
		if unicode.Is(unicode.So, r) || r == 0x20e3 || r == 0xfe0f { // a keycap, or what asks for a picture
			return true
		}
	}
	return false
}
