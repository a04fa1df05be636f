package dynamo_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/knowledge"
)

// meanwhile has something happen once, just before the second write of a row.
type meanwhile struct {
	puts int
	do   func()
}

func (*meanwhile) ID() string { return "meanwhile" }

func (m *meanwhile) HandleInitialize(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	if _, is := in.Parameters.(*dynamodb.PutItemInput); is {
		if m.puts++; m.puts == 2 && m.do != nil {
			m.do()
		}
	}
	return next.HandleInitialize(ctx, in)
}

// newer is a table with a publication in whose row another release has written more than this one reads.
type newer struct {
	t     *testing.T
	store *dynamo.Store
	db    *dynamodb.Client
	*meanwhile
	was knowledge.Publication
}

func newNewer(t *testing.T) *newer {
	engine, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Stop)
	n := &newer{t: t, db: engine.DB, meanwhile: &meanwhile{}}
	n.store = dynamo.New(dynamodb.New(engine.DB.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
			return s.Initialize.Add(n.meanwhile, middleware.After)
		})
	}), dynamotest.Table)
	n.was = knowledge.Publication{Tenant: "t_1", Number: 1, At: time.Now().UTC(), By: "a_x", All: true, Held: 3, Asked: 9}
	if err := n.store.AddPublication(t.Context(), n.was); err != nil {
		t.Fatal(err)
	}
	n.rewrite(`"number":1,`, `"number":1,"of-another-release":{"a":1},`)
	n.puts = 0
	return n
}

// rewrite changes the text of the row, as another release does.
func (n *newer) rewrite(from, to string) {
	n.t.Helper()
	table, key := dynamotest.Table, map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "T#t_1#K#editions"}, "sk": &types.AttributeValueMemberS{Value: "N#000001"},
	}
	out, err := n.db.GetItem(context.Background(), &dynamodb.GetItemInput{TableName: &table, Key: key})
	if err != nil {
		n.t.Fatal(err)
	}
	doc, is := out.Item["d"].(*types.AttributeValueMemberS)
	if !is || !strings.Contains(doc.Value, from) {
		n.t.Fatalf("the row is %v", out.Item)
	}
	out.Item["d"] = &types.AttributeValueMemberS{Value: strings.Replace(doc.Value, from, to, 1)}
	_, err = n.db.PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &table, Item: out.Item})
	if err != nil {
		n.t.Fatal(err)
	}
}

// has checks the publication as it is stored.
func (n *newer) has(change func(p *knowledge.Publication)) {
	n.t.Helper()
	want := n.was
	change(&want)
	all, err := n.store.Publications(n.t.Context(), "t_1", 9)
	if err != nil || len(all) != 1 || all[0].Decided != want.Decided || all[0].Asked != want.Asked {
		n.t.Errorf("stored are %+v, %v; want %+v", all, err, want)
	}
}

// A row with more in it than this release reads is decided about and printed like others, also by a repeat.
func TestAPublicationOfAnotherReleaseIsReplaced(t *testing.T) {
	n := newNewer(t)
	decided := n.was
	decided.Decided = "Lea"
	for range 2 {
		if err := n.store.DecidePublication(t.Context(), n.was, decided); err != nil {
			t.Fatal(err)
		}
		n.has(func(p *knowledge.Publication) { p.Decided = "Lea" })
		n.rewrite(`"number":1,`, `"number":1,"of-another-release":2,`)
	}
	asked := decided
	asked.Asked = 10
	if err := n.store.PutPublication(t.Context(), decided, asked); err != nil {
		t.Fatal(err)
	}
	n.has(func(p *knowledge.Publication) { p.Decided, p.Asked = "Lea", 10 })
	n.rewrite(`"asked":10,`, `"asked":11,`)
	if err := n.store.PutPublication(t.Context(), decided, asked); !errors.Is(err, chat.ErrConflict) {
		t.Errorf("over another state: %v", err)
	}
}

// A change just before such a row is replaced is not lost. One that this release does not read costs one more try.
func TestAChangeOfAnotherReleaseIsNotLost(t *testing.T) {
	n := newNewer(t)
	decided := n.was
	decided.Decided = "Lea"
	n.do = func() { n.rewrite(`"asked":9,`, `"asked":8,`) }
	if err := n.store.DecidePublication(t.Context(), n.was, decided); !errors.Is(err, chat.ErrConflict) {
		t.Errorf("it is replaced: %v", err)
	}
	n.has(func(p *knowledge.Publication) { p.Asked = 8 })
	n.was.Asked, n.puts = 8, 0
	decided.Asked = 8
	n.do = func() { n.rewrite(`{"a":1}`, `{"a":2}`) }
	if err := n.store.DecidePublication(t.Context(), n.was, decided); err != nil || n.puts != 3 {
		t.Errorf("after a change of what it does not read: %v, in %d writes", err, n.puts)
	}
}
