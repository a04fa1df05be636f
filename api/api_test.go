package api_test

import (
	"os"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
	"gopkg.in/yaml.v3"
)

type asyncAPI struct {
	Channels map[string]struct {
		Messages map[string]struct {
			Ref string `yaml:"$ref"`
		}
	}
	Operations map[string]struct {
		Action   string
		Role     string `yaml:"x-role"`
		Messages []struct {
			Ref string `yaml:"$ref"`
		}
	}
	Components struct {
		Messages map[string]struct {
			Payload struct {
				Ref string `yaml:"$ref"`
			}
		}
	}
}

func load(t *testing.T, name string, v any) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

// The sockets' description names every frame that the functions take, with the
// schema they check it against, and nothing that does not exist.
func TestTheSocketsAreDescribed(t *testing.T) {
	var doc asyncAPI
	load(t, "asyncapi.yaml", &doc)
	var schemas struct {
		Components struct{ Schemas map[string]any }
	}
	load(t, "schemas.yaml", &schemas)
	for name, m := range doc.Components.Messages {
		schema, ok := strings.CutPrefix(m.Payload.Ref, "schemas.yaml#/components/schemas/")
		if _, exists := schemas.Components.Schemas[schema]; !ok || !exists {
			t.Errorf("the message %s has the payload %q", name, m.Payload.Ref)
		}
	}
	for channel, frames := range map[string]map[string]string{
		"visitor": schema.VisitorFrames, "agent": schema.AgentFrames,
	} {
		messages := doc.Channels[channel].Messages
		for action, schema := range frames {
			if messages[action].Ref != "#/components/messages/"+schema {
				t.Errorf("%s: the frame %s is described by %q, and checked against %s", channel, action,
					messages[action].Ref, schema)
			}
			if _, ok := doc.Operations[channel+"-"+action]; !ok {
				t.Errorf("%s: the frame %s has no operation", channel, action)
			}
		}
		for name, m := range messages {
			if _, exists := doc.Components.Messages[strings.TrimPrefix(m.Ref, "#/components/messages/")]; !exists {
				t.Errorf("%s: the message %s leads nowhere", channel, name)
			}
		}
	}
	for name, op := range doc.Operations {
		if op.Role != "visitor" && !chat.RoleOwner.Includes(chat.Role(op.Role)) {
			t.Errorf("%s needs the role %q, which nobody has", name, op.Role)
		}
		for _, m := range op.Messages {
			path := strings.Split(strings.TrimPrefix(m.Ref, "#/channels/"), "/")
			if _, ok := doc.Channels[path[0]].Messages[path[len(path)-1]]; !ok {
				t.Errorf("%s: the message %s leads nowhere", name, m.Ref)
			}
		}
	}
}
