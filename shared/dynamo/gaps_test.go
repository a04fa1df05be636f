package dynamo_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
)

// busy refuses some transactions as those of others would, and counts single puts.
type busy struct{ refuses, puts int }

func (*busy) ID() string { return "busy" }

func (b *busy) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	switch in.Parameters.(type) {
	case *dynamodb.PutItemInput:
		b.puts++
	case *dynamodb.TransactWriteItemsInput:
		if b.refuses--; b.refuses >= 0 {
			code := "TransactionConflict"
			return middleware.InitializeOutput{}, middleware.Metadata{}, &types.TransactionCanceledException{
				CancellationReasons: []types.CancellationReason{{Code: &code}},
			}
		}
	}
	return next.HandleInitialize(ctx, in)
}

// People who ask the same at the same moment wait for each other; the day of each is written once all the same.
func TestADayIsNotedOnceHoweverOftenItsAskingIsTried(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	b := &busy{refuses: tries - 1}
	store := dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(b, middleware.After) })
	}), dynamotest.Table)
	now := time.Now().UTC()
	a := chat.Asking{Bot: "b_x", Gap: "g1", Conversation: "c_a", Message: "m1", At: now}
	gap := chat.GapRow{Bot: "b_x", ID: "g1", Question: "How?", Cause: chat.NoMatch, Last: now, State: "new"}
	if err := store.AddGap(t.Context(), "t_1", gap, a); err != nil || b.puts != 1 {
		t.Errorf("after %d tries: %v; the day was written %d times", tries, err, b.puts)
	}
	days, err := store.Askings(t.Context(), "t_1", now, now, 9)
	if gaps, _, bad := store.Gaps(t.Context(), "t_1", "b_x", "", 9); err != nil || bad != nil || len(days) != 1 ||
		len(gaps) != 1 || gaps[0].Count != 1 {
		t.Errorf("kept are %v and %v: %v, %v", days, gaps, err, bad)
	}
}
