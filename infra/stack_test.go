package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

type object = map[string]any

// templates of all kinds of stages, made once: synthesis takes seconds.
var templates = map[string]object{}

func TestMain(m *testing.M) {
	dist, err := os.MkdirTemp("", "dist-")
	must(err)
	folders, err := filepath.Glob("../functions/*")
	must(err)
	for _, folder := range folders {
		must(os.MkdirAll(filepath.Join(dist, filepath.Base(folder)), 0o755))
		must(os.WriteFile(filepath.Join(dist, filepath.Base(folder), "bootstrap"), nil, 0o755))
	}
	for _, stage := range []string{"prod", "local", "ownkey"} {
		raw, err := os.ReadFile("../cdk.json")
		must(err)
		var settings struct{ Context map[string]any }
		must(json.Unmarshal(raw, &settings))
		settings.Context["stage"], settings.Context["dist"], settings.Context["ownkey"] = stage, dist,
			fmt.Sprint(stage == "ownkey")
		settings.Context["region"] = "eu-central-1"
		app := awscdk.NewApp(&awscdk.AppProps{Context: &settings.Context})
		stack := newStack(app, settingsOf(app))
		awscdk.Aspects_Of(app).Add(cdknag.NewAwsSolutionsChecks(nil), nil)
		template := assertions.Template_FromStack(stack, nil)
		raw, err = json.Marshal(template.ToJSON())
		must(err)
		var doc object
		must(json.Unmarshal(raw, &doc))
		templates[stage] = doc
		found := assertions.Annotations_FromStack(stack).FindError(jsii.String("*"),
			assertions.Match_StringLikeRegexp(jsii.String("AwsSolutions-.*")))
		for _, finding := range *found {
			//nolint:staticcheck // The bindings have no successor of the deprecated type yet.
			id, raw := *finding.Id, mustJSON(finding.Entry.Data)
			nag = append(nag, stage+" "+id+": "+raw)
		}
	}
	code := m.Run()
	os.RemoveAll(dist)
	jsii.Close()
	os.Exit(code)
}

var nag []string

// resources of a type in a stage, by logical id.
func resources(stage, kind string) map[string]object {
	found := map[string]object{}
	for id, r := range templates[stage]["Resources"].(object) {
		if r := r.(object); r["Type"] == kind {
			found[id] = r
		}
	}
	return found
}

func properties(r object) object { p, _ := r["Properties"].(object); return p }

func TestNothingIsFoundByNag(t *testing.T) {
	for _, finding := range nag {
		t.Error(finding)
	}
}

func TestTheTableKeepsWhatIsInIt(t *testing.T) {
	for id, r := range resources("prod", "AWS::DynamoDB::GlobalTable") {
		p := properties(r)
		if r["DeletionPolicy"] != "Retain" || r["UpdateReplacePolicy"] != "Retain" {
			t.Errorf("%s is deleted with its stack", id)
		}
		replica := p["Replicas"].([]any)[0].(object)
		if replica["DeletionProtectionEnabled"] != true ||
			replica["PointInTimeRecoverySpecification"].(object)["PointInTimeRecoveryEnabled"] != true {
			t.Errorf("%s can be deleted, or not be brought back", id)
		}
		if p["BillingMode"] != "PAY_PER_REQUEST" || p["TimeToLiveSpecification"].(object)["Enabled"] != true {
			t.Errorf("%s is not on demand, or forgets nothing", id)
		}
		for _, index := range p["GlobalSecondaryIndexes"].([]any) {
			if index.(object)["Projection"].(object)["ProjectionType"] != "KEYS_ONLY" {
				t.Errorf("an index of %s holds more than keys", id)
			}
		}
	}
}

func TestThereIsOneStreamReaderAndItGivesUpLoudly(t *testing.T) {
	readers := 0
	for _, r := range resources("prod", "AWS::Lambda::EventSourceMapping") {
		p := properties(r)
		raw, _ := json.Marshal(p["EventSourceArn"])
		if !strings.Contains(string(raw), "StreamArn") {
			continue
		}
		readers++
		if p["MaximumRetryAttempts"].(float64) < 1 || p["MaximumRecordAgeInSeconds"].(float64) != 12*3600 ||
			p["BisectBatchOnFunctionError"] != true {
			t.Errorf("the stream's bounds are %v", p)
		}
		if !slices.Contains(p["FunctionResponseTypes"].([]any), any("ReportBatchItemFailures")) ||
			p["DestinationConfig"] == nil {
			t.Error("failed records are lost, or take their neighbours along")
		}
		if filters := p["FilterCriteria"].(object)["Filters"].([]any); len(filters) != 3 {
			t.Errorf("relay is woken by %d kinds of rows", len(filters))
		}
	}
	if readers != 1 {
		t.Errorf("the stream has %d readers", readers)
	}
}

func list(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	return []any{v}
}

// A table under a key of the owner's can be used only with a right to the key.
func TestATableUnderTheOwnersKeyNeedsItsRight(t *testing.T) {
	for id, r := range resources("ownkey", "AWS::DynamoDB::GlobalTable") {
		if properties(r)["SSESpecification"].(object)["SSEType"] != "KMS" {
			t.Errorf("%s is not under the key", id)
		}
	}
	may := 0
	for _, r := range resources("ownkey", "AWS::IAM::Policy") {
		if strings.Contains(mustJSON(r), "kms:GenerateDataKey") {
			may++
		}
	}
	if all := len(resources("ownkey", "AWS::Lambda::Function")); may != all {
		t.Errorf("%d of %d functions may use the table's key", may, all)
	}
}

func TestNoRoleMayScan(t *testing.T) {
	raw, _ := json.Marshal(templates["prod"])
	if strings.Contains(string(raw), "dynamodb:Scan") {
		t.Error("a function may scan the table")
	}
}

var (
	required    = regexp.MustCompile(`config\.Require\(([^)]*)\)`)
	settingName = regexp.MustCompile(`config\.(\w+)`)
)

// The stack gives each function the settings that its main requires.
func TestEveryFunctionGetsItsSettings(t *testing.T) {
	names := map[string]string{
		"Stage": config.Stage, "Table": config.Table, "EdgeSecrets": config.EdgeSecrets,
		"VisitorSockets": config.VisitorSockets,
		"AgentSockets":   config.AgentSockets, "AnswerQueue": config.AnswerQueue, "SendQueue": config.SendQueue,
		"MediaQueue":  config.MediaQueue,
		"MediaBucket": config.MediaBucket, "SealKey": config.SealKey, "GraphAddress": config.GraphAddress,
		"FailuresBucket": config.FailuresBucket, "DeadQueues": config.DeadQueues, "WebBucket": config.WebBucket,
		"TeamPool": config.TeamPool,
	}
	functions := resources("prod", "AWS::Lambda::Function")
	folders, err := filepath.Glob("../functions/*")
	must(err)
	for _, folder := range folders {
		source, err := os.ReadFile(filepath.Join(folder, "main.go"))
		must(err)
		given := object{}
		for _, f := range functions {
			if properties(f)["FunctionName"] == "botifire-prod-"+filepath.Base(folder) {
				given = properties(f)["Environment"].(object)["Variables"].(object)
			}
		}
		for _, call := range required.FindAllStringSubmatch(string(source), -1) {
			for _, name := range settingName.FindAllStringSubmatch(call[1], -1) {
				if _, ok := given[names[name[1]]]; !ok {
					t.Errorf("%s requires config.%s and does not get it", filepath.Base(folder), name[1])
				}
			}
		}
	}
}

func TestNobodySignsUpAndNobodyChoosesTheirTenant(t *testing.T) {
	for id, r := range resources("prod", "AWS::Cognito::UserPool") {
		if properties(r)["AdminCreateUserConfig"].(object)["AllowAdminCreateUserOnly"] != true {
			t.Errorf("%s lets anybody sign up", id)
		}
	}
	for id, r := range resources("prod", "AWS::Cognito::UserPoolClient") {
		p := properties(r)
		if writes := p["WriteAttributes"].([]any); len(writes) != 1 || writes[0] != "name" || p["GenerateSecret"] == true {
			t.Errorf("%s may write the tenant, or is no public client", id)
		}
		if flows := p["AllowedOAuthFlows"].([]any); len(flows) != 1 || flows[0] != "code" {
			t.Errorf("%s allows the flows %v", id, flows)
		}
	}
}

// Every route but the webhook, the sockets and those for tenants' servers has the JWT
// authorizer.
func TestTheAdminAPIIsBehindSignIn(t *testing.T) {
	byKey := map[string]bool{}
	for _, op := range operations() {
		byKey[op.method+" "+op.path] = op.role == string(chat.RoleServer)
	}
	protected := 0
	for _, r := range resources("prod", "AWS::ApiGatewayV2::Route") {
		p := properties(r)
		key := p["RouteKey"].(string)
		if strings.Contains(key, " /v1/") {
			protected++
			if byKey[key] != (p["AuthorizationType"] != "JWT") {
				t.Errorf("%s is open", key)
			}
		} else if !strings.HasPrefix(key, "$") && !strings.Contains(key, " /webhooks/whatsapp/{app}") &&
			key != "POST /webhooks/flows/{app}/{number}" {
			t.Errorf("%s is a route that nobody described", key)
		}
	}
	if protected != len(operations()) {
		t.Errorf("%d routes for %d operations", protected, len(operations()))
	}
}

func mustJSON(v any) string { raw, _ := json.Marshal(v); return string(raw) }
