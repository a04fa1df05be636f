package knowledge

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// headings reads a text in Markdown: each heading with words below it is an entry, whose answer these words are. A
// heading with further headings only is a chapter, and no entry.
func (f File) headings() ([]written, []Refusal, error) {
	source := []byte(f.Text)
	rows, refused, said := []written{}, []Refusal{}, [][]string{}
	titles := map[string]int{}
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		line := lineOf(node, source)
		if _, is := node.(*ast.Heading); is {
			title := plain(node, source)
			if had, twice := titles[Folded(title)]; twice {
				refused = append(refused, Refusal{line, fmt.Sprintf("Line %d has the same heading already.", had)})
			}
			titles[Folded(title)] = line
			rows, said = append(rows, f.chapter(title, line)), append(said, nil)
			continue
		}
		words := strings.TrimSpace(block(node, source))
		switch {
		case words == "":
		case len(rows) == 0:
			refused = append(refused, Refusal{line, "There is no heading above: it would be an answer without a question."})
		default:
			said[len(said)-1] = append(said[len(said)-1], words)
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
	return kept, refused, nil
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

// lineOf is the line on which a block begins, from 1.
func lineOf(node ast.Node, source []byte) int {
	for n := node; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return 1 + bytes.Count(source[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return 1
}

// block is a block as plain text: visitors see messages as text.
func block(node ast.Node, source []byte) string {
	switch n := node.(type) {
	case *ast.List:
		items := []string{}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			sign := "–"
			if n.IsOrdered() {
				sign = fmt.Sprintf("%d.", n.Start+len(items))
			}
			items = append(items, sign+" "+strings.TrimSpace(blocks(item, source)))
		}
		return strings.Join(items, "\n")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return string(n.Lines().Value(source))
	case *ast.HTMLBlock, *ast.ThematicBreak:
		return ""
	case *ast.Blockquote:
		return blocks(n, source)
	}
	return plain(node, source)
}

func blocks(node ast.Node, source []byte) string {
	all := []string{}
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		if words := block(child, source); words != "" {
			all = append(all, words)
		}
	}
	return strings.Join(all, "\n")
}

// plain is a line of Markdown without its signs. The address of a link follows its words.
func plain(node ast.Node, source []byte) string {
	var out strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch n := child.(type) {
		case *ast.Text:
			out.Write(n.Segment.Value(source))
			if n.SoftLineBreak() {
				out.WriteByte(' ')
			}
			if n.HardLineBreak() {
				out.WriteByte('\n')
			}
		case *ast.AutoLink:
			out.Write(n.URL(source))
		case *ast.RawHTML:
		case *ast.Link:
			words, address := plain(n, source), string(n.Destination)
			out.WriteString(words)
			if words != address {
				out.WriteString(" (" + address + ")")
			}
		default:
			out.WriteString(plain(n, source))
		}
	}
	return out.String()
}
