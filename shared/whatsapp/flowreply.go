package whatsapp

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// maxFlowValues is the largest size of the values that are kept, in bytes: they are in one row.
const maxFlowValues = 48 << 10

// flowNames are Meta's names for the values of a Flow.
var flowNames = map[string]bool{"": true, "flow": true, "galaxy_message": true}

// readForm reads the values of a form of WhatsApp's: of a Flow, or of a built-in form such as that
// for an address. A built-in form is a text, with its values beside it.
func readForm(name, said string, raw json.RawMessage) chat.Body {
	reply := flowReply(raw)
	if flowNames[name] || reply.Values[chat.FlowTokenField] != "" {
		return chat.Body{Kind: chat.KindFlowReply, FlowReply: reply}
	}
	reply.Name, reply.Problem = truncate.Bytes(name, 100), ""
	if reply.Values != nil {
		reply.Raw = ""
	}
	if nested, ok := fieldsOf([]byte(reply.Values["values"])); ok { // the values of an address are nested
		delete(reply.Values, "values")
		maps.Copy(reply.Values, nested)
	}
	words := []string{}
	if said = strings.TrimSpace(said); said != "" {
		words = append(words, said)
	}
	for _, field := range slices.Sorted(maps.Keys(reply.Values)) {
		if value := reply.Values[field]; value != "" && value != said {
			words = append(words, strings.ReplaceAll(field, "_", " ")+": "+value)
		}
	}
	b := chat.Text(strings.Join(words, "\n"))
	if b.Text == "" {
		b.Text = reply.Name
	}
	b.FlowReply = reply
	return b
}

// flowReply reads the values of a Flow: JSON inside of a text. The caller verifies the token among
// them, with the tenant's key.
func flowReply(raw json.RawMessage) *chat.FlowReply {
	var inner string
	if json.Unmarshal(raw, &inner) != nil {
		inner = string(raw)
	}
	f := &chat.FlowReply{Raw: truncate.Bytes(inner, chat.MaxBody/3)}
	fields, ok := fieldsOf([]byte(inner))
	if !ok {
		f.Problem = chat.FlowUnreadable
		return f
	}
	f.Values = fields
	if f.Values[chat.FlowTokenField] == "" {
		f.Problem = chat.FlowNoToken
	}
	return f
}

// fieldsOf are the fields of an object, unchanged: no number is rounded.
func fieldsOf(raw []byte) (map[string]string, bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return nil, false
	}
	values, size := map[string]string{}, 0
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := asWritten(fields[name])
		if size += len(name) + len(value); size <= maxFlowValues || name == chat.FlowTokenField {
			values[truncate.Bytes(name, 200)] = value
		}
	}
	return values, true
}

// asWritten is a value as text: a text, a number as it was written, a list of these; an object as
// JSON.
func asWritten(raw json.RawMessage) string {
	var text string
	if string(raw) == "null" || json.Unmarshal(raw, &text) == nil {
		return text
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && !slices.ContainsFunc(list, nested) {
		parts := make([]string, len(list))
		for i := range list {
			parts[i] = asWritten(list[i])
		}
		return strings.Join(parts, ", ")
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return string(raw)
	}
	return compact.String()
}

func nested(raw json.RawMessage) bool { return len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') }
