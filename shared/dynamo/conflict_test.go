package dynamo_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/office"
)

// held simulates a row that transactions lock for a number of puts.
type held struct{ puts int }

func (*held) ID() string { return "held" }

func (h *held) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if _, ok := in.Parameters.(*dynamodb.PutItemInput); ok && h.puts > 0 {
		h.puts--
		return middleware.InitializeOutput{}, middleware.Metadata{}, &types.TransactionConflictException{}
	}
	return next.HandleInitialize(ctx, in)
}

// A transaction that locks a row is not another owner's edit: the put is retried after it.
func TestAPutGoesOnAfterATransaction(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	h := &held{}
	store := dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(h, middleware.After) })
	}), dynamotest.Table)
	key := office.APIKey{ID: "k_1", Tenant: "t_1", Name: "A shop"}
	h.puts = 3
	if err := store.PutAPIKey(t.Context(), key); err != nil || h.puts != 0 {
		t.Errorf("after three transactions: %v; %d are left", err, h.puts)
	}
	if had, err := store.APIKey(t.Context(), key.ID); err != nil || had.Version != 1 {
		t.Errorf("stored is %+v, %v", had, err)
	}
	h.puts = 1_000
	if err := store.PutAPIKey(t.Context(), office.APIKey{ID: "k_2", Tenant: "t_1"}); !errors.Is(err, chat.ErrConflict) {
		t.Errorf("under transactions without end: %v", err)
	}
	if tried := 1_000 - h.puts; tried < 3 || tried > 60 {
		t.Errorf("it was tried %d times", tried)
	}
	h.puts = 1_000
	err = store.UpdateFlow(t.Context(), "t_1", "f_1", func(f *chat.FlowInfo) error { f.Name = "order"; return nil })
	if !errors.Is(err, chat.ErrConflict) {
		t.Errorf("a change under transactions without end: %v", err)
	}
	if tried := 1_000 - h.puts; tried > 60 {
		t.Errorf("a change was tried %d times", tried)
	}
}
