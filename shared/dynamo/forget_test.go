package dynamo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
)

// between calls act once, before the first row is deleted.
type between struct{ act func() }

func (*between) ID() string { return "between" }

func (b *between) HandleInitialize(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if _, is := in.Parameters.(*dynamodb.DeleteItemInput); is && b.act != nil {
		act := b.act
		b.act = nil
		act()
	}
	return next.HandleInitialize(ctx, in)
}

// A profile that changes after its terms were read, and before its tombstone, leaves no term behind.
func TestATombstoneLeavesNoTermOfAChangeInBetween(t *testing.T) {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	b := &between{}
	store := dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(b, middleware.After) })
	}), dynamotest.Table)
	named := func(name string) map[string]chat.Fact { return map[string]chat.Fact{"name": {Value: name}} }
	v := chat.Visitor{Tenant: "t_1", ID: "v_1", Profile: named("zelda")}
	if err := store.AddVisitor(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	b.act = func() {
		if _, err := store.UpdateVisitor(t.Context(), v.Key(), func(v *chat.Visitor) error {
			v.Profile = named("zelda fitzgerald")
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
	if err := store.PlaceTombstones(t.Context(), "t_1", chat.Subject{Visitor: v.ID, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	for word := range strings.FieldsSeq("zelda fitzgerald") {
		found, err := store.FindVisitors(t.Context(), "t_1", chat.Term{Kind: "name", Text: word}, chat.Posting{}, 10)
		if err != nil || len(found) > 0 {
			t.Errorf("%s still leads to %v, %v", word, found, err)
		}
	}
}
