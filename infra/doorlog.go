package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// doorFields are the fields of the door's log. It has no address of the caller, no query (people
// search for names), no cookie and no referrer.
var doorFields = []string{
	"date", "time", "x-edge-location", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status", "sc-bytes", "cs-bytes",
	"time-taken", "time-to-first-byte",
	"x-edge-result-type", "x-edge-detailed-result-type", "x-edge-request-id", "cs-protocol", "cs-protocol-version",
	"ssl-protocol", "sc-content-type",
}

// logDoor writes the door's log, with fields of our choice. CloudFront's older kind of log has no
// such choice, and writes whole addresses. The newer kind exists in us-east-1 only, and only a stage
// that asks for it has it. We do not read it.
func logDoor(stack awscdk.Stack, s settings, b buckets, door awscloudfront.Distribution) {
	if !s.EdgeLogs {
		return
	}
	source := awslogs.NewCfnDeliverySource(stack, jsii.String("DoorLogSource"), &awslogs.CfnDeliverySourceProps{
		Name: jsii.String(s.Called("door")), LogType: jsii.String("ACCESS_LOGS"), ResourceArn: door.DistributionArn(),
	})
	to := awslogs.NewCfnDeliveryDestination(stack, jsii.String("DoorLogDestination"), &awslogs.CfnDeliveryDestinationProps{
		Name: jsii.String(s.Called("door")), DestinationResourceArn: b.logs.BucketArn(), OutputFormat: jsii.String("json"),
	})
	delivery := awslogs.NewCfnDelivery(stack, jsii.String("DoorLog"), &awslogs.CfnDeliveryProps{
		DeliverySourceName: source.Name(), DeliveryDestinationArn: to.AttrArn(),
		RecordFields: jsii.Strings(doorFields...), S3SuffixPath: jsii.String("door/{yyyy}/{MM}/{dd}"),
	})
	delivery.AddResourceDependency(source, nil)
	b.logs.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("delivery.logs.amazonaws.com"), nil)},
		Actions:    jsii.Strings("s3:PutObject"), Resources: jsii.Strings(*b.logs.ArnForObjects(jsii.String("*"))),
		Conditions: &map[string]any{"StringEquals": map[string]any{
			"aws:SourceAccount": stack.Account(),
			"s3:x-amz-acl":      "bucket-owner-full-control",
		}},
	}))
	delivery.Node().AddDependency(b.logs.Policy()) // the service asks at once whether it may write
}
