package dossier

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

//go:embed head.html
var head string

// page writes the archive for people. Go's own templates call methods by their names: with them the linker can drop
// no method of any type, which is a third of a function.
type page struct{ *bufio.Writer }

// put writes HTML of ours, in which each %v is a text from outside or a time.
func (p page) put(ours string, parts ...any) {
	for i, part := range parts {
		if at, is := part.(time.Time); is {
			part = at.UTC().Format("2 January 2006, 15:04:05 UTC")
		}
		parts[i] = html.EscapeString(fmt.Sprint(part))
	}
	fmt.Fprintf(p, ours, parts...)
}

// some writes a part that is there, unless it is empty.
func (p page) some(ours string, part string) {
	if part != "" {
		p.put(ours, part)
	}
}

func writePage(to io.Writer, all *lifecycle.Archive) error {
	p := page{bufio.NewWriter(to)}
	_, _ = p.WriteString(head)
	v := &all.Visitor
	name := cmp.Or(v.Name(), v.CookieID, string(v.ID))
	p.put("<title>What is kept about %v</title>\n<h1>What is kept about %v</h1>\n", name, name)
	p.put("<p>Written on %v. The same is in <code>visitor.json</code>, for programs. Files that were sent lie under "+
		"<code>files</code>.</p>\n<h2>Profile</h2>\n<table><tr><th>First seen</th><td>%v</td></tr>\n", all.Made, v.FirstSeen)
	p.some("<tr><th>Cookie ID</th><td>%v</td></tr>\n", v.CookieID)
	for _, field := range slices.Sorted(maps.Keys(v.Profile)) {
		fact := v.Profile[field]
		p.put("<tr><th>%v</th><td><bdi>%v</bdi> <small>(%v, %v)</small></td></tr>\n", field, fact.Value, fact.Source, fact.At)
	}
	if v.Login != nil {
		p.put("<tr><th>Signed in as</th><td><bdi>%v</bdi> <small>(%v)</small></td></tr>\n", v.Login.Sub, v.Login.At)
	}
	for _, known := range v.Identities {
		p.put("<tr><th>Known by</th><td>%v <small>%v</small></td></tr>\n", known.Kind, known.Hash)
	}
	p.put("</table>\n")
	p.notes(all.Notes)
	p.put("<h2>Visits</h2>\n")
	for i := range all.Visits {
		p.visit(&all.Visits[i])
	}
	if len(all.Visits) == 0 {
		p.put("<p>None is kept.</p>\n")
	}
	for i := range all.Conversations {
		p.conversation(&all.Conversations[i])
	}
	p.put("</html>\n")
	return p.Flush()
}

func (p page) notes(notes []chat.Note) {
	if len(notes) > 0 {
		p.put("<h2>Notes of the team</h2>")
	}
	for _, n := range notes {
		p.put(`<div class="said"><p dir="auto">%v</p><small>%v, %v</small></div>`+"\n", n.Text, n.Name, n.At)
	}
}

func (p page) visit(v *lifecycle.ArchivedVisit) {
	p.put("<h3>%v", v.Started)
	if !v.EndedAt.IsZero() {
		p.put(" to %v", v.EndedAt)
	}
	p.put("</h3>\n<p>%v, %v mode", v.Source, v.Mode)
	p.some(", %v", v.Place.City)
	p.some(", %v", v.Place.Country)
	p.some(", network %v", v.Network)
	p.some(", %v", v.Device.Browser)
	p.some(" on %v", v.Device.OS)
	p.some(", language %v", v.Language)
	p.some(", from %v", v.Referrer)
	p.put("</p>\n<table>")
	for _, e := range v.Log {
		p.put("<tr><td>%v</td><td>%v</td><td>", e.At, e.Kind)
		if e.Page != nil {
			p.put("<bdi>%v</bdi> %v", e.Page.URL, e.Page.Title)
		}
		if e.Goal != nil {
			p.goal(e.Goal)
		}
		if e.Form != nil {
			p.put("%v: %v", e.Form.Form, e.Form.Label)
		}
		p.put("</td></tr>\n")
	}
	p.put("</table>\n")
}

func (p page) goal(g *chat.VisitGoal) {
	p.put("%v", g.Name)
	p.some(", order <bdi>%v</bdi>", g.OrderID)
	if g.Value != 0 {
		p.put(", %v", g.Value)
	}
	p.put(" %v", g.Currency)
	p.some(", helped by %v", string(g.By))
}

func (p page) conversation(c *lifecycle.ArchivedConversation) {
	p.put("<h2>Conversation on %v</h2>\n", c.Source)
	if len(c.LabelNames) > 0 {
		p.put("<p>Labels: %v</p>\n", strings.Join(c.LabelNames, ", "))
	}
	if left := c.Mail; left != nil {
		p.put("<p>E-mail address that was left: <bdi>%v</bdi>, %v", left.Address, left.Left)
		if !left.Proved.IsZero() {
			p.put(", proved %v", left.Proved)
		}
		p.put("</p>\n")
	}
	for _, m := range c.Messages {
		for i := range m.Bubbles {
			p.bubble(&m, &m.Bubbles[i])
		}
	}
	if len(c.Flows) == 0 {
		return
	}
	p.put("<h3>In forms on WhatsApp</h3><table>")
	for _, f := range c.Flows {
		for _, s := range f.Steps {
			p.put("<tr><td>%v</td><td>%v</td><td>%v %v %v", s.At, cmp.Or(f.Form, f.Flow), s.Kind, s.Screen, s.Field)
			if s.Times > 1 {
				p.put(", %v times", s.Times)
			}
			p.put("</td></tr>\n")
		}
	}
	p.put("</table>\n")
}

func (p page) bubble(m *chat.Message, b *chat.Bubble) {
	p.put(`<div class="said"><small>%v`, m.Author.Kind)
	p.some(" %v", m.Author.Name)
	p.put(", %v, %v</small>\n", m.At, b.Kind)
	p.some(`<p dir="auto">%v</p>`+"\n", b.Text)
	if m.Effects != nil {
		p.some("<p><small>Language model %v</small></p>\n", m.Effects.Model.Line())
	}
	if m.Marks != nil && m.Marks.Edited != nil {
		p.put("<p><small>Changed, %v:</small> %v</p>", m.Marks.Edited.At, m.Marks.Edited.Text)
	}
	if m.Marks != nil && !m.Marks.Revoked.IsZero() {
		p.put("<p><small>Taken back, %v</small></p>", m.Marks.Revoked)
	}
	p.verdicts(m.Marks)
	if b.Submission != nil {
		p.values(b.Submission.Values)
	}
	if b.FlowReply != nil {
		p.values(b.FlowReply.Values)
	}
	if l := b.Location; l != nil {
		p.put("<p>%v %v %v, %v</p>", l.Name, l.Address, l.Latitude, l.Longitude)
	}
	if b.Media != nil && b.Media.Upload != "" {
		p.put(`<p><a href="%v">%v</a></p>`, (&url.URL{Path: fileName(b.Media)}).EscapedPath(), b.Media.Name)
	}
	if e := b.Event; e != nil {
		p.put("<p>%v", e.Name)
		p.some(" by %v", e.By)
		p.put("</p>")
	}
	p.put("</div>\n")
}

// verdicts writes the verdicts of the visitor and the team on a bot's answer.
func (p page) verdicts(marks *chat.Marks) {
	if marks != nil && marks.Helpful != nil && marks.Helpful.Helped {
		p.put("<p><small>The visitor said that this helped, %v</small></p>", marks.Helpful.At)
	} else if marks != nil && marks.Helpful != nil {
		p.put("<p><small>The visitor said that this did not help, %v</small></p>", marks.Helpful.At)
	}
	if marks != nil && marks.Wrong != nil {
		p.put("<p><small>%v said that this was wrong, %v</small></p>", marks.Wrong.Name, marks.Wrong.At)
	}
	if marks != nil && marks.Rating != nil {
		p.put("<p><small>The visitor’s answer: %v, %v</small></p>", marks.Rating.Value, marks.Rating.At)
	}
}

func (p page) values(values map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p.put("<p><b>%v</b>: <bdi>%v</bdi></p>", name, values[name])
	}
}
