package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/knowledge"
)

// keep retains data when its stack is deleted, except on one machine. A first deploy that fails takes away all that it
// made, so that it can be repeated.
func keep(s settings) awscdk.RemovalPolicy {
	if s.Local() {
		return awscdk.RemovalPolicy_DESTROY
	}
	return awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
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
			BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(), EnforceSSL: jsii.Bool(!s.Local()),
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
	b.web = logged("Web", webProps(s, props()))
	failures := props()
	failures.LifecycleRules = &[]*awss3.LifecycleRule{expire(30, "")}
	b.failures = logged("Failures", failures)
	media := props() // without a log: it would record the addresses of visitors who download files
	media.LifecycleRules = &[]*awss3.LifecycleRule{
		expire(1, "quarantine/"), expire(7, "exports/"), expire(7, knowledge.ImportPrefix),
		// Meta repeats a delivery for up to seven days; one that waits is known to be on the queue until it expires.
		expire(deliveries.Days, deliveries.Waiting), expire(deliveries.Days+1, deliveries.Known),
	}
	media.Cors = &[]*awss3.CorsRule{{
		AllowedMethods: &[]awss3.HttpMethods{awss3.HttpMethods_GET, awss3.HttpMethods_PUT},
		AllowedOrigins: jsii.Strings("*"), // the widget runs on customers' pages; addresses are signed
		AllowedHeaders: jsii.Strings("content-type"), MaxAge: jsii.Number(3600),
	}}
	b.media = awss3.NewBucket(stack, jsii.String("Media"), media)
	return b
}

// webProps keep the files that a deploy of pages replaced for a month: the versions of files with a fixed name,
// and the files with a hash that are no longer part of a release, which publish tags. Pictures of a
// team that were taken back go within days.
func webProps(s settings, p *awss3.BucketProps) *awss3.BucketProps {
	if s.Local() {
		return p
	}
	days := func(n float64) awscdk.Duration { return awscdk.Duration_Days(&n) }
	p.Versioned = jsii.Bool(true)
	p.LifecycleRules = &[]*awss3.LifecycleRule{
		{NoncurrentVersionExpiration: days(30), AbortIncompleteMultipartUploadAfter: days(1)},
		{Prefix: jsii.String("widget/faces/"), NoncurrentVersionExpiration: days(1)},
		{TagFilters: &map[string]any{"release": "old"}, Expiration: days(30)},
	}
	return p
}
