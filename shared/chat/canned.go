package chat

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/pattern"
)

// CannedReply is a text that agents send often, in one language or in several. It may have variables, which the
// agent's browser fills from the visitor's data that the agent may see.
type CannedReply struct {
	Edited
	ID       string            `json:"id"`
	Owner    AgentID           `json:"owner,omitempty"` // the only person who has it; "" for the whole team
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	Language string            `json:"language,omitempty"` // of Text: en, pt; "" if it is not told
	Texts    map[string]string `json:"texts,omitempty"`    // in other languages
	Files    []CannedFile      `json:"files,omitempty"`    // that go along, each as a message of its own
}

// CannedFile is a file of a canned reply. It is kept with the reply, and sending the reply sends a copy: no erasure and
// no retention of a conversation takes it away.
type CannedFile struct {
	Upload string `json:"upload"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
}

// maxCannedText is how many characters the texts of a canned reply have together: all replies of a team are read at
// once.
const maxCannedText = 6000

// maxCannedFiles is how many files a canned reply has.
const maxCannedFiles = 3

// Variables are the names that a canned reply may have between {{ and }}, with a default after a bar.
var Variables = []string{
	"visitor.name", "visitor.first_name", "visitor.email", "visitor.phone", "agent.name", "agent.first_name", "bot.name",
	"site.name",
}

var variable, languageCode = pattern.Lazy(`\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}`), pattern.Lazy(`^[a-z]{2,3}$`)

// Has tells whether a file is one of the reply's.
func (c *CannedReply) Has(upload string) bool {
	return slices.ContainsFunc(c.Files, func(f CannedFile) bool { return f.Upload == upload })
}

// Check returns all faults of the reply, each at its field.
func (c *CannedReply) Check() error {
	f := Faults{}
	f.Wrong(c.Title == "", "title", "title_needed", "Give this reply a title: you find it by that.")
	f.Wrong(len(c.Texts) > 0 && c.Language == "", "language", "language_needed",
		"Say in which language the first text is.")
	f.Wrong(c.Language != "" && !languageCode().MatchString(c.Language), "language", "bad_language",
		"Use a language's code, such as en or pt.")
	size := utf8.RuneCountInString(c.Text)
	f.text("text", c.Text)
	for _, language := range slices.Sorted(maps.Keys(c.Texts)) {
		field := "texts." + language
		f.Wrong(!languageCode().MatchString(language), field, "bad_language", "Use a language's code, such as en or pt.")
		f.Wrong(language == c.Language, field, "language_twice", "There is a text in this language already.")
		f.text(field, c.Texts[language])
		size += utf8.RuneCountInString(c.Texts[language])
	}
	f.Wrong(size > maxCannedText, "text", "too_long",
		"The texts of a reply have at most %d characters together; these have %d.", maxCannedText, size)
	f.Wrong(len(c.Files) > maxCannedFiles, "files", "too_many_files",
		"A reply has at most %d files; this has %d. Remove some.", maxCannedFiles, len(c.Files))
	return f.Err()
}

// text notes the faults of one text.
func (f *Faults) text(field, text string) {
	f.Wrong(Blank(text), field, "text_needed", "Write what this reply says.")
	for _, found := range variable().FindAllStringSubmatch(text, -1) {
		f.Wrong(!slices.Contains(Variables, found[1]), field, "no_such_variable",
			"There is no variable %s. There are: %s.", found[0], strings.Join(Variables, ", "))
	}
}

// filled refuses words for a visitor in which a variable still stands.
func filled(text string) error {
	for _, found := range variable().FindAllStringSubmatch(text, -1) {
		if slices.Contains(Variables, found[1]) {
			return WrongField("text", "variable_left",
				"Nothing is known for "+found[0]+". Write the words in its place.")
		}
	}
	return nil
}
