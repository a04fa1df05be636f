package stack

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Restored is in the name of a restored table, between the name of the stage's first table and a time.
const Restored = "-restored-"

// Twin is the making of an empty table by another name with the same keys, indexes and stream.
func Twin(of *types.TableDescription, name string) *dynamodb.CreateTableInput {
	var indexes []types.GlobalSecondaryIndex
	for _, i := range of.GlobalSecondaryIndexes {
		indexes = append(indexes, types.GlobalSecondaryIndex{
			IndexName: i.IndexName, KeySchema: i.KeySchema,
			Projection: i.Projection,
		})
	}
	return &dynamodb.CreateTableInput{
		TableName: &name, KeySchema: of.KeySchema, AttributeDefinitions: of.AttributeDefinitions,
		GlobalSecondaryIndexes: indexes, BillingMode: types.BillingModePayPerRequest,
		StreamSpecification: &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
		},
	}
}
