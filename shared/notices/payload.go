package notices

import (
	"encoding/json"
	"strings"
)

type object = map[string]any

// payload is a notice in the form that the server of a webhook takes: Teams' for its hosts, and for all others Slack's,
// which many services take.
func payload(host string, n notice) ([]byte, error) {
	if teams(host) {
		return json.Marshal(card(n))
	}
	return json.Marshal(object{"text": marked(n)})
}

// teams tells whether a server belongs to Teams: webhooks of workflows, and those of its older connectors.
// https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
func teams(host string) bool {
	for _, domain := range []string{".logic.azure.com", ".powerplatform.com", ".webhook.office.com"} {
		if strings.HasSuffix(host, domain) {
			return true
		}
	}
	return false
}

// marked is a notice in Slack's markup. Slack asks to escape these three characters; an @ is followed by a space of no
// width, because services that take Slack's messages, as Mattermost does, also read @channel without brackets.
// https://docs.slack.dev/messaging/formatting-message-text
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
func marked(n notice) string {
	text := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@\u200b").Replace(n.text)
	if n.link == "" {
		return text
	}
	return text + " <" + n.link + "|" + n.open + ">"
}

// card is a notice as an Adaptive Card. Its text is a run of a RichTextBlock: Teams reads Markdown in TextBlock, and in
// titles and values of facts, but not there, so nothing in it needs to be escaped.
// https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format
// https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
func card(n notice) object {
	content := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.2",
		"body": []object{{"type": "RichTextBlock", "inlines": []object{{"type": "TextRun", "text": n.text}}}},
	}
	if n.link != "" {
		content["actions"] = []object{{"type": "Action.OpenUrl", "title": n.open, "url": n.link}}
	}
	return object{"type": "message", "attachments": []object{
		{"contentType": "application/vnd.microsoft.card.adaptive", "content": content},
	}}
}
