package truncate_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/truncate"
	"pgregory.net/rapid"
)

func TestATextIsCutBetweenCharacters(t *testing.T) {
	family := "👨‍👩‍👧"
	for _, c := range []struct {
		name, got, want string
	}{
		{"bytes that fit", truncate.Bytes("tea", 3), "tea"},
		{"bytes between runes", truncate.Bytes("täa", 2), "t"},
		{"no bytes", truncate.Bytes("tea", 0), ""},
		{"runes that fit", truncate.Runes("täa", 3), "täa"},
		{"runes", truncate.Runes("täab", 3), "täa"},
		{"a text that fits", truncate.Text("tea", 3), "tea"},
		{"a text", truncate.Text("teapot", 3), "tea…"},
		{"not within a character", truncate.Text("ab"+family, 4), "ab…"},
		{"one endless character", truncate.Text(family, 2), "👨\u200d…"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestATruncatedTextIsWithinItsLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, most := rapid.String().Draw(t, "s"), rapid.IntRange(0, 20).Draw(t, "most")
		if b := truncate.Bytes(s, most); len(b) > most || !utf8.ValidString(b) {
			t.Errorf("%q has too many bytes, or half a rune", b)
		}
		if r := truncate.Runes(s, most); utf8.RuneCountInString(r) > most {
			t.Errorf("%q has too many runes", r)
		}
		if x := truncate.Text(s, most); utf8.RuneCountInString(x) > most+1 {
			t.Errorf("%q has too many runes", x)
		}
	})
}

// A family, a flag and a letter with its marks are one character each.
func TestFamiliesFlagsAndAccentsStayWhole(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"hello", 5, "hello"},
		{"hello", 4, "hell…"},
		{"", 3, ""},
		{"a👨‍👩‍👧‍👦b", 3, "a…"},
		{"a👨‍👩‍👧‍👦b", 8, "a👨‍👩‍👧‍👦…"},
		{"x🇩🇪", 2, "x…"},
		{"ne\u0301e", 3, "ne\u0301…"},
		{"ne\u0301e", 2, "n…"},
		{"e" + strings.Repeat("\u0301", 100), 3, "e\u0301\u0301…"},
	} {
		if got := truncate.Text(c.s, c.n); got != c.want {
			t.Errorf("%q to %d: %q, not %q", c.s, c.n, got, c.want)
		}
	}
}
