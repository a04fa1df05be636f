package chat_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func TestTemplatesAreFilledOnceAndWithinLimits(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.must(o.Store.PutTemplates(o.ctx(), tenant, number.WABA, []chat.Template{{Name: "order", Language: "en", Status: chat.Approved,
		Header: "For {{1}}", Body: "Hello {{1}}, your order {{2}}",
		Params: []chat.TemplateParam{{Key: "header.1", Kind: "text"}, {Key: "body.1", Kind: "text"}, {Key: "body.2", Kind: "text"}}}}))
	send := func(head, first, second string) (chat.Message, error) {
		m, _, err := o.Reply(o.ctx(), ana, k, o.id(), chat.Body{Kind: chat.KindTemplate, Template: &chat.Filled{Name: "order", Language: "en",
			Values: map[string]string{"header.1": head, "body.1": first, "body.2": second}}})
		return m, err
	}
	m, err := send("x", " {{2}} ", "A-1")
	o.must(err)
	if m.Body().Text != "Hello {{2}}, your order A-1" || m.Body().Template.Values["body.1"] != "{{2}}" {
		t.Errorf("reads %q, sent is %v", m.Body().Text, m.Body().Template.Values)
	}
	for name, value := range map[string]string{"return": "a\rb", "line separator": "a\u2028b", "wide gap": "a\u00a0\u00a0\u00a0\u00a0b", "mixed gap": "a \u00a0\u3000 b", "next line": "a\u0085b", "too long": strings.Repeat("x", 1020)} {
		if _, err := send("x", value, "A-1"); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := send(strings.Repeat("x", 58), "a", "b"); code(err) != "template_too_long" {
		t.Errorf("a long header: %v", err)
	}
}

func TestReactionsAreOneEmoji(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	theirs := chat.MessageID("")
	for _, m := range o.rows(k) {
		if m.Author.Kind == chat.ByVisitor {
			theirs = m.ID
		}
	}
	react := func(emoji string, to chat.MessageID) error {
		_, _, err := o.Reply(o.ctx(), ana, k, o.id(), chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: emoji, To: to}})
		return err
	}
	for _, good := range []string{"👍", "❤️", "👨‍👩‍👧", "🇩🇪", "👍🏽", "1️⃣", ""} {
		o.must(react(good, theirs))
	}
	for _, bad := range []string{"hello", "👍👍", "a", "1", "👍a", " "} {
		if code(react(bad, theirs)) != "not_an_emoji" {
			t.Errorf("%q is taken", bad)
		}
	}
	note, _, err := o.Reply(o.ctx(), ana, k, o.id(), chat.Body{Kind: chat.KindNote, Text: "rude"})
	o.must(err)
	if code(react("👍", note.ID)) != "about_a_note" {
		t.Error("a reaction to a note is taken")
	}
	if _, _, err := o.Reply(o.ctx(), ana, k, o.id(), chat.Body{Kind: chat.KindText, Text: "hi", ReplyTo: note.ID}); code(err) != "about_a_note" {
		t.Errorf("an answer to a note: %v", err)
	}
}
