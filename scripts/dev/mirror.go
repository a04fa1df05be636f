package main

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/scripts/stack"
)

// tables is a client of the database, which stands beside the emulator's own.
func (c *cloud) tables() *dynamodb.Client {
	return dynamodb.NewFromConfig(c.aws, func(o *dynamodb.Options) { o.BaseEndpoint = aws.String(c.database()) })
}

// mirror creates the deployed table in the database, with the same keys, indexes and stream.
func (c *cloud) mirror(ctx context.Context) error {
	name := c.stack["Table"]
	deployed, err := dynamodb.NewFromConfig(c.aws).DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil {
		return err
	}
	database := c.tables()
	_, err = database.CreateTable(ctx, stack.Twin(deployed.Table, name))
	if _, had := errors.AsType[*types.ResourceInUseException](err); had {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = database.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: &name, TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: aws.String("ttl"),
			Enabled:       aws.Bool(true),
		},
	})
	return err
}
