package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// The door's log begins once it may be written: the service refuses one that it may not write.
func TestTheLogOfTheDoorWaitsForItsRight(t *testing.T) {
	for id, r := range resources("prod", "AWS::Logs::Delivery") {
		may := ""
		for policy, p := range resources("prod", "AWS::S3::BucketPolicy") {
			if strings.Contains(mustJSON(p), "delivery.logs.amazonaws.com") {
				may = policy
			}
		}
		if after := mustJSON(r["DependsOn"]); may == "" || !strings.Contains(after, `"`+may+`"`) {
			t.Errorf("%s waits for %s, not for %q", id, after, may)
		}
	}
}

// The logs of the door and the buckets contain no address and no query.
func TestNoLogTellsNobodysAddress(t *testing.T) {
	for id, r := range resources("prod", "AWS::CloudFront::Distribution") {
		if config := properties(r)["DistributionConfig"].(object); config["Logging"] != nil {
			t.Errorf("%s writes the kind of log that has no choice of fields", id)
		}
	}
	for id, r := range resources("prod", "AWS::Logs::Delivery") {
		fields := fmt.Sprint(properties(r)["RecordFields"])
		for _, personal := range []string{
			"c-ip", "c-port", "x-forwarded-for", "cs-uri-query", "Cookie", "Referer",
			"User-Agent",
		} {
			if strings.Contains(fields, personal) {
				t.Errorf("%s logs %s", id, personal)
			}
		}
		if !strings.Contains(fields, "sc-status") {
			t.Errorf("%s logs %s", id, fields)
		}
	}
	on, off := len(resources("prod", "AWS::Logs::Delivery")), len(resources("sandbox", "AWS::Logs::Delivery"))
	if on != 1 || off != 0 {
		t.Errorf("%d logs of the door where there should be one, %d where there should be none", on, off)
	}
	for id, r := range resources("prod", "AWS::S3::Bucket") {
		if strings.HasPrefix(id, "Media") && properties(r)["LoggingConfiguration"] != nil {
			t.Errorf("%s logs the addresses of people who download files", id)
		}
	}
}

// With every answer of the door browsers sniff no types, send no referrer and grant no permissions.
func TestEveryAnswerHasTheHeadersThatKeepItSafe(t *testing.T) {
	policies := resources("prod", "AWS::CloudFront::ResponseHeadersPolicy")
	for id, r := range policies {
		raw, _ := json.Marshal(properties(r))
		for _, header := range []string{
			"StrictTransportSecurity", "ContentTypeOptions", "ReferrerPolicy",
			"ContentSecurityPolicy", "Permissions-Policy",
		} {
			if !strings.Contains(string(raw), header) {
				t.Errorf("%s has no %s", id, header)
			}
		}
	}
	for _, r := range resources("prod", "AWS::CloudFront::Distribution") {
		for _, b := range properties(r)["DistributionConfig"].(object)["CacheBehaviors"].([]any) {
			if b.(object)["ResponseHeadersPolicyId"] == nil {
				t.Errorf("%v has no policy of headers", b.(object)["PathPattern"])
			}
		}
	}
	if len(policies) != 2 {
		t.Errorf("%d policies of headers", len(policies))
	}
}

func TestTheDoorProvesItselfToEveryOrigin(t *testing.T) {
	for _, r := range resources("prod", "AWS::CloudFront::Distribution") {
		for _, origin := range properties(r)["DistributionConfig"].(object)["Origins"].([]any) {
			o := origin.(object)
			raw, _ := json.Marshal(o["DomainName"])
			if strings.Contains(string(raw), "execute-api") && !strings.Contains(mustJSON(o["OriginCustomHeaders"]),
				"x-botifire-edge") {
				t.Errorf("the origin %s is not told who asks", raw)
			}
		}
	}
	for _, r := range resources("prod", "AWS::CloudFront::OriginRequestPolicy") {
		headers := properties(r)["OriginRequestPolicyConfig"].(object)["HeadersConfig"].(object)["Headers"].([]any)
		if len(headers) > 10 {
			t.Errorf("a policy holds ten headers, this one has %d", len(headers))
		}
	}
}

// Functions learn which encodings a caller accepts: CloudFront passes all headers of a call but Host, and leaves
// Accept-Encoding as it is where it may cache nothing. The ids are those of AWS's own policies.
func TestTheDoorPassesWhatACallerAccepts(t *testing.T) {
	const allButHost, cachesNothing = "b689b0a8-53d0-40ab-baf2-68738e2966ac", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	seen := false
	for _, r := range resources("prod", "AWS::CloudFront::Distribution") {
		for _, b := range properties(r)["DistributionConfig"].(object)["CacheBehaviors"].([]any) {
			if calls := b.(object); calls["PathPattern"] == "/v1/*" {
				seen = calls["OriginRequestPolicyId"] == allButHost && calls["CachePolicyId"] == cachesNothing
			}
		}
	}
	if !seen {
		t.Error("Accept-Encoding does not reach the API")
	}
}
