package chat

import (
	"strings"
	"unicode"
)

// titled is the name of something that a team sets up, on one line: without signs that do not
// show, or that turn the direction of what stands beside it, and empty if nothing of it shows.
func titled(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case concealed(r):
			return -1
		}
		return r
	}, name)
	if strings.IndexFunc(name, shows) < 0 {
		return ""
	}
	return strings.TrimSpace(name)
}
