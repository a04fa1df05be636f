package main

import (
	"slices"
	"strings"
	"testing"
)

func TestNobodySignsUpAndNobodyChoosesTheirTenant(t *testing.T) {
	for id, r := range resources("prod", "AWS::Cognito::UserPool") {
		if properties(r)["AdminCreateUserConfig"].(object)["AllowAdminCreateUserOnly"] != true {
			t.Errorf("%s lets anybody sign up", id)
		}
	}
	for id, r := range resources("prod", "AWS::Cognito::UserPoolClient") {
		p := properties(r)
		if writes := mustJSON(p["WriteAttributes"]); writes != `["email","name"]` || p["GenerateSecret"] == true {
			t.Errorf("%s writes %s, or is no public client", id, writes)
		}
		if flows := p["AllowedOAuthFlows"].([]any); len(flows) != 1 || flows[0] != "code" {
			t.Errorf("%s allows the flows %v", id, flows)
		}
	}
}

// Cognito refuses a client that may not write a required attribute, and a pool that has an address proved
// which it does not verify.
func TestCognitoTakesTheClient(t *testing.T) {
	for _, stage := range stages {
		required := []string{}
		for id, r := range resources(stage, "AWS::Cognito::UserPool") {
			p := properties(r)
			for _, attribute := range p["Schema"].([]any) {
				if a := attribute.(object); a["Required"] == true {
					required = append(required, a["Name"].(string))
				}
			}
			updates, _ := p["UserAttributeUpdateSettings"].(object)
			proved, _ := updates["AttributesRequireVerificationBeforeUpdate"].([]any)
			if len(proved) != 1 || proved[0] != "email" || !slices.Contains(list(p["AutoVerifiedAttributes"]), proved[0]) {
				t.Errorf("%s: a new address of %s counts before it is proved: %v", stage, id, proved)
			}
		}
		for id, r := range resources(stage, "AWS::Cognito::UserPoolClient") {
			for _, name := range required {
				if !slices.Contains(properties(r)["WriteAttributes"].([]any), any(name)) {
					t.Errorf("%s: Cognito refuses %s, which may not write %s", stage, id, name)
				}
			}
		}
		if len(required) == 0 {
			t.Errorf("%s requires no attribute", stage)
		}
	}
}

// A token of Cognito's own API would carry the right to change the account's address and to delete it. Only the
// sign-in page gives tokens, with scopes that have no such right.
func TestNoTokenChangesItsAccount(t *testing.T) {
	for _, stage := range stages {
		for id, r := range resources(stage, "AWS::Cognito::UserPoolClient") {
			p := properties(r)
			if flows := mustJSON(p["ExplicitAuthFlows"]); flows != `["ALLOW_REFRESH_TOKEN_AUTH"]` {
				t.Errorf("%s: %s gives tokens by %s", stage, id, flows)
			}
			if strings.Contains(mustJSON(p["AllowedOAuthScopes"]), "aws.cognito.signin.user.admin") {
				t.Errorf("%s: tokens of %s may change the account", stage, id)
			}
		}
	}
}
