package host

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
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
