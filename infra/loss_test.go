package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/loss"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// lost are the losses of a deploy of one stage's template over another's.
func lost(t *testing.T, deployed, next object) []loss.Loss {
	t.Helper()
	found, err := loss.Of([]byte(mustJSON(deployed)), []byte(mustJSON(next)))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// changed is the template of prod with other contents of its text.
func changed(t *testing.T, pairs ...string) object {
	t.Helper()
	var other object
	text := strings.NewReplacer(pairs...).Replace(mustJSON(templates["prod"]))
	if err := json.Unmarshal([]byte(text), &other); err != nil {
		t.Fatal(err)
	}
	return other
}

// secretOf finds a secret of prod by the beginning of its id; CDK adds the rest.
func secretOf(t *testing.T, begins string) string {
	t.Helper()
	for id := range resources("prod", "AWS::SecretsManager::Secret") {
		if strings.HasPrefix(id, begins) {
			return id
		}
	}
	t.Fatal("prod has no " + begins)
	return ""
}

// A secret is replaced while the door sends the other one, and then the door changes over.
func TestARotationInTwoStepsLosesNothing(t *testing.T) {
	a, b := secretOf(t, "EdgeSecretA1"), secretOf(t, "EdgeSecretB1")
	before := templates["prod"]
	replaced := changed(t, b, "EdgeSecretB2AAAAAAAA")
	if found := lost(t, before, replaced); len(found) > 0 {
		t.Errorf("a new secret that is not sent: %v", found)
	}
	over := sending(t, replaced, a, "EdgeSecretB2AAAAAAAA")
	if found := lost(t, replaced, over); len(found) > 0 {
		t.Errorf("the change over: %v", found)
	}
	for name, next := range map[string]object{
		"a new number of the secret that is sent": changed(t, a, "EdgeSecretA2AAAAAAAA"),
		"both at once": over,
		"a new number of the one that is sent, and the other one": sending(t,
			changed(t, a, "EdgeSecretA2AAAAAAAA"), "EdgeSecretA2AAAAAAAA", b),
	} {
		found := lost(t, before, next)
		if len(found) != 1 || found[0].Name != "" || !strings.Contains(found[0].Says, "two steps") {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// sending has the door of a template send another secret.
func sending(t *testing.T, of object, from, to string) object {
	t.Helper()
	all := maps.Clone(of["Resources"].(object))
	for id, r := range all {
		if r.(object)["Type"] == "AWS::CloudFront::Distribution" {
			var door object
			if err := json.Unmarshal([]byte(strings.ReplaceAll(mustJSON(r), from, to)), &door); err != nil {
				t.Fatal(err)
			}
			all[id] = door
		}
	}
	return object{"Resources": all, "Outputs": of["Outputs"]}
}

// Every resource of the golden list is watched: without it, or with another identity, its loss is named.
func TestWhatHoldsDataIsNotLostUnseen(t *testing.T) {
	for kind, ids := range golden {
		for _, id := range ids {
			found := lost(t, templates["prod"], changed(t, `"`+id+`"`, `"Another`+id+`"`))
			if !slices.ContainsFunc(found, func(l loss.Loss) bool { return l.Name == id }) {
				t.Errorf("%s %s would be lost unseen: %v", kind, id, found)
			}
		}
	}
	if found := lost(t, templates["prod"], templates["prod"]); len(found) > 0 {
		t.Errorf("the same template again: %v", found)
	}
}

// Properties that make CloudFormation replace a resource, or AWS refuse the deploy, are found in time.
func TestAReplacementIsSeen(t *testing.T) {
	for _, c := range []struct{ from, to, id string }{
		{`"CaseSensitive":false`, `"CaseSensitive":true`, "PoolD3F588B8"},
		{`"UsernameAttributes":["email"]`, `"UsernameAttributes":["phone_number"]`, "PoolD3F588B8"},
		{`"Name":"tenant"`, `"Name":"team"`, "PoolD3F588B8"},
		{`"AttributeName":"pk","KeyType":"HASH"`, `"AttributeName":"id","KeyType":"HASH"`, "TableCD117FA1"},
		{`"ProtocolType":"HTTP"`, `"ProtocolType":"WEBSOCKET"`, "httpD8F39B44"},
	} {
		found := lost(t, templates["prod"], changed(t, c.from, c.to))
		if len(found) != 1 || found[0].Name != c.id {
			t.Errorf("%s: %v", c.to, found)
		}
	}
	more := changed(t, `"Schema":[`, `"Schema":[{"AttributeDataType":"String","Name":"team"},`)
	if found := lost(t, templates["prod"], more); len(found) > 0 {
		t.Errorf("one more attribute of accounts: %v", found)
	}
}

// A name that customers' pages have does not vanish unseen, nor does it become another one. A first one is no loss.
func TestANameThatLeadsNowhereIsSeen(t *testing.T) {
	const own = "chat.example.com"
	without := changed(t, `"Aliases":["`+own+`"],`, "")
	for name, next := range map[string]object{"none": without, "another": changed(t, own, "talk.example.com")} {
		found := lost(t, templates["prod"], next)
		if len(found) != 1 || found[0].Name != own || !strings.Contains(found[0].Says, "snippets") {
			t.Errorf("%s: %v", name, found)
		}
	}
	if found := lost(t, without, templates["prod"]); len(found) > 0 {
		t.Errorf("the first name: %v", found)
	}
}

// A stage moves to a restored table, and its file keeps the table's name from then on.
func TestARestoredTableIsNotLeftUnseen(t *testing.T) {
	own, restored := withTable(nil), withTable("table-restored-1")
	if found := lost(t, closedOf(t, own), closedOf(t, restored)); len(found) > 0 {
		t.Errorf("moving to a restored table: %v", found)
	}
	for name, next := range map[string]object{"none": own, "another": withTable("table-restored-2")} {
		found := lost(t, closedOf(t, restored), closedOf(t, next))
		if len(found) != 1 || found[0].Name != "table-restored-1" {
			t.Errorf("%s: %v", name, found)
		}
	}
	if found := lost(t, restored, restored); len(found) > 0 {
		t.Errorf("the same again: %v", found)
	}
}

// withTable is the template of prod with a restored table, or its own.
func withTable(name any) object {
	if name == nil {
		return templates["prod"]
	}
	all, outputs := maps.Clone(templates["prod"]["Resources"].(object)), maps.Clone(templates["prod"]["Outputs"].(object))
	delete(all, "TableCD117FA1")
	outputs["Table"] = object{"Value": name}
	return object{"Resources": all, "Outputs": outputs}
}

// closedOf is a template whose functions do not know the table.
func closedOf(t *testing.T, of object) object {
	t.Helper()
	all := maps.Clone(of["Resources"].(object))
	for id, r := range all {
		if r.(object)["Type"] != "AWS::Lambda::Function" {
			continue
		}
		var f object
		if err := json.Unmarshal([]byte(mustJSON(r)), &f); err != nil {
			t.Fatal(err)
		}
		properties(f)["Environment"].(object)["Variables"].(object)[config.Table] = dynamo.Closed
		all[id] = f
	}
	return object{"Resources": all, "Outputs": of["Outputs"]}
}

// A closed stage is opened by nobody who does not say so, and moves to another table only while it is closed.
func TestAClosedStageIsNotOpenedUnseen(t *testing.T) {
	own, restored := withTable(nil), withTable("table-restored-1")
	shut, moved := closedOf(t, own), closedOf(t, restored)
	for name, c := range map[string]struct {
		is, will object
		names    []string
	}{
		"closing":                  {own, shut, nil},
		"closed again":             {shut, shut, nil},
		"the move":                 {shut, moved, nil},
		"a pipeline opens it":      {shut, own, []string{"closed"}},
		"opening after the move":   {moved, restored, []string{"closed"}},
		"both at once":             {shut, restored, []string{"closed"}},
		"a move while it is open":  {own, restored, []string{""}},
		"a move while it closes":   {own, moved, []string{""}},
		"a release after all that": {restored, restored, nil},
	} {
		var names []string
		for _, one := range lost(t, c.is, c.will) {
			names = append(names, one.Name)
		}
		if !slices.Equal(names, c.names) {
			t.Errorf("%s: %q", name, names)
		}
	}
	if found := lost(t, templates["closed"], templates["full"]); len(found) != 1 || found[0].Name != "closed" {
		t.Errorf("the synthesised templates: %v", found)
	}
}

// The comparison reads a place that synthesised templates have.
func TestTheRestoredTableIsInTheOutputs(t *testing.T) {
	if name := templates["full"]["Outputs"].(object)["Table"].(object)["Value"]; name != "restored" {
		t.Errorf("the output is %v", name)
	}
}
