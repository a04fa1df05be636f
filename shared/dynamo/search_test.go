package dynamo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/search"
)

// answered is a table with every row that is asked for, among which those of one key cannot be read.
type answered struct {
	damaged string
	newest  []bool // of each read, whether it was up to date
}

func (*answered) ID() string { return "answered" }

func (a *answered) HandleInitialize(_ context.Context, in middleware.InitializeInput, _ middleware.InitializeHandler,
) (out middleware.InitializeOutput, m middleware.Metadata, err error) {
	made := &dynamodb.BatchGetItemOutput{Responses: map[string][]map[string]types.AttributeValue{}}
	for table, asked := range in.Parameters.(*dynamodb.BatchGetItemInput).RequestItems {
		a.newest = append(a.newest, *asked.ConsistentRead)
		for _, key := range asked.Keys {
			partition := key[dynamo.Partition].(*types.AttributeValueMemberS).Value
			sort := key[dynamo.Sort].(*types.AttributeValueMemberS).Value
			id := partition[strings.LastIndexAny(partition, "#/")+1:]
			doc := `{"id":"` + id + `","bubbles":[{"kind":"text","text":"tea"}]}`
			if a.damaged != "" && strings.HasSuffix(partition+sort, a.damaged) {
				doc = "{"
			}
			made.Responses[table] = append(made.Responses[table], map[string]types.AttributeValue{
				dynamo.Partition: key[dynamo.Partition], dynamo.Sort: key[dynamo.Sort],
				"d": &types.AttributeValueMemberS{Value: doc},
			})
		}
	}
	out.Result = made
	return out, m, nil
}

func (a *answered) table() *dynamo.Store {
	return dynamo.New(dynamodb.New(dynamodb.Options{Region: "local", APIOptions: []func(*middleware.Stack) error{
		func(s *middleware.Stack) error { return s.Initialize.Add(a, middleware.Before) },
	}}), "table")
}

// A row that cannot be read is left out of the index, and all others are in it.
func TestAnUnreadableMessageIsLeftOut(t *testing.T) {
	refs := []search.Ref{
		{Conversation: "c_1", Message: "m1"}, {Conversation: "c_1", Message: "m2"}, {Conversation: "c_2", Message: "m3"},
	}
	for damaged, want := range map[string]int{"m2": 2, "c_2HEAD": 2, "": 3} {
		docs, err := search.NewReader((&answered{damaged: damaged}).table()).Documents(t.Context(), "t_1", refs)
		if err != nil || len(docs) != want {
			t.Errorf("with %q unreadable: %v, %v", damaged, docs, err)
		}
	}
}

// An index reads messages up to date; a search reads the ones that it shows at half the price.
func TestAnIndexReadsUpToDate(t *testing.T) {
	rows := &answered{}
	refs := []search.Ref{{Conversation: "c_1", Message: "m1"}}
	for _, c := range []struct {
		store *dynamo.Store
		want  bool
	}{{rows.table(), false}, {rows.table().UpToDate(), true}} {
		rows.newest = nil
		reader := search.NewReader(c.store)
		_, err := reader.There(t.Context(), "t_1", refs)
		docs, failed := reader.Documents(t.Context(), "t_1", refs)
		if err != nil || failed != nil || len(docs) != 1 || len(rows.newest) != 3 || slices.Contains(rows.newest, !c.want) {
			t.Errorf("up to date is %v, want %v: %v, %v", rows.newest, c.want, err, failed)
		}
	}
}
