package whatsapp

import (
	"encoding/json"

	"github.com/botifire/livechat/shared/chat"
)

// FlowJSON is the Flow of a form, to be created at Meta. It has the screens and fields; their texts
// come from our endpoint, so that a script can be reworded without a new Flow.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowjson
func FlowJSON(f chat.Form) ([]byte, error) {
	names := f.Screens()
	routes, screens := object{}, []object{}
	for i, name := range names {
		next := []string{}
		if i+1 < len(names) {
			next = append(next, names[i+1])
		}
		routes[name] = next
		screens = append(screens, flowScreen(f, name, i+1 == len(names)))
	}
	return json.MarshalIndent(object{
		"version": "7.0", "data_api_version": "3.0", "routing_model": routes, "screens": screens,
	}, "", "  ")
}

// flowScreen is one screen. The values of the screens before travel with it, so that the endpoint
// can be stateless.
func flowScreen(f chat.Form, name string, last bool) object {
	words := object{"type": "string", "__example__": "…"}
	data, inputs, filled := object{}, []object{}, object{}
	earlier := true
	for _, field := range f.Fields {
		screen := field.Screen
		if screen == "" {
			screen = "FORM"
		}
		if screen != name {
			if earlier {
				filled[field.Name] = "${screen." + screen + ".form." + field.Name + "}"
			}
			continue
		}
		earlier = false
		filled[field.Name] = "${form." + field.Name + "}"
		data["label_"+field.Name], data["value_"+field.Name] = words, words
		input := object{
			"name": field.Name, "label": "${data.label_" + field.Name + "}", "required": field.Required,
			"init-value": "${data.value_" + field.Name + "}",
		}
		switch field.Type {
		case "choice":
			data["choices_"+field.Name] = object{
				"type": "array", "items": object{
					"type": "object", "properties": object{"id": object{"type": "string"}, "title": object{"type": "string"}},
				},
				"__example__": []object{{"id": "a", "title": "A"}},
			}
			input["type"], input["data-source"] = "Dropdown", "${data.choices_"+field.Name+"}"
		case "email", "phone", "number":
			input["type"], input["input-type"] = "TextInput", field.Type
		default:
			input["type"], input["input-type"] = "TextInput", "text"
		}
		inputs = append(inputs, input)
	}
	submit := f.Submit
	if submit == "" {
		submit = "OK"
	}
	inputs = append(inputs, object{
		"type": "Footer", "label": submit, "on-click-action": object{"name": "data_exchange", "payload": filled},
	})
	screen := object{
		"id": name, "title": " ", "data": data,
		"layout": object{
			"type": "SingleColumnLayout", "children": []object{{"type": "Form", "name": "form", "children": inputs}},
		},
	}
	if last {
		screen["terminal"], screen["success"] = true, true
	}
	return screen
}
