package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

// A form of the script is a Flow on the phone: its screens come from the endpoint, and the values
// become a row of its table.
func TestAFlowOnThePhone(t *testing.T) {
	zoe := newPhone(t)
	zoe.says("Can you repair my kettle?")
	wamid, m := zoe.last("the Flow", ofType("flow"))
	parameters := m["interactive"].(map[string]any)["action"].(map[string]any)["parameters"].(map[string]any)
	ask := func(action, screen string, data object) map[string]any {
		t.Helper()
		raw, err := json.Marshal(object{"message": wamid, "name": "Zoe", "ask": object{
			"action": action, "screen": screen,
			"data": data, "flow_token": parameters["flow_token"],
		}})
		must(t, err)
		answer, err := (&http.Client{Timeout: patience}).Post(world.Graph+"/phone/"+zoe.number+"/flow", "application/json",
			bytes.NewReader(raw))
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
	if next := ask("data_exchange", "CONTACT", first); next["screen"] != "CONTACT" ||
		next["data"].(map[string]any)["error_message"] == nil {
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
				return row.State == chat.FlowCompleted && way(row) == "opened KETTLE, screen CONTACT, refused CONTACT email"
			}
		}
		return false
	})
	var known wire.FlowList
	olu.does("GET", "/v1/flows", nil, &known)
	if i := slices.IndexFunc(known.Rows, func(f chat.FlowInfo) bool { return f.ID == "600000000000001" }); i < 0 ||
		known.Rows[i].Name != "Kettle repair" || !known.Rows[i].Endpoint {
		t.Errorf("the Flows are %+v", known.Rows)
	}
}

// way is a person's steps through a Flow, in one line.
func way(row views.FlowEntry) string {
	steps := []string{}
	for _, s := range row.Steps {
		steps = append(steps, strings.TrimSpace(string(s.Kind)+" "+s.Screen+" "+s.Field))
	}
	return strings.Join(steps, ", ")
}

// A person who leaves a Flow has a row in its table that says how far they came, and nothing that
// they typed is stored.
func TestALeftFlowKeepsItsProgressOnly(t *testing.T) {
	yan := newPhone(t)
	yan.says("Can you repair my kettle?")
	wamid, m := yan.last("the Flow", ofType("flow"))
	token := m["interactive"].(map[string]any)["action"].(map[string]any)["parameters"].(map[string]any)["flow_token"]
	for _, ask := range []object{{"action": "INIT"}, {
		"action": "data_exchange", "screen": "KETTLE",
		"data": object{"kettle": "Copper", "trouble": "A secret trouble"},
	}} {
		ask["flow_token"] = token
		raw, err := json.Marshal(object{"message": wamid, "name": "Yan", "ask": ask})
		must(t, err)
		answer, err := (&http.Client{Timeout: patience}).Post(world.Graph+"/phone/"+yan.number+"/flow", "application/json",
			bytes.NewReader(raw))
		must(t, err)
		must(t, answer.Body.Close())
	}
	olu := demo(t, chat.RoleLead)
	conversation := olu.conversationOf(yan)
	var flows wire.FlowRows
	soon(t, "how far they came is in the table", func() bool {
		olu.does("GET", "/v1/flows/600000000000001/replies?state=begun&limit=50", nil, &flows)
		return slices.ContainsFunc(flows.Rows, func(row views.FlowEntry) bool {
			return string(row.Conversation) == conversation && way(row) == "opened KETTLE, screen CONTACT" &&
				len(row.Values) == 0
		})
	})
	if raw, err := json.Marshal(flows); err != nil || strings.Contains(string(raw), "secret trouble") {
		t.Errorf("unsent values are stored: %s, %v", raw, err)
	}
}
