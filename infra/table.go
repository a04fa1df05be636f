package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/dynamo"
)

// tableFor is the stage's own table, or the restored one that takes its place: DynamoDB restores only
// to a new table. The own table then leaves the stack and stays in the account.
func tableFor(stack awscdk.Stack, s settings) (awsdynamodb.ITableV2, awskms.Key) {
	var key awskms.Key
	if s.OwnKey {
		key = newKey(stack, s, "TableKey", "Encrypts the table")
	}
	if s.Restored == "" {
		return newTable(stack, s, key), key
	}
	table, _, _ := strings.Cut(s.Restored, "/stream/")
	return awsdynamodb.TableV2_FromTableAttributes(stack, jsii.String("Restored"), &awsdynamodb.TableAttributesV2{
		TableArn: &table, TableStreamArn: &s.Restored,
	}), key
}

// newTable makes the one table, its three sparse indexes and its stream; under a key of the owner's,
// if there is one. It has no name of ours: a table that has to be replaced could not keep it. It is
// protected from deletion, so it stays even after a first deploy that failed.
func newTable(stack awscdk.Stack, s settings, key awskms.Key) awsdynamodb.TableV2 {
	text := func(name string) *awsdynamodb.Attribute {
		return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
	}
	index := func(name, partition, sort string) *awsdynamodb.GlobalSecondaryIndexPropsV2 {
		return &awsdynamodb.GlobalSecondaryIndexPropsV2{
			IndexName: jsii.String(name), PartitionKey: text(partition), SortKey: text(sort),
			ProjectionType: awsdynamodb.ProjectionType_KEYS_ONLY,
		}
	}
	encryption, removal := awsdynamodb.TableEncryptionV2_AwsManagedKey(), awscdk.RemovalPolicy_RETAIN
	if key != nil {
		encryption = awsdynamodb.TableEncryptionV2_CustomerManagedKey(key, nil)
	}
	if s.Local() {
		removal = awscdk.RemovalPolicy_DESTROY
	}
	return awsdynamodb.NewTableV2(stack, jsii.String("Table"), &awsdynamodb.TablePropsV2{
		PartitionKey: text(dynamo.Partition), SortKey: text(dynamo.Sort),
		GlobalSecondaryIndexes: &[]*awsdynamodb.GlobalSecondaryIndexPropsV2{
			index(dynamo.ListIndex, dynamo.ListPartition, dynamo.ListSort),
			index(dynamo.WorkIndex, dynamo.WorkPartition, dynamo.WorkSort),
			index(dynamo.DueIndex, dynamo.DuePartition, dynamo.DueSort),
		},
		Billing:             awsdynamodb.Billing_OnDemand(nil),
		TimeToLiveAttribute: jsii.String(dynamo.TTL),
		DynamoStream:        awsdynamodb.StreamViewType_NEW_AND_OLD_IMAGES,
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: jsii.Bool(true),
		},
		DeletionProtection: jsii.Bool(!s.Local()),
		Encryption:         encryption,
		RemovalPolicy:      removal,
	})
}
