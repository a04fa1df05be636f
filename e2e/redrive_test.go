package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/setup"
)

// putRaw writes a row that no code of ours would write.
func putRaw(t *testing.T, values map[string]string) {
	t.Helper()
	item := map[string]types.AttributeValue{}
	for name, value := range values {
		item[name] = &types.AttributeValueMemberS{Value: value}
	}
	name := world.Stack["Table"]
	_, err := tableClient(t).PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &name, Item: item})
	must(t, err)
}

func dropRaw(t *testing.T, pk, sk string) {
	t.Helper()
	name, key := world.Stack["Table"], map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: sk},
	}
	ctx := context.WithoutCancel(t.Context()) // a cleanup drops, too
	_, err := tableClient(t).DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &name, Key: key})
	must(t, err)
}

// failures are the names of the records that Lambda gave up on.
func failures(t *testing.T) []string {
	t.Helper()
	cfg, err := awsconfig.LoadDefaultConfig(t.Context(), awsconfig.WithRegion("us-east-1"),
		awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	must(t, err)
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = &world.Endpoint, true })
	bucket := world.Stack["Failures"]
	out, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket})
	must(t, err)
	names := []string{}
	for _, o := range out.Contents {
		names = append(names, aws.ToString(o.Key))
	}
	return names
}

// command runs a command of scripts/ against this cloud.
func command(t *testing.T, args ...string) string {
	t.Helper()
	return commandAt(t, os.Getenv("RUN"), args...)
}

// commandAt runs a command of scripts/ against the cloud of a run.json.
func commandAt(t *testing.T, run string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run"}, append(args, "-run", run)...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// An unreadable row is parked, and a question that fails every time lands whole in the bucket. A
// command lists both, and retries them once they can succeed.
func TestGivenUpWorkComesBack(t *testing.T) {
	store := table(t)
	bot := chat.BotID("b_" + strings.ToLower(newID()))
	pk := "T#" + setup.DemoTenant
	putRaw(t, map[string]string{"pk": pk, "sk": "BOT#" + string(bot), "d": "{broken"})
	visitor := chat.VisitorID("v_" + newID())
	key := chat.ConversationKey{Tenant: setup.DemoTenant, ID: chat.ConversationOf(visitor, bot)}
	question := chat.Message{
		ID: chat.MessageID(newID()), At: time.Now().UTC(), Author: chat.Author{Kind: chat.ByVisitor, ID: string(visitor)},
		Bubbles: []chat.Bubble{{Body: chat.Text("When do you open?")}},
		Entry:   &chat.Entry{Tenant: setup.DemoTenant, Bot: bot, Source: chat.Web},
	}
	garbage := "M#" + newID()
	t.Cleanup(func() { // one that cannot be read would end in an error in every story after this one
		dropRaw(t, pk, "BOT#"+string(bot))
		dropRaw(t, pk+"#C#"+string(key.ID), garbage)
	})
	putRaw(t, map[string]string{"pk": pk + "#C#" + string(key.ID), "sk": garbage, "t": "m", "d": "{not json"})
	_, err := store.Append(t.Context(), key, question)
	must(t, err)

	soon(t, "the question is in the bucket", func() bool { return len(failures(t)) > 0 })
	soon(t, "the row is parked", func() bool {
		parked, err := store.Poisoned(t.Context(), 100)
		must(t, err)
		for _, p := range parked {
			if p.Sort == garbage {
				return true
			}
		}
		return false
	})
	shown := command(t, "../scripts/redrive", "list")
	if !strings.Contains(shown, garbage) || !strings.Contains(shown, "failed record relay/") {
		t.Fatalf("redrive list shows\n%s", shown)
	}

	amara := newVisitor(t, "lagos") // a neighbour, meanwhile
	if said := amara.opensTab("/").says("When do you open?"); said.Reply == nil {
		t.Error("a neighbour waits for an answer")
	}

	script, err := store.Script(t.Context(), setup.DemoTenant, setup.DemoBot, 1)
	must(t, err)
	script.Bot = bot
	must(t, store.PutScript(t.Context(), script))
	dropRaw(t, pk, "BOT#"+string(bot))
	must(t, store.PutBot(t.Context(), chat.Bot{
		Tenant: setup.DemoTenant, ID: bot, Name: "mended", Kind: chat.ScriptBot,
		Script: 1,
	}))
	dropRaw(t, pk+"#C#"+string(key.ID), garbage)
	t.Log(command(t, "../scripts/redrive", "run"))
	soon(t, "the question has its answer", func() bool {
		_, err := store.Message(t.Context(), key, chat.ReplyTo(question.ID))
		return !errors.Is(err, chat.ErrNotFound)
	})
	if left := failures(t); len(left) > 0 {
		t.Errorf("in the bucket are %v", left)
	}
	if shown := command(t, "../scripts/redrive", "list"); strings.Contains(shown, garbage) {
		t.Errorf("redrive still shows\n%s", shown)
	}
}

// The second of two recounts of the demo tenant repairs nothing.
func TestRebuildLeavesWhatIsRight(t *testing.T) {
	command(t, "../scripts/rebuild", "-tenant", setup.DemoTenant)
	second := command(t, "../scripts/rebuild", "-tenant", setup.DemoTenant)
	if !strings.Contains(second, "repaired: 0 visits, 0 places in the inbox, 0 rows of counters") {
		t.Errorf("the second time it says %s", second)
	}
}
