package main

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

// because gives the reason why a finding of cdk-nag about one resource is intended: all findings of
// this kind, or only those that match one of the patterns.
func because(resource constructs.IConstruct, finding, reason string, patterns ...string) {
	suppression := &cdknag.NagPackSuppression{Id: &finding, Reason: &reason}
	if len(patterns) > 0 {
		only := []any{}
		for _, pattern := range patterns {
			only = append(only, &cdknag.RegexAppliesTo{Regex: jsii.String("/^" + pattern + "$/")})
		}
		suppression.AppliesTo = &only
	}
	cdknag.NagSuppressions_AddResourceSuppressions(resource, &[]*cdknag.NagPackSuppression{suppression}, jsii.Bool(true))
}

// wildcards are the objects that functions may reach by a prefix, because names of objects do not
// exist before they are used. Another wildcard is found by cdk-nag.
var wildcards = map[string]string{
	"widget-message":   `<Media\w+\.Arn>/(kept|quarantine|knowledge/\*/editions)`,
	"admin-inbox":      `<Media\w+\.Arn>/(kept|quarantine|canned)`,
	"whatsapp-webhook": `<Media\w+\.Arn>/(deliveries|delivered)`, "whatsapp-delivery": `<Media\w+\.Arn>/deliveries`,
	"whatsapp-send": `<Media\w+\.Arn>/kept`, "whatsapp-media": `<Media\w+\.Arn>/kept`,
	"relay":           `(<Media\w+\.Arn>/(kept|knowledge/\*/editions)|<Failures\w+\.Arn>)`,
	"admin-settings":  `(<Web\w+\.Arn>/widget/(sites|faces)|<Media\w+\.Arn>/knowledge/\*/editions)`,
	"answer":          `<Media\w+\.Arn>/knowledge/\*/editions`,
	"embed":           `<Media\w+\.Arn>/knowledge/\*/editions`,
	"admin-knowledge": `<Media\w+\.Arn>/(imports|knowledge/\*/editions)`,
	"knowledge-work":  `<Media\w+\.Arn>/(imports|knowledge/\*/editions)`,
	"admin-privacy": `(<Media\w+\.Arn>/(kept|quarantine|canned|exports|tombstones|delivered|ledger/\*)|` +
		`<Failures\w+\.Arn>)`,
	"sweep": `(<Media\w+\.Arn>/(kept|quarantine|canned|exports|tombstones|delivered|search/\*|ledger/\*)|` +
		`<Failures\w+\.Arn>)`,
	"admin-search":   `<Media\w+\.Arn>/search/\*`,
	"search-work":    `<Media\w+\.Arn>/search/\*`,
	"admin-insights": `<Media\w+\.Arn>/(ledger/\*|knowledge/\*/editions)`,
	"mail-work":      `<Media\w+\.Arn>/ledger/\*`,
}

// askers are the functions that may ask the models of their stage.
var askers = []string{"answer", "admin-inbox", "admin-knowledge", "knowledge-work"}

func (f functions) explain(s settings) {
	for _, fn := range f {
		if fn.posts {
			because(fn.Role(), "AwsSolutions-IAM5", "These are the sockets of one stage, which come and go.",
				`Resource::arn:.*:execute-api:.*/(visitor|agent)_socket/\*/@connections/\*`)
		}
		if objects := wildcards[fn.name]; objects != "" {
			because(fn.Role(), "AwsSolutions-IAM5", "These are the objects of one prefix.", "Resource::"+objects+`/\*`)
		}
		if slices.Contains(askers, fn.name) && len(s.Models) > 0 {
			because(fn.Role(), "AwsSolutions-IAM5", "An inference profile asks its model in one of several regions.",
				`Resource::arn:.*:bedrock:\*::foundation-model/.*`)
		}
		if s.Tracing {
			because(fn.Role(), "AwsSolutions-IAM5", "X-Ray's traces have no resource to name.", `Resource::\*`)
		}
	}
}

// notEverywhere lets the template have resources that some regions do not know: cfn-lint looks at all regions, and the
// settings of a stage in one of those refuse a resource that would need them.
func notEverywhere(made constructs.IConstruct) {
	for _, one := range *made.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if resource, is := one.(awscdk.CfnResource); is {
			resource.AddMetadata(jsii.String("cfn-lint"), map[string]any{
				"config": map[string]any{"ignore_checks": []string{"E3006"}},
			})
		}
	}
}

func explainDoor(door awscloudfront.Distribution, s settings) {
	because(door, "AwsSolutions-CFR1", "Visitors may come from anywhere.")
	because(door, "AwsSolutions-CFR3", "The door's log is of the kind that lets us leave out addresses and queries; this "+
		"rule knows the older kind only. A stage asks for it.")
	if s.WAF == "" {
		because(door, "AwsSolutions-CFR2", "A firewall is a price that owners choose; throttles and budgets hold without it.")
	}
	if s.Domain == "" {
		because(door, "AwsSolutions-CFR4", "CloudFront's own name comes with its own certificate. The owner's brings "+
			"TLS 1.2.")
	}
}

func explainPool(pool awscognito.UserPool) {
	because(pool, "AwsSolutions-COG3", "Threat protection needs the Plus tier, a price that owners choose.")
}

func (b buckets) explain(s settings) {
	for _, bucket := range []awss3.Bucket{b.logs, b.media} {
		because(bucket, "AwsSolutions-S1", "The bucket of logs has no log; that of people's files has none either, because "+
			"it would keep whole addresses of visitors, and queries that open their files.")
	}
	if s.Local() {
		for _, bucket := range []awss3.Bucket{b.logs, b.media, b.web, b.failures} {
			because(bucket, "AwsSolutions-S10", plain)
		}
	}
}

func (q queues) explain(s settings) {
	because(q.end, "AwsSolutions-SQS3", "A visit that is not ended by its task is ended by the sweep.")
	if s.Local() {
		for _, queue := range q.all() {
			because(queue, "AwsSolutions-SQS4", plain)
		}
	}
}

const plain = "The local cloud speaks plain HTTP on the loopback interface."
