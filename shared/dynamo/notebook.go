package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// A socket's row holds the latest pages of its visit in a list of short texts, so that a visit of a few pages stays
// within one write unit a page.

// noted is a page in the list, as a JSON array: milliseconds, address, title, referrer.
func noted(p chat.Page, at time.Time) types.AttributeValue {
	fields := []any{at.UnixMilli(), p.URL, p.Title, p.Referrer}
	for fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	raw, _ := json.Marshal(fields) // numbers and texts always encode
	return text(string(raw))
}

// trailOf reads the list, of which the last page has the number last.
func trailOf(id chat.ConnectionID, last int, list []string) ([]chat.VisitEvent, error) {
	var trail []chat.VisitEvent
	for i, raw := range list {
		var ms int64
		var p chat.Page
		fields := []any{&ms, &p.URL, &p.Title, &p.Referrer}
		if err := json.Unmarshal([]byte(raw), &fields); err != nil {
			return nil, fmt.Errorf("dynamo: decode a page: %w", err)
		}
		at := time.UnixMilli(ms).UTC()
		trail = append(trail, chat.VisitEvent{
			ID: chat.PageID(id, last-len(list)+i+1, at), At: at, Kind: chat.PageEvent, Page: &p,
		})
	}
	return trail, nil
}

func textsOf(it item, name string) []string {
	list, _ := it[name].(*types.AttributeValueMemberL)
	if list == nil {
		return nil
	}
	texts := make([]string, len(list.Value))
	for i, v := range list.Value {
		if s, ok := v.(*types.AttributeValueMemberS); ok {
			texts[i] = s.Value
		}
	}
	return texts
}

func (s *Store) Enter(ctx context.Context, socket chat.Socket, now time.Time, page *chat.Page) error {
	set, after, values := signs(chat.Here, now)
	bind, more, err := binding(socket)
	if err != nil {
		return err
	}
	list := []types.AttributeValue{}
	for _, e := range socket.Trail {
		list = append(list, noted(*e.Page, e.At))
	}
	if page != nil {
		list = append(list, noted(*page, now))
		socket.Noted++
	}
	more[":trail"], more[":noted"] = &types.AttributeValueMemberL{Value: list}, num(int64(socket.Noted))
	for name, v := range values {
		more[name] = v
	}
	_, err = s.admit(ctx, socket.ID, now, admission{
		set: set + bind + ", trail = :trail, noted = :noted, ", after: after, values: more,
	})
	return err
}

func (s *Store) Note(ctx context.Context, socket chat.Socket, now time.Time, id string, page chat.Page) error {
	set, after, values := signs(chat.Here, now)
	values[":page"] = &types.AttributeValueMemberL{Value: []types.AttributeValue{noted(page, now)}}
	values[":id"], values[":one"] = text(id), num(1)
	_, err := s.admit(ctx, socket.ID, now, admission{
		set:   set + "trail = list_append(trail, :page), noted = noted + :one, frame = :id, ",
		after: after, condition: " AND (attribute_not_exists(frame) OR frame <> :id)", values: values,
	})
	return chat.Except(err, chat.ErrExists) // it was noted before
}

// TrimTrail leaves a list to which a page was added since it was read: the next trim takes all.
func (s *Store) TrimTrail(ctx context.Context, socket chat.Socket) error {
	if len(socket.Trail) == 0 {
		return nil
	}
	change, condition := "SET trail = :none", "trail[0] = :first AND size(trail) = :n"
	_, err := s.modify(ctx, "trim", &dynamodb.UpdateItemInput{
		Key: socketKey(socket.ID).item(), UpdateExpression: &change, ConditionExpression: &condition,
		ExpressionAttributeValues: item{
			":none": &types.AttributeValueMemberL{}, ":n": num(int64(len(socket.Trail))),
			":first": noted(*socket.Trail[0].Page, socket.Trail[0].At),
		},
	})
	return chat.Except(err, chat.ErrExists)
}
