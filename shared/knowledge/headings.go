package knowledge

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Block is a part of a text: a heading, or words.
type Block struct {
	Line    int `json:"line,omitempty"` // on which it begins, from 1; of a text whose lines people see
	Page    int `json:"page,omitempty"` // on which it begins, from 1; of a document
	Heading bool
	Words   string
}

// JoinedCells are the cells of a row of a table in one line. Of two, the first is the subject of the second.
func JoinedCells(cells []string) string {
	if len(cells) == 2 {
		return strings.TrimSuffix(strings.TrimSpace(cells[0]), ":") + ": " + cells[1]
	}
	return strings.Join(cells, " | ")
}

// headings reads a text: each heading with words below it is an entry, and these words are its answer. A heading with
// further headings only is a chapter, and no entry.
func (f File) headings(blocks []Block) ([]Found, []Refusal) {
	rows, refused, said := []Found{}, []Refusal{}, [][]string{}
	titles, times, homeless := map[string]int{}, map[string]int{}, false
	for _, b := range blocks {
		at := Spot{Line: b.Line, Page: b.Page}
		if f.page {
			at.Address = f.Name
		}
		switch {
		case b.Heading:
			part := Folded(b.Words)
			had, twice := titles[part]
			if twice && b.Line > 0 {
				refused = append(refused, Refusal{at, fmt.Sprintf("Line %d has the same heading already.", had)})
			}
			titles[part] = b.Line
			if times[part]++; times[part] > 1 && b.Line == 0 { // nobody can change a document for us
				part = fmt.Sprintf("%s#%d", part, times[part]) // no heading folds to this
			}
			rows, said = append(rows, f.chapter(b.Words, part, at)), append(said, nil)
		case b.Words == "":
		case len(rows) == 0 && homeless:
		case len(rows) == 0:
			homeless = true // told once
			refused = append(refused, Refusal{at, "There is no heading above: it would be an answer without a question."})
		default:
			said[len(said)-1] = append(said[len(said)-1], b.Words)
		}
	}
	kept := []Found{}
	for i, row := range rows {
		if len(said[i]) == 0 {
			continue
		}
		words := row.Content.Languages[f.Language]
		words.Answer = joinedUp(said[i])
		row.Content.Languages[f.Language] = words
		kept = append(kept, row)
	}
	return kept, refused
}

// chapter is an entry for a heading. A long one is cut where it becomes a title.
func (f File) chapter(heading, part string, at Spot) Found {
	title := heading
	if utf8.RuneCountInString(title) > MaxTitle {
		title = string([]rune(title)[:MaxTitle-1]) + "…"
	}
	from := Source{Kind: FromFile, Name: path.Base(f.Name), Part: part, Page: at.Page}
	if f.page {
		from.Kind, from.Name = FromPage, f.Name
	}
	return Found{Spot: at, Headed: true, Content: Content{
		Title: title, Languages: map[string]Words{f.Language: {Wordings: []string{heading}}}, Source: from,
	}}
}

// joinedUp is paragraphs as messages: as few as they fit into.
func joinedUp(paragraphs []string) []string {
	messages := []string{}
	for _, long := range paragraphs {
		for _, p := range split(long) {
			last := len(messages) - 1
			if last >= 0 && len([]rune(messages[last]))+len([]rune(p)) < MaxAnswer {
				messages[last] += "\n" + p
			} else {
				messages = append(messages, p)
			}
		}
	}
	return messages
}

// split cuts a paragraph that is too long for a message.
func split(paragraph string) []string {
	parts, rest := []string{}, []rune(paragraph)
	for len(rest) > MaxAnswer {
		n := cut(rest[:MaxAnswer])
		parts, rest = append(parts, strings.TrimSpace(string(rest[:n]))), rest[n:]
	}
	return slices.DeleteFunc(append(parts, strings.TrimSpace(string(rest))), func(p string) bool { return p == "" })
}

// The marks at the end of a sentence. In Chinese and Japanese no space follows.
const (
	spacedEnds = ".!?؟۔।"
	bareEnds   = "。！？"
)

// cut is how many characters of a text become a message: up to the last sentence that ends in its second half, or else
// up to the last word, or else all.
func cut(text []rune) int {
	sentence, word := 0, 0
	for i := len(text) / 2; i < len(text); i++ {
		space := unicode.IsSpace(text[i])
		if space {
			word = i + 1
		}
		if space && strings.ContainsRune(spacedEnds, text[i-1]) || strings.ContainsRune(bareEnds, text[i]) {
			sentence = i + 1
		}
	}
	return cmp.Or(sentence, word, len(text))
}
