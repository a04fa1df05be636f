package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// A form of the script is a Flow on the phone: its screens come from the endpoint, and what
// was filled in is a row of its table.
func TestAFlowOnThePhone(t *testing.T) {
	zoe := newPhone(t)
	zoe.says("Can you repair my kettle?")
	wamid, m := zoe.last("the Flow", ofType("flow"))
	parameters := m["interactive"].(map[string]any)["action"].(map[string]any)["parameters"].(map[string]any)
	ask := func(action, screen string, data object) map[string]any {
		t.Helper()
		raw, err := json.Marshal(object{"message": wamid, "name": "Zoe", "ask": object{"action": action, "screen": screen, "data": data, "flow_token": parameters["flow_token"]}})
		must(t, err)
		answer, err := (&http.Client{Timeout: patience}).Post(world.Graph+"/phone/"+zoe.number+"/flow", "application/json", bytes.NewReader(raw))
		must(t, err)
		defer answer.Body.Close()
		var next map[string]any
		if answer.StatusCode != 200 || json.NewDecoder(answer.Body).Decode(&next) != nil {
			t.Fatalf("%s %s: %d", action, screen, answer.StatusCode)
		}
		return next
	}
	if next := ask("INIT", "", nil); next["screen"] != "KETTLE" {
		t.Errorf("it begins with %v", next)
	}
	first := object{"kettle": "Copper", "trouble": "It whistles, but not in tune."}
	if next := ask("data_exchange", "KETTLE", first); next["screen"] != "CONTACT" {
		t.Errorf("then comes %v", next)
	}
	first["email"] = "nobody"
	if next := ask("data_exchange", "CONTACT", first); next["screen"] != "CONTACT" || next["data"].(map[string]any)["error_message"] == nil {
		t.Errorf("a wrong address leads to %v", next)
	}
	first["email"] = "zoe@example.test"
	if next := ask("data_exchange", "CONTACT", first); next["screen"] != "SUCCESS" {
		t.Errorf("it ends with %v", next)
	}
	zoe.shows("Thank you! We will write to you when the workshop has a place.")
	olu := demo(t, chat.RoleOwner)
	conversation := olu.conversationOf(zoe)
	reply := olu.sees(conversation, "what was filled in", kindIs(chat.KindFlowReply))
	if f := reply.Body().FlowReply; f.Values["kettle"] != "Copper" || f.Problem != "" || f.Values["flow_token"] != "" {
		t.Errorf("filled in was %+v", f)
	}
	var flows wire.FlowRows
	soon(t, "it is a row of the Flow's table", func() bool {
		olu.does("GET", "/v1/flows/600000000000001/replies?limit=50", nil, &flows)
		for _, row := range flows.Rows {
			if string(row.Conversation) == conversation && row.Values["email"] == "zoe@example.test" {
				return true
			}
		}
		return false
	})
}
