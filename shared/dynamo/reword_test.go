package dynamo_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/knowledge"
)

// dying is a machine that makes so many calls, and then none.
type dying struct{ calls int }

func (*dying) ID() string { return "dying" }

func (d *dying) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if d.calls--; d.calls < 0 {
		return middleware.InitializeOutput{}, middleware.Metadata{}, errors.New("the machine died")
	}
	return next.HandleInitialize(ctx, in)
}

// Wherever the rewording of an entry is cut off, its latest version has the same words as the entry: else a second look
// at one of them would take the other for done.
func TestAnEntryAndItsVersionAreRewordedTogether(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	d := knowledge.Draft{Tenant: "t_1", ID: "e1", Content: knowledge.Content{Title: "before"}}
	whole := dynamo.New(engine.DB, dynamotest.Table)
	if err := whole.PutDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	d.Version, d.Title = 1, "after"
	for calls := range 3 {
		cut := &dying{calls}
		_ = dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
			o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
				return s.Initialize.Add(cut, middleware.After)
			})
		}), dynamotest.Table).RewordDraft(t.Context(), d)
		now, err := whole.Draft(t.Context(), "t_1", "e1")
		version, failed := whole.DraftVersion(t.Context(), "t_1", "e1", 1)
		if err := errors.Join(err, failed); err != nil || now.Title != version.Title {
			t.Errorf("after %d calls the entry is %q and its version %q, %v", calls, now.Title, version.Title, err)
		}
	}
	if now, err := whole.Draft(t.Context(), "t_1", "e1"); err != nil || now.Title != "after" {
		t.Errorf("at last it is %q, %v", now.Title, chat.KindOf(err))
	}
}
