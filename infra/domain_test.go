package main

import (
	"strings"
	"testing"
)

func distribution(t *testing.T, stage string) object {
	t.Helper()
	for _, r := range resources(stage, "AWS::CloudFront::Distribution") {
		return properties(r)["DistributionConfig"].(object)
	}
	t.Fatalf("%s has no door", stage)
	return nil
}

// With a name of the owner's the door takes no old TLS, and everything that leads to it has that name.
func TestTheDoorHasTheOwnersName(t *testing.T) {
	door := distribution(t, "prod")
	certificate, _ := door["ViewerCertificate"].(object)
	if mustJSON(door["Aliases"]) != `["chat.example.com"]` || certificate["MinimumProtocolVersion"] != "TLSv1.2_2021" ||
		!strings.HasPrefix(certificate["AcmCertificateArn"].(string), "arn:aws:acm:us-east-1:") {
		t.Errorf("the door is %v under %v", door["Aliases"], certificate)
	}
	for _, r := range resources("prod", "AWS::Cognito::UserPoolClient") {
		if back := mustJSON(properties(r)["CallbackURLs"]); back != `["https://chat.example.com/admin/signed-in"]` {
			t.Errorf("the sign-in leads back to %s", back)
		}
	}
	if out := templates["prod"]["Outputs"].(object)["Door"].(object)["Value"]; out != "chat.example.com" {
		t.Errorf("commands look for the door at %v", out)
	}
	records := resources("prod", "AWS::Route53::RecordSet")
	for id, r := range records {
		p := properties(r)
		if p["Name"] != "chat.example.com" || p["AliasTarget"].(object)["HostedZoneId"] != cloudFrontZone {
			t.Errorf("%s leads to %v", id, p)
		}
	}
	if len(records) != 2 || len(resources("sandbox", "AWS::Route53::RecordSet")) != 0 {
		t.Errorf("%d records", len(records))
	}
	if !strings.Contains(adminPages("chat.example.com"), "'https://chat.example.com/admin/'") ||
		strings.Contains(adminPages(""), "host") {
		t.Error("the admin is not led to the name that its sign-in leads back to")
	}
}

// A firewall is the owner's choice, named by its ARN.
func TestAFirewallIsTheStagesChoice(t *testing.T) {
	arn := "arn:aws:wafv2:us-east-1:111122223333:global/webacl/botifire/1"
	if door := distribution(t, "full"); door["WebACLId"] != arn {
		t.Errorf("the firewall is %v", door["WebACLId"])
	}
	if door := distribution(t, "prod"); door["WebACLId"] != nil {
		t.Errorf("a firewall that the stage's file does not name: %v", door["WebACLId"])
	}
}

// Names that are one of a kind in an account carry the region, so that a stage may stand in two.
func TestTwoRegionsOfAnAccountDoNotMeet(t *testing.T) {
	for stage, region := range map[string]string{"prod": "us-east-1", "full": "eu-central-1"} {
		for kind, path := range map[string][]string{
			"AWS::CloudFront::Function":              {"Name"},
			"AWS::CloudFront::OriginRequestPolicy":   {"OriginRequestPolicyConfig", "Name"},
			"AWS::CloudFront::ResponseHeadersPolicy": {"ResponseHeadersPolicyConfig", "Name"},
			"AWS::CloudFront::OriginAccessControl":   {"OriginAccessControlConfig", "Name"},
			"AWS::CloudWatch::Dashboard":             {"DashboardName"},
			"AWS::Budgets::Budget":                   {"Budget", "BudgetName"},
		} {
			for id, r := range resources(stage, kind) {
				at := any(properties(r))
				for _, step := range path {
					at = at.(object)[step]
				}
				if name, _ := at.(string); !strings.HasSuffix(name, "-"+region) || len(name) > 64 {
					t.Errorf("%s: %s is named %v", stage, id, at)
				}
			}
		}
	}
}
