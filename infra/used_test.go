package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/dynamo"
)

// unused lists the actions that roles grant although no function uses them when nothing goes wrong,
// and why.
var unused = map[string]string{
	"logs:CreateLogStream": "Lambda itself writes the log", "logs:PutLogEvents": "Lambda itself writes the log",
	"sqs:ReceiveMessage": "Lambda itself reads the queue", "sqs:DeleteMessage": "Lambda itself reads the queue",
	"sqs:GetQueueAttributes":  "Lambda itself reads the queue",
	"dynamodb:DescribeStream": "Lambda itself reads the stream", "dynamodb:GetRecords": "Lambda itself reads the stream",
	"dynamodb:GetShardIterator":   "Lambda itself reads the stream",
	"dynamodb:ListStreams":        "Lambda itself reads the stream",
	"s3:ListBucket":               "Lambda itself writes what the stream mapping gave up",
	"relay s3:PutObject":          "Lambda itself writes what the stream mapping gave up",
	"widget-message s3:PutObject": files, "admin-inbox s3:PutObject": files, "widget-message s3:GetObject": files,
	"admin-inbox s3:GetObject":                   files,
	"widget-message s3:DeleteObject":             files,
	"whatsapp-send sqs:ChangeMessageVisibility":  "only a send that waits its turn moves its task",
	"whatsapp-media sqs:ChangeMessageVisibility": "only a fetch that failed moves its task",
	"answer sqs:ChangeMessageVisibility":         "only a question whose bot was not reached moves its task",

	"admin-privacy s3:GetObject": jobs, "sweep s3:GetObject": jobs,

	"agent-message dynamodb:DeleteItem": gone, "answer dynamodb:DeleteItem": gone,
	"whatsapp-send dynamodb:DeleteItem": gone, "whatsapp-media dynamodb:DeleteItem": gone,
	"whatsapp-webhook dynamodb:DeleteItem": gone, "admin-inbox dynamodb:DeleteItem": gone,

	"admin-visitors dynamodb:DeleteItem": gone, "widget-message dynamodb:DeleteItem": gone,
	"widget-disconnect dynamodb:DeleteItem":           "a page may go before it has said hello",
	"whatsapp-delivery sqs:ChangeMessageVisibility":   "only a delivery that failed moves its task",
	"whatsapp-delivery dynamodb:DeleteItem":           gone,
	"whatsapp-delivery dynamodb:Query":                small,
	"whatsapp-delivery sqs:SendMessage":               small,
	"whatsapp-delivery execute-api:ManageConnections": small,
	"answer lambda:InvokeFunction":                    later, "answer s3:GetObject": later,
	"relay lambda:InvokeFunction":        later,
	"embed s3:ListBucket":                "S3 refuses to say that there is no index yet without it",
	"knowledge-work dynamodb:DeleteItem": old,
	"knowledge-work s3:DeleteObject":     old, "admin-knowledge s3:DeleteObject": old,
	"admin-knowledge bedrock:InvokeModel": draft, "admin-knowledge dynamodb:UpdateItem": draft,
	"admin-knowledge kms:Decrypt":       "seals the cursors of lists that are longer than a page",
	"search-work dynamodb:BatchGetItem": many, "search-work s3:DeleteObject": many,
	"sweep sqs:SendMessage":                 "only a delivery whose tries have ended is named again",
	"agent-message dynamodb:BatchGetItem":   tabs,
	"answer dynamodb:BatchGetItem":          tabs,
	"mail-work sqs:ChangeMessageVisibility": "only a letter that SES refused for now moves its task",
	"mail-work dynamodb:DeleteItem":         gone,
	"mail-link dynamodb:BatchGetItem":       tabs,
	"visit-end dynamodb:DeleteItem":         "only the notebook of a hello that died is deleted",
}

const (
	files = "files go through the local cloud's S3 in the end-to-end tests, not through the small host"
	jobs  = "exports hold files and erasures clean what was given up, where there are any"
	small = "does with a large delivery what whatsapp-webhook does with a small one"
	gone  = "forgets a socket that a push finds gone"
	later = "judges a question again that was not judged at once"
	draft = "has a model make a draft of what colleagues answered, and pays it from the bot's day"
	old   = "deletes what was taken away, and editions after the twentieth"
	many  = "only hundreds of messages become a segment, and only eight of these are merged"
	tabs  = "reads the tabs of a visitor who has several"
)

// A role grants the actions that its function uses, and nothing else without a reason. The fault
// tests write the file: they play every story and operation.
func TestRolesGrantWhatIsUsed(t *testing.T) {
	raw, err := os.ReadFile("testdata/used.json")
	if err != nil {
		t.Fatal(err)
	}
	var used map[string][]string
	if err := json.Unmarshal(raw, &used); err != nil {
		t.Fatal(err)
	}
	granted := grants()
	for function, actions := range used {
		for _, action := range actions {
			if !slices.Contains(granted[function], action) {
				t.Errorf("%s uses %s, which its role does not grant", function, action)
			}
		}
	}
	for function, actions := range granted {
		for _, action := range actions {
			if !slices.Contains(used[function], action) && unused[action] == "" && unused[function+" "+action] == "" {
				t.Errorf("%s may do %s, which it was never seen to use", function, action)
			}
		}
	}
}

// grants are the actions of each function's role; a query of an index names the index.
func grants() map[string][]string {
	functionOf := map[string]string{}
	for _, f := range resources("prod", "AWS::Lambda::Function") {
		p := properties(f)
		role := p["Role"].(object)["Fn::GetAtt"].([]any)[0].(string)
		functionOf[role] = strings.TrimPrefix(p["Description"].(string), "functions/")
	}
	all := map[string][]string{}
	for role, function := range functionOf {
		for _, statement := range statements("prod", role) {
			if statement["Effect"] == "Deny" {
				continue
			}
			where := mustJSON(statement["Resource"])
			for _, action := range list(statement["Action"]) {
				all[function] = append(all[function], onIndexes(action.(string), where)...)
			}
		}
	}
	return all
}

// onIndexes names an action as the fault tests do: a query of an index names the index.
func onIndexes(action, where string) []string {
	var queries []string
	for _, index := range []string{dynamo.ListIndex, dynamo.WorkIndex, dynamo.DueIndex} {
		if action == "dynamodb:Query" && strings.Contains(where, "/index/") && strings.Contains(where, `"`+index+`"`) {
			queries = append(queries, "dynamodb:Query on "+index)
		}
	}
	if queries == nil {
		return []string{action}
	}
	return queries
}
