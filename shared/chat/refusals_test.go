package chat_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

func TestTemplatesAreFilledOnceAndWithinLimits(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Must(w.Store.PutTemplates(w.Ctx(), chattest.Tenant, chattest.Number.WABA,
		[]chat.Template{{
			Name: "order", Language: "en", Status: chat.Approved,
			Header: "For {{1}}", Body: "Hello {{1}}, your order {{2}}",
			Params: []chat.TemplateParam{
				{Key: "header.1", Kind: "text"}, {Key: "body.1", Kind: "text"}, {Key: "body.2", Kind: "text"},
			},
		}}))
	send := func(head, first, second string) (chat.Message, error) {
		m, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(),
			chat.Body{Kind: chat.KindTemplate, Template: &chat.Filled{
				Name: "order", Language: "en",
				Values: map[string]string{"header.1": head, "body.1": first, "body.2": second},
			}})
		return m, err
	}
	m, err := send("x", " {{2}} ", "A-1")
	w.Must(err)
	if m.Body().Text != "Hello {{2}}, your order A-1" || m.Body().Template.Values["body.1"] != "{{2}}" {
		t.Errorf("reads %q, sent is %v", m.Body().Text, m.Body().Template.Values)
	}
	for name, value := range map[string]string{
		"return": "a\rb", "line separator": "a\u2028b", "wide gap": "a\u00a0\u00a0\u00a0\u00a0b",
		"mixed gap": "a \u00a0\u3000 b", "next line": "a\u0085b", "too long": strings.Repeat("x", 1020),
	} {
		if _, err := send("x", value, "A-1"); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := send(strings.Repeat("x", 58), "a", "b"); chattest.Code(err) != "template_too_long" {
		t.Errorf("a long header: %v", err)
	}
}

// A value for a template's button is checked as the link or the code that it makes.
func TestTemplateButtonsFit(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Must(w.Store.PutTemplates(w.Ctx(), chattest.Tenant, chattest.Number.WABA,
		[]chat.Template{{
			Name: "track", Language: "en", Status: chat.Approved, Body: "Hello",
			Buttons: []chat.TemplateButton{
				{Type: "url", Text: "Track", URL: "https://shop.test/{{1}}"}, {Type: "copy_code", Text: "Copy"},
			},
			Params: []chat.TemplateParam{{Key: "button.0.url", Kind: "text"}, {Key: "button.1.copy_code", Kind: "text"}},
		}}))
	send := func(link, copied string) error {
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(),
			chat.Body{Kind: chat.KindTemplate, Template: &chat.Filled{
				Name: "track", Language: "en",
				Values: map[string]string{"button.0.url": link, "button.1.copy_code": copied},
			}})
		return err
	}
	w.Must(send(strings.Repeat("x", 2000-len("https://shop.test/")), strings.Repeat("9", 20)))
	w.Must(send("orders/ñ?a=1", "SAVE"))
	for name, c := range map[string]struct{ link, copied, code string }{
		"a long link":      {strings.Repeat("x", 2001-len("https://shop.test/")), "A", "template_too_long"},
		"a blank in it":    {"a b", "A", "template_value"},
		"a long code":      {"a", strings.Repeat("9", 21), "template_too_long"},
		"nothing to show":  {"a", "\u200b\u2060", "template_incomplete"},
		"a code of blanks": {"a", "  ", "template_incomplete"},
	} {
		if err := send(c.link, c.copied); chattest.Code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A Flow behind a template's button is known again when its reply comes, though no endpoint reports how far the
// customer came in it.
func TestAFlowBehindATemplatesButton(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Must(w.Store.PutTemplates(w.Ctx(), chattest.Tenant, chattest.Number.WABA,
		[]chat.Template{{
			Name: "survey", Language: "en", Status: chat.Approved, Body: "How was it?",
			Buttons: []chat.TemplateButton{
				{Type: "quick_reply", Text: "Later"}, {Type: "flow", Text: "Tell us", Flow: "600"},
			},
		}}))
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Body{
		Kind: chat.KindTemplate, Template: &chat.Filled{Name: "survey", Language: "en", Flow: "forged", Button: 9},
	})
	w.Must(err)
	w.Streams()
	w.Delivers()
	sent := w.Sent[len(w.Sent)-1]
	if sent.Token == "" || sent.Body.Template.Flow != "600" || sent.Body.Template.Button != 1 {
		t.Fatalf("sent was %+v with the token %q", sent.Body.Template, sent.Token)
	}
	if got := w.Table(views.FlowQuery{}); got != "Bruno sent" {
		t.Errorf("the table is %s", got)
	}
	w.Gets(chattest.Bruno, "wamid.2",
		chat.Body{
			Kind:      chat.KindFlowReply,
			FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": sent.Token, "stars": "5"}},
		}, chat.Origin{})
	if got := w.Table(views.FlowQuery{Field: "stars"}); got != "Bruno completed" {
		t.Errorf("filled in, the table is %s", got)
	}
	if _, err := w.Flow(w.Ctx(), chattest.Number,
		chat.FlowExchange{Action: "INIT", Token: sent.Token}); chattest.Code(err) != "flow_token_dead" {
		t.Errorf("our endpoint has screens for it: %v", err)
	}
}

func TestReactionsAreOneEmoji(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	theirs := chat.MessageID("")
	for _, m := range w.Rows(k) {
		if m.Author.Kind == chat.ByVisitor {
			theirs = m.ID
		}
	}
	react := func(emoji string, to chat.MessageID) error {
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Body{
			Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: emoji, To: to},
		})
		return err
	}
	for _, good := range []string{
		"👍", "❤️", "👨‍👩‍👧", "🇩🇪", "👍🏽", "1️⃣", "❤", "⭐", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "",
	} {
		w.Must(react(good, theirs))
	}
	for _, bad := range []string{"hello", "👍👍", "a", "1", "👍a", " ", "°", "№", "│", "\u200b", "字"} {
		if chattest.Code(react(bad, theirs)) != "not_an_emoji" {
			t.Errorf("%q is taken", bad)
		}
	}
	note, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Body{Kind: chat.KindNote, Text: "rude"})
	w.Must(err)
	if chattest.Code(react("👍", note.ID)) != "about_a_note" {
		t.Error("a reaction to a note is taken")
	}
	if _, _, err := w.Reply(w.Ctx(), chattest.Ana, k, w.ID(),
		chat.Body{Kind: chat.KindText, Text: "hi", ReplyTo: note.ID}); chattest.Code(err) != "about_a_note" {
		t.Errorf("an answer to a note: %v", err)
	}
}
