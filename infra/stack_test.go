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

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2integrations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
)

func TestNothingIsFoundByNag(t *testing.T) {
	for _, finding := range nag {
		t.Error(finding)
	}
}

// Each finding is explained for its resource: a wildcard or an open route that is new is found.
func TestWhatIsNewIsFoundByNag(t *testing.T) {
	stack := judging(stackOf(map[string]any{
		"stage": "sandbox", "dist": built, "settings": stage.File("..", "sandbox"),
	}))
	role := stack.Node().FindChild(jsii.String("answer-role")).(awsiam.Role)
	for _, resource := range []string{"arn:aws:s3:::someone/*", "*"} {
		role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings("s3:GetObject"), Resources: jsii.Strings(resource),
		}))
	}
	http := stack.Node().FindChild(jsii.String("http")).(awsapigatewayv2.HttpApi)
	awsapigatewayv2.NewHttpRoute(stack, jsii.String("Open"), &awsapigatewayv2.HttpRouteProps{
		HttpApi: http, RouteKey: awsapigatewayv2.HttpRouteKey_With(jsii.String("/open"), awsapigatewayv2.HttpMethod_GET),
		Integration: awsapigatewayv2integrations.NewHttpUrlIntegration(
			jsii.String("x"), jsii.String("https://x.test"), nil),
	})
	found := strings.Join(judged(stack), " ")
	for _, finding := range []string{"IAM5[Resource::arn:aws:s3:::someone/*]", "IAM5[Resource::*]", "APIG4"} {
		if !strings.Contains(found, finding) {
			t.Errorf("%s is not found in %s", finding, found)
		}
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
		if filters := p["FilterCriteria"].(object)["Filters"].([]any); len(filters) != 6 {
			t.Errorf("relay is woken by %d kinds of rows", len(filters))
		}
	}
	if readers != 1 {
		t.Errorf("the stream has %d readers", readers)
	}
}

// A table under a key of the owner's can be used only with a right to the key.
func TestATableUnderTheOwnersKeyNeedsItsRight(t *testing.T) {
	for id, r := range resources("full", "AWS::DynamoDB::GlobalTable") {
		if properties(r)["SSESpecification"].(object)["SSEType"] != "KMS" {
			t.Errorf("%s is not under the key", id)
		}
	}
	may := 0
	for _, r := range resources("full", "AWS::IAM::Role") {
		if strings.Contains(mustJSON(r), "kms:GenerateDataKey") {
			may++
		}
	}
	if all := len(resources("full", "AWS::Lambda::Function")); may != all {
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
		"MediaQueue": config.MediaQueue,
		"EndQueue":   config.EndQueue, "DeliveryQueue": config.DeliveryQueue, "KnowledgeQueue": config.KnowledgeQueue,
		"SearchQueue": config.SearchQueue,
		"MailQueue":   config.MailQueue, "MailFrom": config.MailFrom, "MailSet": config.MailSet,
		"MailAfter": config.MailAfter, "Door": config.Door,
		"MediaBucket": config.MediaBucket, "SealKey": config.SealKey, "GraphAddress": config.GraphAddress,
		"FailuresBucket": config.FailuresBucket, "DeadQueues": config.DeadQueues, "WebBucket": config.WebBucket,
		"TeamPool": config.TeamPool, "SiteConnects": config.SiteConnects,
		"EmbedFunction": config.EmbedFunction, "Models": config.Models, "Embeddings": config.Embeddings,
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

// Every operation has a route, and every route but the webhook, the sockets, the links of mails and those for tenants'
// servers has the JWT authorizer.
func TestTheAdminAPIIsBehindSignIn(t *testing.T) {
	signedIn := map[string]bool{} // by the key of the route
	served := map[string]string{} // the target that serves it
	for _, r := range resources("prod", "AWS::ApiGatewayV2::Route") {
		p := properties(r)
		key := p["RouteKey"].(string)
		if strings.Contains(key, " /v1/") {
			signedIn[key] = p["AuthorizationType"] == "JWT"
			served[key] = fmt.Sprint(p["Target"])
		} else if !strings.HasPrefix(key, "$") && !strings.Contains(key, " /webhooks/whatsapp/{app}") &&
			key != "POST /webhooks/flows/{app}/{number}" && !strings.Contains(key, " /mail/") {
			t.Errorf("%s is a route that nobody described", key)
		}
	}
	used, by := map[string]bool{}, map[string]string{} // by: which integration a tag has
	for _, op := range operations() {
		key := led(signedIn, op)
		if first, is := by[op.tag]; is && first != served[key] {
			t.Errorf("%s %s is led to %s, and others of %q to %s", op.method, op.path, served[key], op.tag, first)
		}
		by[op.tag] = served[key]
		asks, is := signedIn[key]
		if byKey := op.role == string(chat.RoleServer); !is || asks == byKey {
			t.Errorf("%s %s is led by %q, behind sign-in: %v", op.method, op.path, key, asks)
		}
		used[key] = true
	}
	if len(used) != len(signedIn) {
		t.Errorf("%d routes, of which operations use %d", len(signedIn), len(used))
	}
}

// led is the route that API Gateway takes for an operation: the most exact one, and one of its method before ANY.
func led[T any](routes map[string]T, op operation) string {
	parts := strings.Split(op.path, "/")
	paths := []string{op.path}
	for n := len(parts) - 1; n > 0; n-- {
		paths = append(paths, strings.Join(parts[:n], "/")+"/{proxy+}")
	}
	for _, path := range paths {
		for _, method := range []string{op.method, "ANY"} {
			if _, is := routes[method+" "+path]; is {
				return method + " " + path
			}
		}
	}
	return ""
}
