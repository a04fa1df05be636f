package documents

import (
	"encoding/xml"
	"strings"

	"github.com/botifire/livechat/shared/knowledge"
)

// story gathers the paragraphs of a docx.
type story struct {
	headings map[string]bool // ids of styles
	blocks   []knowledge.Block

	page   int
	broken bool // a page break was the last thing that was seen
	skip   int  // how deep we are in something that is written twice

	open  []*paragraph // within each other: the text of a box stands within a paragraph
	row   []string     // the cells of the row of a table
	cell  []string     // the paragraphs of its cell
	rows  int          // how many rows we are in
	words int

	saying bool // the characters that follow are words
	hidden bool // nobody sees them
}

type paragraph struct {
	heading, item bool
	page          int
	words         strings.Builder
}

func (t *story) take(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		if t.skip > 0 || skips(e.Name.Local) {
			t.skip++
			return nil
		}
		t.start(e)
	case xml.EndElement:
		if t.skip > 0 {
			t.skip--
			return nil
		}
		return t.end(e.Name.Local)
	case xml.CharData:
		if p := t.now(); p != nil && t.skip == 0 && t.saying && !t.hidden {
			p.words.Write(e)
			t.broken = false
		}
	}
	return nil
}

// skips tells whether an element holds nothing that stands in the text: a drawing of an older kind, whose newer one
// stands before it; the properties that something had before a change; words that were moved away from here.
func skips(name string) bool {
	return name == "Fallback" || name == "moveFrom" || strings.HasSuffix(name, "PrChange")
}

func (t *story) now() *paragraph {
	if len(t.open) == 0 {
		return nil
	}
	return t.open[len(t.open)-1]
}

func (t *story) start(e xml.StartElement) {
	if e.Name.Local == "tr" {
		t.rows++
		return
	}
	if e.Name.Local == "p" {
		t.open = append(t.open, &paragraph{page: t.page})
		return
	}
	p := t.now()
	if p == nil {
		return
	}
	switch e.Name.Local {
	case "r":
		t.hidden = false
	case "vanish", "strike", "dstrike": // struck words hold no more, as an old price
		t.hidden = t.hidden || on(attr(e, "val"))
	case "t":
		t.saying = true
	case "pStyle":
		p.heading = p.heading || t.headings[attr(e, "val")]
	case "outlineLvl":
		p.heading = p.heading || outline(attr(e, "val"))
	case "numPr":
		p.item = true
	case "tab":
		p.words.WriteByte(' ')
	case "br", "cr":
		if attr(e, "type") == "page" {
			t.turn(p)
			t.broken = true
			return
		}
		p.words.WriteByte('\n')
	case "lastRenderedPageBreak":
		if !t.broken { // Word writes one after a break by hand, too
			t.turn(p)
		}
		t.broken = false
	}
}

// on is the value of a property that is on where it has none.
func on(val string) bool { return val != "0" && val != "false" && val != "off" }

// turn begins another page. A paragraph belongs to the page on which its words begin.
func (t *story) turn(p *paragraph) {
	t.page++
	if strings.TrimSpace(p.words.String()) == "" {
		p.page = t.page
	}
}

func (t *story) end(name string) error {
	switch name {
	case "t":
		t.saying = false
	case "p":
		p := t.now()
		if p == nil {
			return errBroken
		}
		t.open = t.open[:len(t.open)-1]
		return t.add(p)
	case "tc":
		t.row, t.cell = append(t.row, strings.Join(t.cell, " ")), nil
	case "tr":
		t.rows--
		row := t.row
		t.row = nil
		if t.rows == 0 {
			return t.add(rowOf(row, t.page))
		}
		t.cell = append(t.cell, knowledge.JoinedCells(row)) // a table within a cell
	}
	return nil
}

func rowOf(cells []string, page int) *paragraph {
	p := &paragraph{page: page}
	p.words.WriteString(knowledge.JoinedCells(cells))
	return p
}

// add takes a paragraph in.
func (t *story) add(p *paragraph) error {
	words := strings.TrimSpace(p.words.String())
	if strings.Trim(words, ":| ") == "" {
		return nil
	}
	if t.rows > 0 {
		t.cell = append(t.cell, words)
		return nil
	}
	if p.item && !p.heading {
		words = "– " + words
	}
	if t.words += len(words); t.words > maxWords || len(t.blocks) >= maxBlocks {
		return errTooLong
	}
	t.blocks = append(t.blocks, knowledge.Block{Page: p.page, Heading: p.heading, Words: words})
	return nil
}
