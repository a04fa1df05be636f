package main

import (
	"strings"
	"testing"
)

// Functions accept both secrets, whichever the door sends; so that the other may be replaced.
func TestBothEdgeSecretsAreAccepted(t *testing.T) {
	sent := map[string]string{}
	for _, stage := range []string{"prod", "full"} { // prod sends a, full sends b in its second edition
		for id, r := range resources(stage, "AWS::SecretsManager::Secret") {
			for _, origin := range origins(stage) {
				if strings.Contains(mustJSON(origin["OriginCustomHeaders"]), id) {
					sent[stage] = id
				}
			}
			if properties(r)["SecretString"] != nil {
				t.Errorf("%s: the template tells the secret %s", stage, id)
			}
		}
		for id, f := range resources(stage, "AWS::Lambda::Function") {
			accepted := properties(f)["Environment"].(object)["Variables"].(object)["EDGE_SECRETS"]
			text := mustJSON(accepted)
			for secret := range resources(stage, "AWS::SecretsManager::Secret") {
				if accepted != nil && (!strings.Contains(text, "resolve:secretsmanager") || !strings.Contains(text, secret)) {
					t.Errorf("%s: %s accepts %s", stage, id, text)
				}
			}
		}
	}
	if !strings.HasPrefix(sent["prod"], "EdgeSecretA1") || !strings.HasPrefix(sent["full"], "EdgeSecretB2") {
		t.Errorf("the doors send %v", sent)
	}
}

// Only the functions that requests reach through the door can recognise it.
func TestOnlyFunctionsBehindTheDoorKnowItsSecrets(t *testing.T) {
	behind := map[string]bool{
		"widget-connect": true, "agent-connect": true, "whatsapp-webhook": true, "whatsapp-flow": true,
		"admin-visitors": true, "admin-inbox": true, "admin-insights": true, "admin-settings": true,
		"admin-privacy": true, "admin-knowledge": true, "server-api": true,
		"admin-search": true, "mail-link": true,
	}
	for id, f := range resources("prod", "AWS::Lambda::Function") {
		p := properties(f)
		knows := p["Environment"].(object)["Variables"].(object)["EDGE_SECRETS"] != nil
		if name := strings.TrimPrefix(p["Description"].(string), "functions/"); knows != behind[name] {
			t.Errorf("%s knows the secrets: %v", id, knows)
		}
	}
}

func origins(stage string) []object {
	var all []object
	for _, r := range resources(stage, "AWS::CloudFront::Distribution") {
		for _, origin := range properties(r)["DistributionConfig"].(object)["Origins"].([]any) {
			all = append(all, origin.(object))
		}
	}
	return all
}
