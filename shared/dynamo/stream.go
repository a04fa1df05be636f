package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// countedName is the attribute of a visit that is in the counters, or should be.
const countedName = "counts"

// StreamPatterns selects the stream records that relay handles, as Lambda's event patterns: new messages, new
// visits, visits that changed and count, sockets that were closed or removed, answers that wait for a person, and work
// on a knowledge.
func StreamPatterns() []map[string]any {
	rows := func(image, kind string, events ...any) map[string]any {
		kinds := []any{kind}
		if kind == TypeMessage {
			kinds = append(kinds, TypeHeld) // one pattern for both: a function may have few
		}
		return map[string]any{
			"eventName": events,
			"dynamodb":  map[string]any{image: map[string]any{TypeName: map[string]any{"S": kinds}}},
		}
	}
	has := func(it bool) map[string]any { return map[string]any{"N": []any{map[string]any{"exists": it}}} }
	closed := map[string]any{"eventName": []any{"MODIFY"}, "dynamodb": map[string]any{
		"OldImage": map[string]any{"closed": has(false)},
		"NewImage": map[string]any{TypeName: map[string]any{"S": []any{TypeSocket}}, "closed": has(true)},
	}}
	counts := map[string]any{"eventName": []any{"MODIFY"}, "dynamodb": map[string]any{
		"NewImage": map[string]any{TypeName: map[string]any{"S": []any{TypeVisit}}, countedName: has(true)},
	}}
	return []map[string]any{
		rows("NewImage", TypeMessage, "INSERT"),
		rows("NewImage", TypeVisit, "INSERT"),
		counts,
		rows("OldImage", TypeSocket, "REMOVE"),
		rows("NewImage", TypeKnowledge, "INSERT", "MODIFY"),
		closed,
	}
}

// Batch makes the stream record of a parked row as it is now, so that relay can retry it.
// ErrNotFound if the row is gone.
func (s *Store) Batch(ctx context.Context, p chat.Poison) ([]byte, error) {
	k := key{p.Partition, p.Sort}
	it, err := s.get(ctx, k, true)
	if err != nil {
		return nil, err
	}
	image := func(it item) map[string]any {
		told := map[string]any{}
		for name, v := range it {
			switch v := v.(type) {
			case *types.AttributeValueMemberS:
				told[name] = map[string]string{"S": v.Value}
			case *types.AttributeValueMemberN:
				told[name] = map[string]string{"N": v.Value}
			}
		}
		return told
	}
	return json.Marshal(map[string]any{"Records": []any{map[string]any{
		"eventID": "redriven", "eventName": "INSERT", "eventSource": "aws:dynamodb",
		"dynamodb": map[string]any{"SequenceNumber": "1", "Keys": image(k.item()), "NewImage": image(it)},
	}}})
}

// Has tells whether the table has the row of a stream record. A row that was erased or has expired is none.
func (s *Store) Has(ctx context.Context, r events.DynamoDBEventRecord) (bool, error) {
	pk, sk := KeysOf(r)
	_, err := s.get(ctx, key{pk, sk}, true)
	if errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrErased) {
		return false, nil
	}
	return err == nil, err
}

// KeysOf returns the key of a stream record's row.
func KeysOf(r events.DynamoDBEventRecord) (pk, sk string) {
	return textIn(r.Change.Keys, Partition), textIn(r.Change.Keys, Sort)
}

// RequestOf is the call that wrote a stream record's row, "" if the row does not name one.
func RequestOf(r events.DynamoDBEventRecord) string { return textIn(r.Change.NewImage, requestName) }

// KnowledgeIn is the work on a knowledge of which a record tells: on an import, or on a new publication.
func KnowledgeIn(r events.DynamoDBEventRecord) (chat.Task, bool) {
	if textIn(r.Change.NewImage, TypeName) != TypeKnowledge {
		return chat.Task{}, false
	}
	pk, sk := KeysOf(r)
	t := chat.Task{Tenant: chat.TenantID(strings.Split(pk, "#")[1])}
	if id, is := strings.CutPrefix(sk, importSort); is {
		t.Import = id
	}
	return t, true
}

func textIn(image map[string]events.DynamoDBAttributeValue, name string) string {
	if value, ok := image[name]; ok && value.DataType() == events.DataTypeString {
		return value.String()
	}
	return ""
}

func msIn(image map[string]events.DynamoDBAttributeValue, name string) time.Time {
	if value, ok := image[name]; ok && value.DataType() == events.DataTypeNumber {
		if ms, err := value.Integer(); err == nil {
			return time.UnixMilli(ms).UTC()
		}
	}
	return time.Time{}
}

// documentIn is the document of an image, in the shape of today.
func documentIn(r events.DynamoDBEventRecord, image map[string]events.DynamoDBAttributeValue) ([]byte, error) {
	pk, sk := KeysOf(r)
	it := key{pk, sk}.item()
	it["d"] = text(textIn(image, "d"))
	if v, ok := image[schemaName]; ok && v.DataType() == events.DataTypeNumber {
		it[schemaName] = &types.AttributeValueMemberN{Value: v.Number()}
	}
	return document(it)
}

// goneIn is the socket of a record; nil if it was closed before it was removed, or goes on.
func goneIn(
	r events.DynamoDBEventRecord, image map[string]events.DynamoDBAttributeValue, doc []byte,
) (*chat.Socket, error) {
	closed, was := msIn(image, "closed"), msIn(r.Change.OldImage, "closed")
	removed := r.EventName == string(events.DynamoDBOperationTypeRemove)
	if removed != closed.IsZero() || !was.IsZero() {
		return nil, nil
	}
	var gone chat.Socket
	if err := json.Unmarshal(doc, &gone); err != nil {
		return nil, err
	}
	gone.Seen, gone.Active, gone.Away = msIn(image, "seen"), msIn(image, "active"), msIn(image, "away")
	gone.Closed = closed
	var list []string
	if trail, ok := image["trail"]; ok && trail.DataType() == events.DataTypeList {
		for _, page := range trail.List() {
			list = append(list, page.String())
		}
	}
	if n, ok := image["noted"]; ok && n.DataType() == events.DataTypeNumber {
		last, _ := n.Integer()
		gone.Noted = int(last)
	}
	var err error
	gone.Trail, err = trailOf(gone.ID, gone.Noted, list)
	return &gone, err
}

// Change decodes a stream record. It is empty if relay does not handle the record.
func Change(r events.DynamoDBEventRecord) (chat.Change, error) {
	image := r.Change.NewImage
	if r.EventName == string(events.DynamoDBOperationTypeRemove) {
		image = r.Change.OldImage
	}
	var c chat.Change
	doc, err := documentIn(r, image)
	if err != nil {
		return c, err
	}
	switch kind := textIn(image, TypeName); {
	case kind == TypeMessage && r.EventName == string(events.DynamoDBOperationTypeInsert):
		pk, _ := KeysOf(r)
		parts := strings.SplitN(pk, "#", 4) // T, tenant, C, id
		if len(parts) != 4 || parts[2] != "C" {
			return c, fmt.Errorf("dynamo: a message under %q", pk)
		}
		c.Key = chat.ConversationKey{Tenant: chat.TenantID(parts[1]), ID: chat.ConversationID(parts[3])}
		err = json.Unmarshal(doc, &c.Message)
	case kind == TypeVisit && r.EventName != string(events.DynamoDBOperationTypeRemove):
		err = json.Unmarshal(doc, &c.Visit)
	case kind == TypeSocket:
		c.Gone, err = goneIn(r, image, doc)
	}
	if err != nil {
		return chat.Change{}, fmt.Errorf("dynamo: a stream record cannot be read: %w", err)
	}
	return c, nil
}
