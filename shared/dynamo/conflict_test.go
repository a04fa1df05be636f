package dynamo_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/team"
)

// tries is how often a write is tried against transactions without end.
const tries = 8

// held simulates rows that transactions lock for a number of writes.
type held struct{ writes int }

func (*held) ID() string { return "held" }

func (h *held) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	switch in.Parameters.(type) {
	case *dynamodb.PutItemInput, *dynamodb.UpdateItemInput, *dynamodb.DeleteItemInput:
		if h.writes > 0 {
			h.writes--
			return middleware.InitializeOutput{}, middleware.Metadata{}, &types.TransactionConflictException{}
		}
	}
	return next.HandleInitialize(ctx, in)
}

// A transaction that locks a row is not another owner's edit: a write is retried after it, a bounded number of times.
func TestAWriteGoesOnAfterATransaction(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	h := &held{}
	store := dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(h, middleware.After) })
	}), dynamotest.Table)
	for name, write := range lockedWrites(t.Context(), store) {
		h.writes = tries - 1
		if err := write(); err != nil || h.writes != 0 {
			t.Errorf("%s, after %d transactions: %v; %d are left", name, tries-1, err, h.writes)
		}
		h.writes = 1_000
		if err := write(); !errors.Is(err, chat.ErrConflict) {
			t.Errorf("%s, under transactions without end: %v", name, err)
		}
		if tried := 1_000 - h.writes; tried != tries {
			t.Errorf("%s was tried %d times", name, tried)
		}
		h.writes = 0
	}
	if had, err := store.Roster(t.Context(), "t_1"); err != nil || had.Version != 1 {
		t.Errorf("stored is %+v, %v", had, err)
	}
}

// lockedWrites has a write of each kind that retries.
func lockedWrites(ctx context.Context, store *dynamo.Store) map[string]func() error {
	now := time.Now().UTC().Truncate(time.Millisecond)
	return map[string]func() error{
		"a new row": func() error { return store.PutTicket(ctx, chat.Ticket{Hash: "h_1", Expires: now.Add(time.Hour)}) },
		"an edit":   func() error { return store.PutJob(ctx, lifecycle.Job{Tenant: "t_1", ID: "j_1", Due: now}) },
		"a change of a roster": func() error {
			return store.UpdateRoster(ctx, "t_1", func(*chat.Roster) error { return nil })
		},
		"a change of shares": func() error {
			return store.UpdateShares(ctx, "t_1", func(*team.Shares) error { return nil })
		},
		"a change of a Flow": func() error {
			return store.UpdateFlow(ctx, "t_1", "f_1", func(f *chat.FlowInfo) error { f.Name += "x"; return nil })
		},
		"a counter": func() error {
			_, err := store.Take(ctx, "t_1", "frames", now, 1, 10, now.Add(time.Hour))
			return err
		},
		"a delete": func() error { return store.DeleteCannedReply(ctx, "t_1", "", "r_1") },
	}
}
