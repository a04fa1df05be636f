package e5

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The engine reserves sixteen bytes for each byte of a text, and writes four for each character that a character stands
// for: a ligature of eighteen letters in three bytes would be written past the end.
func FuzzATextFitsTheEngine(f *testing.F) {
	f.Add(strings.Repeat("ﷺ", 700))
	f.Add("a\x00b\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := readable(text)
		if len(got) > longest || !utf8.ValidString(got) || strings.ContainsAny(got, "\x00ﷺ") {
			t.Errorf("%q", got)
		}
	})
}

func TestABuildWithoutTheModelRefuses(t *testing.T) {
	if _, err := Load("nowhere"); err == nil {
		t.Error("it loaded nothing")
	}
}
