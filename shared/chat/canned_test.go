package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A variable that stands in an agent's words never reaches a visitor; a text that only looks like one does.
func TestAVariableIsNeverSentRaw(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	for text, code := range map[string]string{
		"Hello {{visitor.name}}":          "variable_left",
		"Hello {{ agent.name |a person}":  "",
		"Hello {{ visitor.email | you }}": "variable_left",
		"Use {{user}} in your template":   "",
	} {
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text(text))
		if chat.CodeOf(err) != code {
			t.Errorf("%s: %v", text, err)
		}
	}
	note := chat.Body{Kind: chat.KindNote, Text: "They wrote {{visitor.name}}"}
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), note)
	w.Must(err)
}
