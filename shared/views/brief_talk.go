package views

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// TalkLine is a message of a case in one line.
type TalkLine struct {
	Message chat.MessageID
	By      chat.AuthorKind
	Text    string
}

// Talk is the case as its visitor knows it, the earliest message first: their words and ours, no notes and events, and
// nothing that was taken back.
func (c *Case) Talk() []TalkLine {
	lines := []TalkLine{}
	for i := range c.log {
		m, shown := c.log[i].ForVisitor()
		if !shown || m.Body().Event != nil {
			continue
		}
		if text := said(m); text != "" {
			lines = append(lines, TalkLine{Message: m.ID, By: m.Author.Kind, Text: text})
		}
	}
	return lines
}

// said is all that a message says, in one line.
func said(m chat.Message) string {
	all := []string{}
	for _, b := range m.Bubbles {
		all = append(all, strings.Join(strings.Fields(b.Line()), " "))
	}
	return strings.Join(slices.DeleteFunc(all, func(text string) bool { return text == "" }), " ")
}
