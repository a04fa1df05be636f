// Package truncate shortens texts: to a number of bytes for storage, to a number of runes where another
// system counts them, and with an ellipsis for people.
package truncate

import (
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Bytes is the beginning of a text in at most so many bytes, whole runes only.
func Bytes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// Runes is the beginning of a text in at most so many runes.
func Runes(s string, most int) string {
	for at := range s {
		if most--; most < 0 {
			return s[:at]
		}
	}
	return s
}

// Text is the beginning of a text in at most so many runes, with an ellipsis if there was
// more. It cuts between grapheme clusters: half of one may be another character.
func Text(s string, most int) string {
	short := Runes(s, most)
	if short == s {
		return s
	}
	whole, state := 0, -1
	for rest := s; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if whole+len(cluster) > len(short) {
			break
		}
		whole += len(cluster)
	}
	if whole == 0 { // one endless character
		return short + "…"
	}
	return s[:whole] + "…"
}
