package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/loss"
)

// golden are the identities of the resources that hold data, or a name that people depend on, by
// kind. A logical id is the identity of a resource: after a change of one, CloudFormation makes an
// empty one, and the stage has lost its data or its address. So a line here is never edited; only a
// new resource adds one.
var golden = map[string][]string{
	"AWS::DynamoDB::GlobalTable":    {"TableCD117FA1"},
	"AWS::S3::Bucket":               {"Failures8A3E1A2F", "Logs6819BB44", "MediaA721A567", "Web3C8945DB"},
	"AWS::KMS::Key":                 {"SealKey94782D95"},
	"AWS::Cognito::UserPool":        {"PoolD3F588B8"},
	"AWS::Cognito::UserPoolClient":  {"PoolAdminCEDDCE2B"},
	"AWS::Cognito::UserPoolDomain":  {"PoolSignIn9E759A31"},
	"AWS::CloudFront::Distribution": {"Door509367B8"},
	"AWS::ApiGatewayV2::Api":        {"agentsocket3E45C3F2", "httpD8F39B44", "visitorsocket3F848151"},
	"AWS::SQS::Queue": {
		"AnswerC178DB39", "AnswerDeadBD439920", "Delivery5F6C039D", "DeliveryDeadAAAE9020", "End056A50FA",
		"Fetch84857CE8", "FetchDeadAC578EE7", "KnowledgeB6F5C7B3", "KnowledgeDead49C0F7F4", "Mail6A3D1F64",
		"MailDead0AE7588C", "Search14E54FC3", "SearchDead4CF8545B", "Send46722DF3", "SendDead7E8B915E",
	},
}

func TestWhatHoldsDataKeepsItsIdentity(t *testing.T) {
	for kind, ids := range golden {
		found := slices.Sorted(maps.Keys(resources("prod", kind)))
		if !slices.Equal(found, ids) {
			t.Errorf("%s: a deploy would lose what these hold: %v; they are now %v", kind, ids, found)
		}
	}
}

// fixed are the properties of these resources that AWS never changes: with another value it makes an
// empty resource, or refuses the deploy. A line here is never edited either.
var fixed = map[string]string{
	"TableCD117FA1": `{"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}`,
	"PoolD3F588B8": `{"Schema":[{"Mutable":true,"Name":"email","Required":true},` +
		`{"Mutable":true,"Name":"name","Required":false},` +
		`{"AttributeDataType":"String","Mutable":true,"Name":"tenant","StringAttributeConstraints":{"MaxLength":"40"}}],` +
		`"UsernameAttributes":["email"],"UsernameConfiguration":{"CaseSensitive":false}}`,
	"PoolAdminCEDDCE2B": `{"GenerateSecret":false,"UserPoolId":{"Ref":"PoolD3F588B8"}}`,
	"PoolSignIn9E759A31": `{"Domain":{"Fn::Join":["-",["botifire-prod-team",{"Ref":"AWS::AccountId"}]]},` +
		`"UserPoolId":{"Ref":"PoolD3F588B8"}}`,
	"agentsocket3E45C3F2": `{"ProtocolType":"WEBSOCKET"}`, "visitorsocket3F848151": `{"ProtocolType":"WEBSOCKET"}`,
	"httpD8F39B44": `{"ProtocolType":"HTTP"}`,
}

func TestWhatHoldsDataKeepsWhatCannotChange(t *testing.T) {
	for kind, ids := range golden {
		names, known := loss.Fixed[kind]
		if !known {
			t.Errorf("a deploy does not watch %s", kind)
		}
		for _, id := range ids {
			is := object{}
			for _, name := range names {
				if value := properties(resources("prod", kind)[id])[name]; value != nil {
					is[name] = value
				}
			}
			if want := cmp.Or(fixed[id], "{}"); mustJSON(is) != want {
				t.Errorf("%s %s cannot change:\n%s\nit is now\n%s", kind, id, want, mustJSON(is))
			}
		}
	}
	if len(loss.Fixed) != len(golden) {
		t.Errorf("%d kinds are watched, %d are in the list", len(loss.Fixed), len(golden))
	}
}

// A resource that stays after a failed deploy, or is replaced, must not hold a name that the next one
// needs.
func TestWhatStaysHasNoFixedName(t *testing.T) {
	for id, r := range resources("prod", "AWS::DynamoDB::GlobalTable") {
		if name := properties(r)["TableName"]; name != nil || r["DeletionPolicy"] != "Retain" {
			t.Errorf("%s is named %v and kept by %v", id, name, r["DeletionPolicy"])
		}
	}
	for _, kind := range []string{"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Cognito::UserPool"} {
		for id, r := range resources("prod", kind) {
			p := properties(r)
			if p["BucketName"] != nil || r["DeletionPolicy"] != "RetainExceptOnCreate" || r["UpdateReplacePolicy"] != "Retain" {
				t.Errorf("%s: after a deploy that failed it is kept by %v, %v", id, r["DeletionPolicy"], r["UpdateReplacePolicy"])
			}
		}
	}
}

// A restored table takes the place of the stack's own: functions use it, and its stream wakes relay.
func TestARestoredTableIsUsed(t *testing.T) {
	if len(resources("full", "AWS::DynamoDB::GlobalTable")) != 0 {
		t.Error("the stack has a table of its own beside the restored one")
	}
	for id, f := range resources("full", "AWS::Lambda::Function") {
		if table := properties(f)["Environment"].(object)["Variables"].(object)["TABLE"]; table != "restored" {
			t.Errorf("%s uses the table %v", id, table)
		}
	}
	streams := 0
	for _, r := range resources("full", "AWS::Lambda::EventSourceMapping") {
		if source, _ := properties(r)["EventSourceArn"].(string); strings.Contains(source, ":table/restored/stream/") {
			streams++
		}
	}
	if streams != 1 {
		t.Errorf("%d readers of the restored table's stream", streams)
	}
}
