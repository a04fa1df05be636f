package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/edge"
)

// allButHost is CloudFront's managed policy that lets all headers but Host through, with those that a
// function at the edge has set.
const allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

// The APIs learn a caller's address from CloudFront: the sockets from its own header, the admin API from
// one that a function at the edge sets, whatever the caller sent.
func TestTheDoorTellsTheCallersAddress(t *testing.T) {
	functions := resources("prod", "AWS::CloudFront::Function")
	for path, b := range behaviours(t) {
		policy := mustJSON(b["OriginRequestPolicyId"])
		switch path {
		case "/v1/*":
			at := list(b["FunctionAssociations"])[0].(object)
			id := at["FunctionARN"].(object)["Fn::GetAtt"].([]any)[0].(string)
			code := properties(functions[id])["FunctionCode"].(string)
			if at["EventType"] != "viewer-request" || !strings.Contains(policy, allButHost) {
				t.Errorf("%s: the header is set at %v and let through by %s", path, at["EventType"], policy)
			}
			setsTheAddress(t, code)
		case "/visitor_socket", "/agent_socket":
			for id, r := range resources("prod", "AWS::CloudFront::OriginRequestPolicy") {
				headers := properties(r)["OriginRequestPolicyConfig"].(object)["HeadersConfig"].(object)["Headers"].([]any)
				if !strings.Contains(policy, id) || !slices.Contains(headers, any("CloudFront-Viewer-Address")) {
					t.Errorf("%s: %s lets %v through", path, id, headers)
				}
			}
		}
	}
}

// behaviours are those of the door, by their path.
func behaviours(t *testing.T) map[string]object {
	t.Helper()
	all := map[string]object{}
	for _, r := range resources("prod", "AWS::CloudFront::Distribution") {
		for _, b := range properties(r)["DistributionConfig"].(object)["CacheBehaviors"].([]any) {
			all[b.(object)["PathPattern"].(string)] = b.(object)
		}
	}
	for _, path := range []string{"/v1/*", "/webhooks/*", "/visitor_socket", "/agent_socket"} {
		if all[path] == nil {
			t.Fatalf("the door has no %s", path)
		}
	}
	return all
}

// setsTheAddress runs the code that CloudFront would run.
func setsTheAddress(t *testing.T, code string) {
	t.Helper()
	const forged = `{viewer: {ip: '2001:db8::7'}, request: {headers: {` +
		`authorization: {value: 'Bearer x'}, '` + edge.Viewer + `': {value: '192.0.2.1'}}}}`
	const unsigned = `{viewer: {ip: '192.0.2.7'}, request: {headers: {}}}`
	call := "; console.log(JSON.stringify([handler(" + forged + "), handler(" + unsigned + ")]))"
	out, err := exec.CommandContext(t.Context(), "node", "-e", code+call).Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []struct {
		StatusCode int
		Headers    map[string]struct{ Value string }
	}
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != 2 {
		t.Fatalf("%v: %s", err, out)
	}
	if address := answers[0].Headers[edge.Viewer].Value; address != "2001:db8::7" {
		t.Errorf("the API is told the address %q", address)
	}
	if answers[1].StatusCode != 401 {
		t.Errorf("a call without a token is answered with %d", answers[1].StatusCode)
	}
}
