package dynamo

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

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
	unchanged, was := asRead(socket.Noted)
	list := []types.AttributeValue{}
	for _, e := range socket.Trail {
		list = append(list, noted(*e.Page, e.At))
	}
	if page != nil {
		list = append(list, noted(*page, now))
		socket.Noted++
	}
	more[":trail"], more[":noted"] = &types.AttributeValueMemberL{Value: list}, num(int64(socket.Noted))
	maps.Copy(more, values)
	maps.Copy(more, was)
	is, err := s.admit(ctx, socket.ID, now, admission{
		set: set + bind + ", trail = :trail, noted = :noted, ", after: after, condition: " AND " + unchanged, values: more,
	})
	if errors.Is(err, chat.ErrExists) && is.Visit == socket.Visit && is.Noted == socket.Noted {
		return nil // it was stored, and the answer got lost
	}
	return lost(err)
}

// asRead is the condition that no page was noted on a socket since that many were.
func asRead(n int) (condition string, values item) {
	if n == 0 {
		return "(attribute_not_exists(noted) OR noted = :was)", item{":was": num(0)}
	}
	return "noted = :was", item{":was": num(int64(n))}
}

func (s *Store) Note(
	ctx context.Context, socket chat.Socket, now time.Time, id string, page chat.Page, anew bool,
) error {
	set, after, values := signs(chat.Here, now)
	values[":page"] = &types.AttributeValueMemberL{Value: []types.AttributeValue{noted(page, now)}}
	values[":id"], values[":one"] = text(short(id)), num(1)
	trail := "trail = list_append(trail, :page)"
	condition := " AND (attribute_not_exists(frame) OR (frame <> :id AND frame2 <> :id))"
	if anew {
		unchanged, was := asRead(socket.Noted)
		maps.Copy(values, was)
		trail, condition = "trail = :page", condition+" AND "+unchanged
	}
	is, err := s.admit(ctx, socket.ID, now, admission{
		set:   set + trail + ", noted = noted + :one, frame2 = if_not_exists(frame, :id), frame = :id, ",
		after: after, condition: condition, values: values,
	})
	if anew && errors.Is(err, chat.ErrExists) && is.Noted != socket.Noted {
		return chat.ErrConflict
	}
	return chat.Except(err, chat.ErrExists) // it was noted before
}

// short is an id in a few letters, as the row of a socket should be small.
func short(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawStdEncoding.EncodeToString(sum[:6])
}

func (s *Store) DropSocket(ctx context.Context, id chat.ConnectionID) error {
	return s.delete(ctx, socketKey(id))
}
