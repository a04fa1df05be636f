package knowledge

import (
	"fmt"
	"path"
)

// Block is a part of a text: a heading, or words.
type Block struct {
	Line    int // on which it begins, from 1
	Heading bool
	Words   string
}

// headings reads a text: each heading with words below it is an entry, and these words are its answer. A heading with
// further headings only is a chapter, and no entry.
func (f File) headings(blocks []Block) ([]written, []Refusal) {
	rows, refused, said := []written{}, []Refusal{}, [][]string{}
	titles := map[string]int{}
	for _, b := range blocks {
		switch {
		case b.Heading:
			if had, twice := titles[Folded(b.Words)]; twice {
				refused = append(refused, Refusal{b.Line, fmt.Sprintf("Line %d has the same heading already.", had)})
			}
			titles[Folded(b.Words)] = b.Line
			rows, said = append(rows, f.chapter(b.Words, b.Line)), append(said, nil)
		case b.Words == "":
		case len(rows) == 0:
			refused = append(refused, Refusal{b.Line, "There is no heading above: it would be an answer without a question."})
		default:
			said[len(said)-1] = append(said[len(said)-1], b.Words)
		}
	}
	kept := []written{}
	for i, row := range rows {
		if len(said[i]) == 0 {
			continue
		}
		row.content.Languages[f.Language] = Words{Wordings: []string{row.content.Title}, Answer: joinedUp(said[i])}
		kept = append(kept, row)
	}
	return kept, refused
}

func (f File) chapter(title string, line int) written {
	return written{line: line, content: Content{
		Title: title, Languages: map[string]Words{},
		Source: Source{Kind: FromFile, Name: path.Base(f.Name), Part: Folded(title)},
	}}
}

// joinedUp is paragraphs as messages: as few as they fit into.
func joinedUp(paragraphs []string) []string {
	messages := paragraphs[:1:1]
	for _, p := range paragraphs[1:] {
		if last := &messages[len(messages)-1]; len([]rune(*last))+len([]rune(p)) < MaxAnswer {
			*last += "\n" + p
		} else {
			messages = append(messages, p)
		}
	}
	return messages
}
