package dynamo_test

import (
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
)

// A closed store refuses reads and writes in words, and no call leaves it: there is no database here. The
// refusal is no fault of ours, so no alarm counts it.
func TestAClosedStoreRefusesInWords(t *testing.T) {
	db := dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
	store, ctx := dynamo.New(db, dynamo.Closed), t.Context()
	_, read := store.Tenant(ctx, "t_1")
	_, listed := store.Bots(ctx, "t_1")
	for name, err := range map[string]error{
		"a read": read, "a list": listed, "a write": store.PutTenant(ctx, chat.Tenant{ID: "t_1"}),
		"a socket":   store.OpenSocket(ctx, chat.Socket{ID: "v.1", Tenant: "t_1"}),
		"a deletion": store.CloseSocket(ctx, "v.1", time.Now()),
	} {
		if !errors.Is(err, chat.ErrClosed) || chat.KindOf(err) != chat.Unavailable || chat.Ours(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
