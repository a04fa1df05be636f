package meta

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// category is the category under which a template is billed.
func (m *Meta) category(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range m.templates {
		if t["name"] == name {
			return strings.ToLower(t["category"].(string))
		}
	}
	return "service"
}

// judgeTemplate wants an approved template with as many parameters as it has placeholders. The
// caller holds the lock.
func (m *Meta) judgeTemplate(msg outgoing, c *customer) (int, string) {
	for _, t := range m.templates {
		if msg.Template == nil || t["name"] != msg.Template.Name || t["language"] != msg.Template.Language.Code {
			continue
		}
		if t["status"] != "APPROVED" {
			return 132015, "Template is paused"
		}
		if t["category"] == "MARKETING" && c.stopped {
			return 131050, "User has stopped marketing messages from your business"
		}
		for _, part := range t["components"].([]Object) {
			if code, why := judgePart(part, msg.Template.Components); code != 0 {
				return code, why
			}
		}
		return 0, ""
	}
	return 132001, "Template name does not exist in the translation"
}

// judgePart judges the values that a send gives for one part of a template.
func judgePart(part Object, given []component) (int, string) {
	kind := part["type"].(string)
	text, _ := part["text"].(string)
	want := strings.Count(text, "{{")
	if part["format"] == "DOCUMENT" {
		want = 1
	}
	values := []Object{}
	for _, c := range given {
		if strings.EqualFold(c.Type, kind) {
			values = append(values, c.Parameters...)
		}
	}
	if kind != "BUTTONS" && len(values) != want {
		return 132000, fmt.Sprintf("%s has %d parameters and got %d", kind, want, len(values))
	}
	return judgeFilled(kind, text, values)
}

// templateLimits is the length that a part of a template may have when it is filled in.
var templateLimits = map[string]int{"HEADER": 60, "BODY": 1024, "FOOTER": 60}

// judgeFilled wants values of one line each, and a text that is not too long when it is filled in.
func judgeFilled(kind, text string, values []Object) (int, string) {
	length := utf8.RuneCountInString(placeholders.ReplaceAllLiteralString(text, ""))
	for _, p := range values {
		value, _ := p["text"].(string)
		if strings.ContainsAny(value, "\n\r\t\u2028\u2029") || strings.Contains(value, "     ") {
			return 132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
		}
		if p["type"] == "text" && chat.Blank(value) {
			return missing("text")
		}
		length += utf8.RuneCountInString(value)
	}
	if limit := templateLimits[kind]; limit > 0 && length > limit {
		return 132005, fmt.Sprintf("Translated text too long: %s has %d characters", kind, length)
	}
	return 0, ""
}

var placeholders = regexp.MustCompile(`\{\{[^}]+\}\}`)

// approve adds a template to the account, approves it, and calls the webhook: {name, text}.
func (m *Meta) approve(w http.ResponseWriter, r *http.Request) {
	var made struct{ Name, Text string }
	err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&made)
	if err != nil || made.Name == "" || made.Text == "" {
		http.Error(w, "make a template {name, text}", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	m.templates = append(m.templates, Object{
		"name": made.Name, "language": "en", "status": "APPROVED", "category": "UTILITY",
		"components": []Object{{"type": "BODY", "text": made.Text}},
	})
	m.mu.Unlock()
	done(w, m.webhook(r.Context(), m.business.OfAccount("message_template_status_update", Object{
		"event": "APPROVED", "message_template_name": made.Name, "message_template_language": "en", "reason": "NONE",
	})))
}
