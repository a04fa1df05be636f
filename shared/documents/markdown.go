package documents

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Bounds of a text in Markdown: its parser takes time by the square of the signs in one paragraph.
const (
	maxLines = 200_000
	maxSigns = 1 << 29 // the sum of these squares: a few seconds
)

// signs are the characters with which Markdown marks and nests, beside the figures of lists.
const signs = "*_[]()<>`~!.-+&\\\"'"

// checkMarkdown refuses a text that is no writing of people, but made to be parsed for hours.
func checkMarkdown(written string) error {
	line, begun, here, all := 0, 1, 0, 0
	for text := range strings.Lines(written) {
		line++
		trimmed := strings.TrimSpace(text)
		if trimmed == "" || trimmed[0] == '#' { // a paragraph ends
			begun, here = line+1, 0
			continue
		}
		for i := range len(trimmed) {
			if strings.IndexByte(signs, trimmed[i]) >= 0 {
				here++
				all += 2*here - 1 // one more sign makes the square so much larger
			}
		}
		if all > maxSigns {
			return chat.WrongField("file", "document_tangled", fmt.Sprintf(
				"The paragraph on line %d has too many signs to be read. Part it by blank lines.", begun))
		}
	}
	if line > maxLines {
		return errTooLong
	}
	return nil
}

// markdown reads a text in Markdown.
func markdown(written string) ([]knowledge.Block, error) {
	if err := checkMarkdown(written); err != nil {
		return nil, err
	}
	source, blocks := []byte(written), []knowledge.Block{}
	at := lines{source: source}
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		b := knowledge.Block{Line: at.of(node)}
		if _, b.Heading = node.(*ast.Heading); b.Heading {
			b.Words = plain(node, source)
		} else {
			b.Words = strings.TrimSpace(block(node, source))
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// lines counts the lines of a text, on from where it was asked last.
type lines struct {
	source      []byte
	start, line int
}

// of is the line on which a block begins, from 1.
func (l *lines) of(node ast.Node) int {
	for n := node; n != nil; n = n.FirstChild() {
		if n.Type() != ast.TypeBlock || n.Lines().Len() == 0 {
			continue
		}
		start := n.Lines().At(0).Start
		if start < l.start {
			l.start, l.line = 0, 0
		}
		l.line += bytes.Count(l.source[l.start:start], []byte("\n"))
		l.start = start
		return 1 + l.line
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
