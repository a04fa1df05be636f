package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/dynamo"
)

// Every action is named; a resource is an exact ARN, or a wildcard that explain.go
// explains.
func TestRolesNameTheirActions(t *testing.T) {
	for _, stage := range stages {
		for id := range resources(stage, "AWS::IAM::Role") {
			for _, s := range statements(stage, id) {
				for _, action := range list(s["Action"]) {
					if strings.Contains(action.(string), "*") {
						t.Errorf("%s: %s may do %v", stage, id, action)
					}
				}
				for _, resource := range list(s["Resource"]) {
					if resource == "*" && !strings.HasPrefix(list(s["Action"])[0].(string), "xray:") { // it has no resources
						t.Errorf("%s: %s may do %v to anything", stage, id, s["Action"])
					}
				}
			}
		}
	}
}

// Each function has a role of its own, which may do something to the table and write
// to its own log.
func TestEveryFunctionHasItsRole(t *testing.T) {
	for _, stage := range stages {
		roles := map[string]bool{}
		for id, f := range resources(stage, "AWS::Lambda::Function") {
			role := properties(f)["Role"].(object)["Fn::GetAtt"].([]any)[0].(string)
			if roles[role] {
				t.Errorf("%s: %s shares its role", stage, id)
			}
			roles[role] = true
			for _, action := range []string{"dynamodb:", "logs:PutLogEvents"} {
				if !strings.Contains(mustJSON(statements(stage, role)), action) {
					t.Errorf("%s: %s may not do %s", stage, id, action)
				}
			}
		}
	}
}

// No function changes entries of the audit log: each role is denied it, even if another statement
// allows it.
func TestTheAuditCannotBeChanged(t *testing.T) {
	for _, stage := range stages {
		guarded := map[string]bool{}
		for role := range resources(stage, "AWS::IAM::Role") {
			for _, s := range statements(stage, role) {
				if s["Effect"] != "Deny" || !strings.Contains(mustJSON(s["Condition"]), dynamo.AuditPattern) {
					continue
				}
				for _, action := range []string{"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"} {
					if !slices.Contains(list(s["Action"]), any(action)) {
						t.Errorf("%s: %s is not denied %s", stage, role, action)
					}
				}
				guarded[role] = true
			}
		}
		for id, f := range resources(stage, "AWS::Lambda::Function") {
			if role := properties(f)["Role"].(object)["Fn::GetAtt"].([]any)[0].(string); !guarded[role] {
				t.Errorf("%s: %s may change the audit", stage, id)
			}
		}
	}
}

// statements are the rights that a role allows and denies.
func statements(stage, role string) []object {
	var all []object
	policies, _ := properties(resources(stage, "AWS::IAM::Role")[role])["Policies"].([]any)
	for _, policy := range policies {
		for _, s := range policy.(object)["PolicyDocument"].(object)["Statement"].([]any) {
			all = append(all, s.(object))
		}
	}
	return all
}

// Every right is in its role. A policy beside it would be a resource more for each function, and out
// of sight of these tests.
func TestRightsAreInTheirRoles(t *testing.T) {
	for _, stage := range stages {
		for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
			for id := range resources(stage, kind) {
				t.Errorf("%s: %s is beside its role", stage, id)
			}
		}
	}
}

// A function is called through one permission for each of its doors, not one for each route: its
// policy may have 20 KB, and a permission takes some 400 bytes of it.
func TestAFunctionHasOnePermissionForItsRoutes(t *testing.T) {
	permissions := map[string]int{}
	for _, r := range resources("prod", "AWS::Lambda::Permission") {
		permissions[mustJSON(properties(r)["FunctionName"])]++
	}
	for name, n := range permissions {
		if n > 1 {
			t.Errorf("%s has %d permissions", name, n)
		}
	}
	if len(permissions) < 10 {
		t.Errorf("only %d functions may be called", len(permissions))
	}
}
