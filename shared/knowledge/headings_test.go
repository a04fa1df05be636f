package knowledge

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// A long paragraph is cut into messages that fit, without a loss, whatever its script.
func TestALongParagraphIsCutInEveryScript(t *testing.T) {
	for script, sentence := range map[string]string{
		"one byte": "Two days. ", "no space": "x", "Arabic": "كم يستغرق التوصيل؟ ", "Hindi": "दो दिन। ", "Chinese": "两天。",
		"Chinese without an end": "中", "emoji": "🫖", "Urdu": "دو دن۔ ",
	} {
		for _, size := range []int{MaxAnswer, MaxAnswer + 1, 12_000} {
			said := string([]rune(strings.Repeat(sentence, size))[:size])
			parts := joinedUp([]string{said})
			for n, part := range parts {
				if count := utf8.RuneCountInString(part); count > MaxAnswer || count == 0 {
					t.Errorf("%s, %d: a message has %d characters", script, size, count)
				}
				if end := strings.TrimSpace(sentence); n < len(parts)-1 && !strings.HasSuffix(part, end) {
					t.Errorf("%s, %d: a message is cut within a sentence", script, size)
				}
			}
			bare := func(text string) string { return strings.Join(strings.Fields(text), "") }
			if bare(strings.Join(parts, "")) != bare(said) {
				t.Errorf("%s, %d: words are lost", script, size)
			}
		}
	}
}

func TestAParagraphOfSpacesIsNoMessage(t *testing.T) {
	if got := joinedUp([]string{strings.Repeat(" ", 3*MaxAnswer)}); len(got) != 0 {
		t.Errorf("there are %d messages", len(got))
	}
	if got := joinedUp([]string{"a b", "c"}); fmt.Sprint(got) != "[a b\nc]" {
		t.Errorf("short paragraphs are %q", got)
	}
}
