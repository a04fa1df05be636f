package factcheck

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The quick way to a piece finds what the expression finds, whatever stands around it.
func TestABarePieceIsTheExpressions(t *testing.T) {
	parts := []string{
		"Ship", "r", "US", "ca", "https", "www", "a", "é", "e\u0301", "\u0301", "K", "ſ", "शिपिंग", "शु\u0941", "التوصيل",
		"运费",
		"ﬁ", "ª", "12", "1.10.", "٣", " ", "  ", ",", "\n", ".", "@", "$", "://", "/", "-", "°", "c", "h", "p.m.", "_", "%",
		"'", "\t",
		"!", "?", ")", "(", ":", ";", "…", "؟", "0555 555 55", "+",
		strings.Repeat("long", 90),
	}
	dice := rand.New(rand.NewPCG(7, 11))
	found := 0
	for range 200_000 {
		text := ""
		for range 1 + dice.IntN(5) {
			text += parts[dice.IntN(len(parts))]
		}
		n := bare(text)
		if n == 0 {
			continue
		}
		found++
		if is := pieces().FindStringIndex(window(text)); is == nil || is[0] != 0 || is[1] != n {
			t.Fatalf("%q begins with %q, and the expression finds %v", text, text[:n], is)
		}
	}
	if found < 10_000 {
		t.Errorf("only %d of the texts begin with a bare piece", found)
	}
}
