package notices_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Markup in a team's name is no markup in a channel, and nobody is called by it.
func TestNamesAreNoMarkup(t *testing.T) {
	const name = "<!here> A & B @channel *b* [x](https://evil.test)"
	w := begin(t)
	w.changes(func(t *chat.Tenant) { t.Name = name })
	w.Must(w.Store.PutBot(w.Ctx(), chat.Bot{
		Edited: chat.Edited{Version: 1}, Tenant: chattest.Tenant, ID: chattest.Fast, Name: "<!everyone>",
		Kind: chat.ScriptBot,
	}))
	text := slack(t, w.told())
	if !strings.HasPrefix(text, "&lt;!here&gt; A &amp; B @\u200bchannel *b* [x](https://evil.test): ") {
		t.Errorf("Slack reads %s", text)
	}
	if strings.Contains(text, "everyone") {
		t.Errorf("the bot's name stands there: %s", text)
	}
	w = begin(t)
	w.changes(func(t *chat.Tenant) { t.Name = name })
	c := w.channel()
	c.Sealed = []byte("https://default0.ef.environment.api.powerplatform.com:443/powerautomate/x?sig=y")
	w.has(c)
	var m struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Type, Version string
				Body          []struct {
					Type    string
					Inlines []struct{ Type, Text string }
				}
				Actions []struct{ Type, Title, URL string }
			}
		}
	}
	if err := json.Unmarshal([]byte(w.told()), &m); err != nil {
		t.Fatal(err)
	}
	a := m.Attachments[0]
	if m.Type != "message" || a.ContentType != "application/vnd.microsoft.card.adaptive" ||
		a.Content.Type != "AdaptiveCard" {
		t.Errorf("Teams gets %+v", m)
	}
	// Markdown is read in a TextBlock, and not in a run of text.
	block, open := a.Content.Body[0], a.Content.Actions[0]
	run := block.Inlines[0]
	if block.Type != "RichTextBlock" || run.Type != "TextRun" || !strings.HasPrefix(run.Text, name) {
		t.Errorf("Teams reads %+v", block)
	}
	if open.Type != "Action.OpenUrl" || !strings.HasPrefix(open.URL, "https://chat.test/admin/inbox/all/") {
		t.Errorf("the card leads to %+v", open)
	}
}
