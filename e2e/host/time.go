package host

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamotest"
)

// Rest fills up the rate limit of a visitor's socket again: people do not send two frames within
// half a second.
func (v *Visitor) Rest(ctx context.Context) error {
	text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
	_, err := v.h.Engine.DB.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(dynamotest.Table), Key: map[string]types.AttributeValue{
			"pk": text("CONN#v." + v.conn),
			"sk": text("CONN"),
		},
		UpdateExpression: aws.String("SET budget = :none"), ExpressionAttributeValues: map[string]types.AttributeValue{
			":none": &types.AttributeValueMemberN{Value: "0"},
		},
	})
	return err
}

// Elapse lets time pass for sockets that are closed and for tasks that wait, and does these tasks.
func (h *Host) Elapse(ctx context.Context, d time.Duration) error {
	table := aws.String(dynamotest.Table)
	closed, err := h.Engine.DB.Scan(ctx, &dynamodb.ScanInput{
		TableName: table, FilterExpression: aws.String("attribute_exists(closed)"),
	})
	if err != nil {
		return err
	}
	for _, it := range closed.Items {
		_, err := h.Engine.DB.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: table, Key: map[string]types.AttributeValue{"pk": it["pk"], "sk": it["sk"]},
			UpdateExpression: aws.String("SET closed = closed - :d"),
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":d": &types.AttributeValueMemberN{Value: strconv.FormatInt(d.Milliseconds(), 10)},
			},
		})
		if err != nil {
			return err
		}
	}
	h.Pass(d)
	h.Drain(ctx)
	return nil
}

// Silence lets time pass for a visit and its sockets, of which nothing is heard.
func (h *Host) Silence(ctx context.Context, key chat.VisitKey, d time.Duration) error {
	s, err := h.Store.UpdateVisit(ctx, key, func(s *chat.Visit) error {
		s.Started, s.LastAt = s.Started.Add(-d), s.LastAt.Add(-d)
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range s.Sockets {
		_, err := h.Engine.DB.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: aws.String(dynamotest.Table), Key: map[string]types.AttributeValue{
				"pk": &types.AttributeValueMemberS{Value: "CONN#" + string(id)},
				"sk": &types.AttributeValueMemberS{Value: "CONN"},
			},
			UpdateExpression: aws.String("SET seen = seen - :d, active = active - :d"),
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":d": &types.AttributeValueMemberN{Value: strconv.FormatInt(d.Milliseconds(), 10)},
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Calm lets some seconds pass since the team was told of a change.
func (h *Host) Calm(ctx context.Context) error {
	for _, list := range []string{"visitors", "inbox"} {
		_, err := h.Engine.DB.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: aws.String(dynamotest.Table), Key: map[string]types.AttributeValue{
				"pk": &types.AttributeValueMemberS{Value: "T#" + string(Tenant)},
				"sk": &types.AttributeValueMemberS{Value: "GATE#" + list},
			},
			UpdateExpression:          aws.String("ADD s :back"),
			ExpressionAttributeValues: map[string]types.AttributeValue{":back": &types.AttributeValueMemberN{Value: "-10"}},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
