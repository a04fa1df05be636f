package main

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

// firstTemplates are what the demo's account begins with, as Graph has them.
var firstTemplates = []object{
	{"name": "order_update", "language": "en", "status": "APPROVED", "category": "UTILITY", "components": []object{
		{"type": "BODY", "text": "Hello {{1}}, your order {{2}} is on its way.", "example": object{"body_text": [][]string{{"Ana", "KC-1001"}}}},
		{"type": "FOOTER", "text": "Kettle & Co."},
		{"type": "BUTTONS", "buttons": []object{{"type": "QUICK_REPLY", "text": "Thank you"}}},
	}},
	{"name": "spring_sale", "language": "en", "status": "APPROVED", "category": "MARKETING", "components": []object{
		{"type": "HEADER", "format": "TEXT", "text": "Spring at Kettle & Co."}, {"type": "BODY", "text": "All copper kettles are 20 % off until Sunday."},
	}},
	{"name": "care_guide", "language": "en", "status": "APPROVED", "category": "UTILITY", "components": []object{
		{"type": "HEADER", "format": "DOCUMENT"}, {"type": "BODY", "text": "Here is how to care for your kettle, {{name}}.", "example": object{"body_text_named_params": []object{{"param_name": "name", "example": "Ana"}}}},
	}},
	{"name": "old_news", "language": "en", "status": "PAUSED", "category": "MARKETING", "components": []object{{"type": "BODY", "text": "This was once new."}}},
}

// category is what a template is billed as.
func (m *meta) category(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range m.templates {
		if t["name"] == name {
			return strings.ToLower(t["category"].(string))
		}
	}
	return "service"
}

// judgeTemplate wants a template that is approved, with as many parameters as it has places.
func (m *meta) judgeTemplate(msg outgoing, c *customer) (int, string) {
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
		for _, component := range t["components"].([]object) {
			words, _ := component["text"].(string)
			want := strings.Count(words, "{{")
			if component["format"] == "DOCUMENT" {
				want = 1
			}
			got := 0
			for _, given := range msg.Template.Components {
				if strings.EqualFold(given.Type, component["type"].(string)) {
					got += len(given.Parameters)
				}
			}
			if component["type"] != "BUTTONS" && got != want {
				return 132000, fmt.Sprintf("%s has %d parameters and got %d", component["type"], want, got)
			}
			if code, why := judgeFilled(component["type"].(string), words, msg.Template.Components); code != 0 {
				return code, why
			}
		}
		return 0, ""
	}
	return 132001, "Template name does not exist in the translation"
}

// templateLimits is what a part of a template may come to once it is filled in.
var templateLimits = map[string]int{"HEADER": 60, "BODY": 1024, "FOOTER": 60}

// judgeFilled wants values in one line, and no more characters than a phone shows.
func judgeFilled(part, words string, given []component) (int, string) {
	length := utf8.RuneCountInString(templateHoles.ReplaceAllLiteralString(words, ""))
	for _, c := range given {
		if !strings.EqualFold(c.Type, part) {
			continue
		}
		for _, p := range c.Parameters {
			value, _ := p["text"].(string)
			if strings.ContainsAny(value, "\n\r\t\u2028\u2029") || strings.Contains(value, "     ") {
				return 132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
			}
			if p["type"] == "text" && chat.Blank(value) {
				return 131008, "Required parameter is missing: text"
			}
			length += utf8.RuneCountInString(value)
		}
	}
	if limit := templateLimits[part]; limit > 0 && length > limit {
		return 132005, fmt.Sprintf("Translated text too long: %s has %d characters", part, length)
	}
	return 0, ""
}

var templateHoles = regexp.MustCompile(`\{\{[^}]+\}\}`)

// approve makes a template of the account's, approves it, and tells so: {name, text}.
func (m *meta) approve(w http.ResponseWriter, r *http.Request) {
	var made struct{ Name, Text string }
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&made); err != nil || made.Name == "" || made.Text == "" {
		http.Error(w, "make a template {name, text}", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	m.templates = append(m.templates, object{"name": made.Name, "language": "en", "status": "APPROVED", "category": "UTILITY", "components": []object{{"type": "BODY", "text": made.Text}}})
	m.mu.Unlock()
	m.done(w, m.webhook("message_template_status_update", "", object{"event": "APPROVED", "message_template_name": made.Name, "message_template_language": "en", "reason": "NONE"}))
}
