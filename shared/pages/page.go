package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/knowledge"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// read reads a web page: its headings and the words between them, and the addresses to which its links lead. Menus and
// the like around its text are left out. Words before the first heading belong to the page's title.
func read(tree *html.Node, at *url.URL) (blocks []knowledge.Block, links []string) {
	p := &page{at: at}
	p.find(tree, 0)
	body := p.main
	if body == nil {
		body = tree
	}
	p.walk(body, 0)
	p.flush()
	i := slices.IndexFunc(p.blocks, func(b knowledge.Block) bool { return b.Heading })
	if i != 0 && len(p.blocks) > 0 && p.title != "" {
		p.blocks = slices.Insert(p.blocks, 0, knowledge.Block{Heading: true, Words: p.title})
	}
	return p.blocks, p.links
}

// maxNested is deeper than any page is that people wrote.
const maxNested = 400

type page struct {
	at     *url.URL
	main   *html.Node
	title  string
	links  []string
	blocks []knowledge.Block

	said    strings.Builder // of the block that is being read
	heading bool            // it is a heading
	item    bool            // it is an item of a list
}

// find gathers the links of the whole page, its title, and the part with its text.
func (p *page) find(n *html.Node, depth int) {
	if depth > maxNested {
		return
	}
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.A:
			if to, err := p.at.Parse(strings.TrimSpace(of(n, "href"))); err == nil && of(n, "href") != "" {
				p.links = append(p.links, to.String())
			}
		case atom.Base:
			if to, err := p.at.Parse(of(n, "href")); err == nil {
				p.at = to
			}
		case atom.Title:
			if n.FirstChild != nil && p.title == "" {
				p.title = strings.Join(strings.Fields(n.FirstChild.Data), " ")
			}
		case atom.Main:
			p.main = n
		}
		if of(n, "role") == "main" {
			p.main = n
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		p.find(child, depth+1)
	}
}

// of is the value of an attribute.
func of(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// around are the elements that hold no answer.
var around = map[atom.Atom]bool{
	atom.Head: true, atom.Nav: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Script: true,
	atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Form: true, atom.Button: true, atom.Select: true,
	atom.Svg: true, atom.Iframe: true, atom.Object: true, atom.Dialog: true, atom.Textarea: true, atom.Video: true,
	atom.Audio: true, atom.Canvas: true,
	atom.Del: true, atom.S: true, atom.Strike: true, // words that hold no more, as an old price
}

var aroundRoles = []string{"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"}

// hides tells whether an element is not part of the text. A header within an article is.
func hides(n *html.Node) bool {
	hidden := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
	within := n.Parent != nil && (n.Parent.DataAtom == atom.Article || n.Parent.DataAtom == atom.Main)
	if n.DataAtom == atom.Header && within {
		return hidden
	}
	return hidden || around[n.DataAtom] || of(n, "aria-hidden") == "true" || slices.Contains(aroundRoles, of(n, "role"))
}

var headings = map[atom.Atom]bool{
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Summary: true,
	atom.Dt: true,
}

// inline are the elements that go on with the line in which they stand.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true,
	atom.Data: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Kbd: true, atom.Label: true,
	atom.Mark: true, atom.Q: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Time: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Ins: true,
	atom.Img: true,
}

func (p *page) walk(n *html.Node, depth int) {
	switch {
	case depth > maxNested || n.Type == html.ElementNode && hides(n):
		return
	case n.Type == html.TextNode:
		p.said.WriteString(n.Data)
		return
	case n.DataAtom == atom.Br:
		p.said.WriteByte(' ')
		return
	case n.DataAtom == atom.Tr:
		p.flush()
		p.said.WriteString(knowledge.JoinedCells(cells(n)))
		p.flush()
		return
	case n.Type == html.ElementNode && !inline[n.DataAtom]:
		p.flush()
		was := p.heading
		p.heading = p.heading || headings[n.DataAtom]
		p.item = n.DataAtom == atom.Li
		p.children(n, depth)
		p.flush()
		p.heading = was
		return
	}
	p.children(n, depth)
}

func (p *page) children(n *html.Node, depth int) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		p.walk(child, depth+1)
	}
}

// cells are the words of the cells of a row.
func cells(row *html.Node) []string {
	all := []string{}
	for child := row.FirstChild; child != nil; child = child.NextSibling {
		if child.DataAtom != atom.Td && child.DataAtom != atom.Th {
			continue
		}
		inner := &page{}
		inner.walk(child, 0)
		inner.flush()
		words := []string{}
		for _, b := range inner.blocks {
			words = append(words, b.Words)
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

// flush ends a block.
func (p *page) flush() {
	words := strings.Join(strings.Fields(p.said.String()), " ")
	p.said.Reset()
	if strings.Trim(words, ":| ") == "" {
		return
	}
	if p.item && !p.heading {
		words = "– " + words
	}
	p.item = false
	p.blocks = append(p.blocks, knowledge.Block{Heading: p.heading, Words: words})
}
