package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamotypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/botifire/livechat/e2e/mapping"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/wire"
)

func cloudConfig(t *testing.T) aws.Config {
	t.Helper()
	cfg, err := awsconfig.LoadDefaultConfig(t.Context(), awsconfig.WithRegion("us-east-1"),
		awsconfig.WithBaseEndpoint(world.Endpoint),
		awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	must(t, err)
	return cfg
}

// The drill of docs/recover.md. The local database keeps no past, so its table is copied at the point in time instead;
// everything after that is as in AWS, except that the test does the deploy's part of pointing functions at the table.
func TestTheStageMovesToARestoredTable(t *testing.T) {
	bruno, amara := newPhone(t), newVisitor(t, "lagos")
	word := "okapi-" + strings.ToLower(newID())
	amara.opensTab("/").says(word)
	bruno.says("When do you open?")
	soon(t, "the bot answers", func() bool { return len(bruno.messages()) == 1 })
	lea := demo(t, chat.RoleLead)
	id := string(lea.finds("bot", amara.conversation).Conversation.Visitor)

	at := time.Now().UTC().Truncate(time.Second).Format(time.RFC3339)
	t.Log(command(t, "../scripts/restore", "table", "-at", at))
	t.Log(command(t, "../scripts/restore", "table", "-at", at)) // cut off, it can be run again
	lea.does("POST", "/v1/erasures", object{"visitor": id}, nil)
	soon(t, "the tombstone is there", func() bool {
		_, failed := lea.call("GET", "/v1/visitors/"+id, nil, nil)
		return failed.Code == "erased"
	})

	restored := filepath.Join(filepath.Dir(os.Getenv("RUN")), "restored.json")
	moveTo(t, tableOf(t, restored))
	if status, _ := lea.call("GET", "/v1/visitors/"+id, nil, nil); status != 200 {
		t.Fatalf("the restore did not bring the visitor back: %d", status)
	}
	if out := commandAt(t, restored, "../scripts/erase", "again"); !strings.Contains(out, "are erased again") {
		t.Fatal(out)
	}
	soon(t, "they are erased again", func() bool { return len(rowsOf(t, word)) == 0 })
	if status, failed := lea.call("GET", "/v1/visitors/"+id, nil, nil); failed.Code != "erased" {
		t.Errorf("a visitor who was erased twice is answered %d %+v", status, failed)
	}

	bruno.says("When do you open?") // relay has to follow the new table's stream
	soon(t, "the bot answers again", func() bool { return len(bruno.messages()) == 2 })
	if read := lea.reads(lea.conversationOf(bruno)); len(read) < 3 {
		t.Errorf("what was said before and after is %+v", read)
	}
	if said := newVisitor(t, "lagos").opensTab("/").says("When do you open?"); said.Reply == nil {
		t.Error("a new visitor waits for an answer")
	}
}

// tableOf reads the name of the table in a run.json.
func tableOf(t *testing.T, run string) string {
	t.Helper()
	raw, err := os.ReadFile(run)
	must(t, err)
	var facts struct{ Stack struct{ Table string } }
	must(t, json.Unmarshal(raw, &facts))
	return facts.Stack.Table
}

// moveTo has every function use another table, as a deploy does, and follows its stream; the test ends where it began.
func moveTo(t *testing.T, table string) {
	t.Helper()
	client := lambda.NewFromConfig(cloudConfig(t))
	before := world.Stack["Table"]
	pointFunctions(t, client, before, table)
	world.Stack["Table"] = table
	t.Cleanup(func() {
		pointFunctions(t, client, table, before)
		world.Stack["Table"] = before
	})
	deployed, err := mapping.Deployed(t.Context(), client)
	must(t, err)
	follower, err := mapping.Of(client, deployed)
	must(t, err)
	described, err := tableClient(t).DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &table})
	must(t, err)
	if follower.Stream = aws.ToString(described.Table.LatestStreamArn); follower.Stream == "" {
		t.Fatal("the restored table has no stream")
	}
	follower.Database = world.Database
	go follower.Run(t.Context())
}

// pointFunctions changes the setting of the table wherever it is.
func pointFunctions(t *testing.T, client *lambda.Client, from, to string) {
	t.Helper()
	ctx, moved := t.Context(), 0
	if ctx.Err() != nil {
		ctx = context.WithoutCancel(ctx) // in a cleanup
	}
	pages := lambda.NewListFunctionsPaginator(client, &lambda.ListFunctionsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		must(t, err)
		for _, f := range page.Functions {
			if f.Environment == nil || f.Environment.Variables[config.Table] != from {
				continue
			}
			f.Environment.Variables[config.Table] = to
			_, err := client.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{
				FunctionName: f.FunctionName, Environment: &types.Environment{Variables: f.Environment.Variables},
			})
			must(t, err)
			moved++
		}
	}
	if moved == 0 {
		t.Fatalf("no function uses %s", from)
	}
}

// The emulator's own database answers DynamoDB's calls of a restore, which the one beside it does not know: the
// restored table gets its rows, and all that a restore leaves out.
func TestARestoredTableIsComplete(t *testing.T) {
	db := dynamodb.NewFromConfig(cloudConfig(t))
	name, run := world.Stack["Table"], filepath.Join(t.TempDir(), "run.json")
	facts := map[string]any{"Endpoint": world.Endpoint, "Database": world.Endpoint, "Stack": world.Stack}
	raw, err := json.Marshal(facts)
	must(t, err)
	must(t, os.WriteFile(run, raw, 0o600))
	row := map[string]dynamotypes.AttributeValue{
		"pk": &dynamotypes.AttributeValueMemberS{Value: "SALT"}, "sk": &dynamotypes.AttributeValueMemberS{Value: newID()},
	}
	_, err = db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &name, Item: row})
	must(t, err)
	source, err := db.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &name})
	must(t, err)
	_, err = db.TagResource(t.Context(), &dynamodb.TagResourceInput{
		ResourceArn: source.Table.TableArn, Tags: []dynamotypes.Tag{{Key: aws.String("drill"), Value: aws.String("yes")}},
	})
	must(t, err)

	t.Log(commandAt(t, run, "../scripts/restore", "table", "-at", time.Now().UTC().Format(time.RFC3339)))
	restored := tableOf(t, filepath.Join(filepath.Dir(run), "restored.json"))
	there, err := db.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &restored, Key: row})
	if err != nil || there.Item == nil {
		t.Errorf("the row is not restored: %v", err)
	}
	table, err := db.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &restored})
	must(t, err)
	stream := table.Table.StreamSpecification
	if !aws.ToBool(table.Table.DeletionProtectionEnabled) || stream == nil ||
		stream.StreamViewType != dynamotypes.StreamViewTypeNewAndOldImages || len(table.Table.GlobalSecondaryIndexes) != 3 {
		t.Errorf("the table is %+v", table.Table)
	}
	ttl, err := db.DescribeTimeToLive(t.Context(), &dynamodb.DescribeTimeToLiveInput{TableName: &restored})
	if err != nil || ttl.TimeToLiveDescription.TimeToLiveStatus != dynamotypes.TimeToLiveStatusEnabled {
		t.Errorf("it forgets nothing: %+v, %v", ttl, err)
	}
	past, err := db.DescribeContinuousBackups(t.Context(), &dynamodb.DescribeContinuousBackupsInput{TableName: &restored})
	must(t, err)
	if past.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus !=
		dynamotypes.PointInTimeRecoveryStatusEnabled {
		t.Error("it cannot be restored in its turn")
	}
	tags, err := db.ListTagsOfResource(t.Context(), &dynamodb.ListTagsOfResourceInput{ResourceArn: table.Table.TableArn})
	must(t, err)
	if !slices.ContainsFunc(tags.Tags, func(tag dynamotypes.Tag) bool { return aws.ToString(tag.Key) == "drill" }) {
		t.Errorf("its tags are %v", tags.Tags)
	}
}

// The accounts of a team come back from its roster after the user pool was lost.
func TestATeamGetsItsAccountsBack(t *testing.T) {
	_, owner := newTenant(t, "")
	signIn(t, owner, password)
	pool, client := world.Stack["Pool"], cognitoidentityprovider.NewFromConfig(cloudConfig(t))
	_, err := client.AdminDeleteUser(t.Context(), &cognitoidentityprovider.AdminDeleteUserInput{
		UserPoolId: &pool, Username: &owner,
	})
	must(t, err)
	tenant := tenantOf(t, owner)
	if out := command(t, "../scripts/restore", "users", "-tenant", tenant); !strings.Contains(out, "1 of 1 accounts") {
		t.Error(out)
	}
	if out := command(t, "../scripts/restore", "users", "-tenant", tenant); !strings.Contains(out, "0 of 1 accounts") {
		t.Errorf("a second run says %s", out)
	}
	_, err = client.AdminSetUserPassword(t.Context(), &cognitoidentityprovider.AdminSetUserPasswordInput{
		UserPoolId: &pool, Username: &owner, Password: aws.String(password), Permanent: true,
	})
	must(t, err)
	var team wire.MemberList
	signIn(t, owner, password).does("GET", "/v1/members", nil, &team)
	if len(team.Rows) != 1 || team.Rows[0].Email != owner || string(team.Rows[0].Role) != string(chat.RoleOwner) {
		t.Errorf("the team is %+v", team)
	}
}

// tenantOf finds the tenant of an owner.
func tenantOf(t *testing.T, email string) string {
	t.Helper()
	for _, it := range rowsOf(t, email) {
		if textIn(it, "sk") == "ROSTER" {
			return strings.TrimPrefix(textIn(it, "pk"), "T#")
		}
	}
	t.Fatalf("%s is on no roster", email)
	return ""
}

func textIn(it map[string]dynamotypes.AttributeValue, name string) string {
	if s, ok := it[name].(*dynamotypes.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}
