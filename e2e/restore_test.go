package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
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
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/wire"
	"github.com/coder/websocket"
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
// everything after that is as in AWS, except that the test does the deploy's part of closing the functions and of
// pointing them at the table.
func TestTheStageMovesToARestoredTable(t *testing.T) {
	bruno, amara := newPhone(t), newVisitor(t, "lagos")
	word := "okapi-" + strings.ToLower(newID())
	amara.opensTab("/").says(word)
	bruno.says("When do you open?")
	soon(t, "the bot answers", func() bool { return len(bruno.messages()) == 1 })
	lea, olu := demo(t, chat.RoleLead), demo(t, chat.RoleOwner)
	id := string(lea.finds("bot", amara.conversation).Conversation.Visitor)
	_, owner := newTenant(t, "")
	other := tenantOf(t, owner)
	var key wire.KeySecret
	olu.does("POST", "/v1/keys", object{"name": "drill"}, &key)

	at := time.Now().UTC().Truncate(time.Second).Format(time.RFC3339)
	old := world.Stack["Table"]
	t.Log(command(t, "../scripts/restore", "table", "-at", at))
	// People decide this after the point in time, while the restore is going on.
	lea.does("POST", "/v1/erasures", object{"visitor": id}, nil)
	olu.does("DELETE", "/v1/keys/"+key.Key.Id, nil, nil)
	var shown listedTenant
	if said := operates(t, &shown, "suspend", "-tenant", other); said != "" {
		t.Fatal(said)
	}
	closeDoors(t, lea)

	table := caughtUp(t, at, old, chat.VisitorID(id), chat.TenantID(other), key.Key.Id)
	moveTo(t, table)
	if out := commandAt(t, restoredRun(), "../scripts/erase", "again"); !strings.Contains(out, " 0 people were back") {
		t.Error(out)
	}
	soon(t, "they are erased again", func() bool { return len(rowsOf(t, word)) == 0 })
	if status, failed := lea.call("GET", "/v1/visitors/"+id, nil, nil); failed.Code != "erased" {
		t.Errorf("a visitor who was erased twice is answered %d %+v", status, failed)
	}
	if code := signIn(t, owner, password).refused("GET", "/v1/members", nil); code != "suspended" {
		t.Errorf("a suspended owner is answered %q", code)
	}
	var keys wire.KeyList
	olu.does("GET", "/v1/keys", nil, &keys)
	if slices.ContainsFunc(keys.Rows, func(k wire.Key) bool { return k.Id == key.Key.Id }) {
		t.Error("a revoked key is back")
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

// caughtUp goes on with a restore that was cut off before it was done, and checks the decisions made meanwhile on the
// new table, which no function uses yet.
func caughtUp(t *testing.T, at, old string, erased chat.VisitorID, suspended chat.TenantID, revoked string) string {
	t.Helper()
	out := command(t, "../scripts/restore", "table", "-at", at)
	table := tableOf(t, restoredRun())
	for _, want := range []string{string(suspended) + " was suspended", "the API key " + revoked + " was revoked"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
	if strings.Contains(out, " 0 people were back") {
		t.Errorf("nobody is erased again: %s", out)
	}
	rows := dynamo.New(tableClient(t), table)
	gone := chat.VisitorKey{Tenant: setup.DemoTenant, ID: erased}
	if _, err := rows.Visitor(t.Context(), gone); !errors.Is(err, chat.ErrErased) {
		t.Errorf("before the stage uses the table, the erased visitor is %v", err)
	}
	repeat := []string{"../scripts/restore", "decisions", "-table", table, "-from", old, "-repeat"}
	for _, want := range []string{"decisions are repeated", "0 decisions are repeated"} {
		if out := command(t, repeat...); !strings.Contains(out, want) {
			t.Error(out)
		}
	}
	if again, err := rows.Tenant(t.Context(), suspended); err != nil || again.Suspended.IsZero() {
		t.Errorf("the suspended tenant is %+v, %v", again, err)
	}
	return table
}

// restoredRun is the run.json that the command writes, with the restored table in the place of the stage's.
func restoredRun() string { return filepath.Join(filepath.Dir(os.Getenv("RUN")), "restored.json") }

// closeDoors closes the stage as its setting does: no function knows the table any more. Each door says in words that
// we are back soon, and Meta is asked to come again.
func closeDoors(t *testing.T, lea *agent) {
	t.Helper()
	client, table := lambda.NewFromConfig(cloudConfig(t)), world.Stack["Table"]
	if pointFunctions(t, client, table, dynamo.Closed) == 0 {
		t.Fatalf("no function uses %s", table)
	}
	t.Cleanup(func() { pointFunctions(t, client, dynamo.Closed, table) }) // if the test did not come to open them
	if status, failed := lea.call("GET", "/v1/members", nil, nil); status != 503 || failed.Code != "closed" ||
		!strings.Contains(failed.Message, "back soon") {
		t.Errorf("an agent is answered %d %+v", status, failed)
	}
	v := newVisitor(t, "lagos")
	conn, status, err := dial(v.from, world.Door, "site="+v.site+"&mode=full", v.agent)
	if err != nil {
		t.Fatalf("a visitor is answered %d, %v", status, err)
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	must(t, conn.Write(ctx, websocket.MessageText, []byte(`{"action":"hello","ref":"1"}`)))
	_, raw, err := conn.Read(ctx)
	if err != nil || !strings.Contains(string(raw), `"closed"`) || !strings.Contains(string(raw), "back soon") {
		t.Errorf("a visitor is told %s, %v", raw, err)
	}
	answer, err := http.Post(world.Door+"/webhooks/whatsapp/any", "application/json", strings.NewReader("{}"))
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != 503 {
		t.Errorf("Meta is answered %d", answer.StatusCode)
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

// moveTo opens the stage on another table, as a deploy does, and follows its stream; the test ends where it began.
func moveTo(t *testing.T, table string) {
	t.Helper()
	client := lambda.NewFromConfig(cloudConfig(t))
	before := world.Stack["Table"]
	if pointFunctions(t, client, dynamo.Closed, table) == 0 {
		t.Fatal("no function was closed")
	}
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

// pointFunctions changes the setting of the table wherever it is, and returns in how many functions it was.
func pointFunctions(t *testing.T, client *lambda.Client, from, to string) (moved int) {
	t.Helper()
	ctx := t.Context()
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
	return moved
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
