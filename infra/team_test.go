package main

import (
	"strings"
	"testing"
)

// An address signs in however it is typed. It cannot be changed once there are accounts.
func TestTheCaseOfAnAddressDoesNotMatter(t *testing.T) {
	for _, stage := range stages {
		for id, r := range resources(stage, "AWS::Cognito::UserPool") {
			name, _ := properties(r)["UsernameConfiguration"].(object)
			if name == nil || name["CaseSensitive"] != false {
				t.Errorf("%s: %s tells Owner@ from owner@", stage, id)
			}
		}
	}
}

// A second factor that nobody is asked to enrol is none: it is required or off.
func TestASecondFactorIsRequiredOrOff(t *testing.T) {
	for stage, want := range map[string]any{"prod": "ON", "full": "ON", "sandbox": nil, "local": nil} {
		for id, r := range resources(stage, "AWS::Cognito::UserPool") {
			p := properties(r)
			app := strings.Contains(mustJSON(p["EnabledMfas"]), "SOFTWARE_TOKEN_MFA")
			if p["MfaConfiguration"] != want || app != (want != nil) {
				t.Errorf("%s: %s has %v, %v", stage, id, p["MfaConfiguration"], p["EnabledMfas"])
			}
		}
	}
}

// An invitation says where to sign in, and comes from the owner's address where there is one.
func TestInvitationsLeadToTheDoor(t *testing.T) {
	for stage, address := range map[string]string{
		"prod": "https://chat.example.com/admin/", "sandbox": "DomainName", "local": "http://localhost:8080/admin/",
	} {
		for id, r := range resources(stage, "AWS::Cognito::UserPool") {
			template := properties(r)["AdminCreateUserConfig"].(object)["InviteMessageTemplate"].(object)
			text := mustJSON(template["EmailMessage"])
			for _, part := range []string{address, "{username}", "{####}"} {
				if !strings.Contains(text, part) {
					t.Errorf("%s: the invitation of %s lacks %s: %s", stage, id, part, text)
				}
			}
		}
	}
	for _, r := range resources("prod", "AWS::Cognito::UserPool") {
		mail, _ := properties(r)["EmailConfiguration"].(object)
		if mail["EmailSendingAccount"] != "DEVELOPER" || mail["From"] != "chat@example.com" ||
			!strings.Contains(mustJSON(mail["SourceArn"]), ":identity/example.com") {
			t.Errorf("invitations are sent by %v", mail)
		}
	}
	for _, r := range resources("sandbox", "AWS::Cognito::UserPool") {
		if mail := properties(r)["EmailConfiguration"]; mail != nil {
			t.Errorf("a stage without an address of its own sends by %v", mail)
		}
	}
}
