package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// keep retains data when its stack is deleted, except on one machine.
func keep(s settings) awscdk.RemovalPolicy {
	if s.local() {
		return awscdk.RemovalPolicy_DESTROY
	}
	return awscdk.RemovalPolicy_RETAIN
}

// newTable makes the one table, its three sparse indexes and its stream; and its key, if the owner
// wants a key of their own.
func newTable(stack awscdk.Stack, s settings) (awsdynamodb.TableV2, awskms.Key) {
	var key awskms.Key
	text := func(name string) *awsdynamodb.Attribute {
		return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
	}
	index := func(name, partition, sort string) *awsdynamodb.GlobalSecondaryIndexPropsV2 {
		return &awsdynamodb.GlobalSecondaryIndexPropsV2{
			IndexName: jsii.String(name), PartitionKey: text(partition), SortKey: text(sort),
			ProjectionType: awsdynamodb.ProjectionType_KEYS_ONLY,
		}
	}
	encryption := awsdynamodb.TableEncryptionV2_AwsManagedKey()
	if s.OwnKey {
		key = newKey(stack, s, "TableKey", "Encrypts the table")
		encryption = awsdynamodb.TableEncryptionV2_CustomerManagedKey(key, nil)
	}
	return awsdynamodb.NewTableV2(stack, jsii.String("Table"), &awsdynamodb.TablePropsV2{
		TableName:    jsii.String(s.name("table")),
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
		DeletionProtection: jsii.Bool(!s.local()),
		Encryption:         encryption,
		RemovalPolicy:      keep(s),
	}), key
}

func newKey(stack awscdk.Stack, s settings, id, what string) awskms.Key {
	return awskms.NewKey(stack, jsii.String(id), &awskms.KeyProps{
		Description: jsii.String(what), EnableKeyRotation: jsii.Bool(true), RemovalPolicy: keep(s),
	})
}

// buckets hold the web's files, people's files, failed stream records, and logs.
type buckets struct{ web, media, failures, logs awss3.Bucket }

func newBuckets(stack awscdk.Stack, s settings) buckets {
	props := func() *awss3.BucketProps {
		return &awss3.BucketProps{
			BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(), EnforceSSL: jsii.Bool(!s.local()),
			Encryption: awss3.BucketEncryption_S3_MANAGED, RemovalPolicy: keep(s),
		}
	}
	expire := func(days float64, prefix string) *awss3.LifecycleRule {
		rule := &awss3.LifecycleRule{
			Expiration:                          awscdk.Duration_Days(&days),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(1)),
		}
		if prefix != "" {
			rule.Prefix = &prefix
		}
		return rule
	}
	logs := props()
	logs.LifecycleRules = &[]*awss3.LifecycleRule{expire(90, "")}
	b := buckets{logs: awss3.NewBucket(stack, jsii.String("Logs"), logs)}

	logged := func(id string, p *awss3.BucketProps) awss3.Bucket {
		p.ServerAccessLogsBucket, p.ServerAccessLogsPrefix = b.logs, jsii.String("s3/"+id+"/")
		return awss3.NewBucket(stack, &id, p)
	}
	b.web = logged("Web", props())
	failures := props()
	failures.LifecycleRules = &[]*awss3.LifecycleRule{expire(30, "")}
	b.failures = logged("Failures", failures)
	media := props() // without a log: it would record the addresses of visitors who download files
	media.LifecycleRules = &[]*awss3.LifecycleRule{expire(1, "quarantine/"), expire(7, "exports/")}
	media.Cors = &[]*awss3.CorsRule{{
		AllowedMethods: &[]awss3.HttpMethods{awss3.HttpMethods_GET, awss3.HttpMethods_PUT},
		AllowedOrigins: jsii.Strings("*"), // the widget runs on customers' pages; addresses are signed
		AllowedHeaders: jsii.Strings("content-type"), MaxAge: jsii.Number(3600),
	}}
	b.media = awss3.NewBucket(stack, jsii.String("Media"), media)
	return b
}

// secrets are the key that seals tenants' secrets, and the secret that authenticates CloudFront.
type secrets struct {
	seal awskms.Key
	edge awssecretsmanager.Secret
}

func newSecrets(stack awscdk.Stack, s settings) secrets {
	return secrets{
		seal: newKey(stack, s, "SealKey", "Seals the secrets of tenants"),
		edge: awssecretsmanager.NewSecret(stack, jsii.String("EdgeSecret"), &awssecretsmanager.SecretProps{
			Description: jsii.String("CloudFront proves itself to the functions with this"),
			GenerateSecretString: &awssecretsmanager.SecretStringGenerator{
				ExcludePunctuation: jsii.Bool(true), PasswordLength: jsii.Number(48),
			},
		}),
	}
}

// queues hold tasks that call other people's servers, which may be slow.
type queues struct{ answer, answerDead, send, sendDead, media, mediaDead awssqs.Queue }

func newQueues(stack awscdk.Stack, s settings) queues {
	// A call to a bot takes up to 15 s, to Graph up to 10 s. A task whose function dies is visible again
	// after its visibility timeout.
	pair := func(id string, visibility, tries, days float64) (awssqs.Queue, awssqs.Queue) {
		dead := awssqs.NewQueue(stack, jsii.String(id+"Dead"), &awssqs.QueueProps{
			Encryption: awssqs.QueueEncryption_SQS_MANAGED, EnforceSSL: jsii.Bool(!s.local()),
			RetentionPeriod: awscdk.Duration_Days(jsii.Number(14)),
		})
		return awssqs.NewQueue(stack, jsii.String(id), &awssqs.QueueProps{
			Encryption: awssqs.QueueEncryption_SQS_MANAGED, EnforceSSL: jsii.Bool(!s.local()),
			VisibilityTimeout: awscdk.Duration_Seconds(&visibility), RetentionPeriod: awscdk.Duration_Days(&days),
			DeadLetterQueue: &awssqs.DeadLetterQueue{Queue: dead, MaxReceiveCount: &tries},
		}), dead
	}
	var q queues
	q.answer, q.answerDead = pair("Answer", 20, config.AnswerTries+2, 4)
	q.send, q.sendDead = pair("Send", 40, config.SendTries+10, 4)
	q.media, q.mediaDead = pair("Fetch", 70, config.MediaTries+10, 9) // Meta keeps a file for seven days
	return q
}
