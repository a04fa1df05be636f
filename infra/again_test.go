package main

import (
	"strings"
	"testing"
)

// A stage's file alone makes its template: made again it is the same, to the order of every list, so a
// deploy without a change shows none.
func TestTheSameFileMakesTheSameTemplate(t *testing.T) {
	before := mustJSON(templates["sandbox"])
	again := templateOf(stackOf(map[string]any{"stage": "sandbox", "dist": built, "settings": "stages/sandbox.json"}))
	after := mustJSON(again)
	if before == after {
		return
	}
	at := 0
	for at < min(len(before), len(after)) && before[at] == after[at] {
		at++
	}
	t.Errorf("it differs at\n%s\nand\n%s", around(before, at), around(after, at))
}

func around(text string, at int) string {
	return strings.ToValidUTF8(text[max(0, at-200):min(len(text), at+200)], "")
}
