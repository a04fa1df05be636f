package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/edge"
)

// filesOrigin is where browsers fetch people's files.
func filesOrigin(b buckets) *string {
	return awscdk.Fn_Sub(jsii.String("https://${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}"), &map[string]*string{"Bucket": b.media.BucketName()})
}

// adminHeaders are what browsers are told about the admin's pages.
func adminHeaders(stack awscdk.Stack, s settings, b buckets, t *team) awscloudfront.ResponseHeadersPolicy {
	policy := edge.AdminPolicy(*t.address(stack), *filesOrigin(b))
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("AdminHeaders"), &awscloudfront.ResponseHeadersPolicyProps{
		ResponseHeadersPolicyName: jsii.String(s.name("admin")),
		SecurityHeadersBehavior:   safeHeaders(&policy),
		CustomHeadersBehavior: &awscloudfront.ResponseCustomHeadersBehavior{CustomHeaders: &[]*awscloudfront.ResponseCustomHeader{
			{Header: jsii.String("Cross-Origin-Opener-Policy"), Value: jsii.String("same-origin"), Override: jsii.Bool(true)},
			permissions,
		}},
	})
}

var permissions = &awscloudfront.ResponseCustomHeader{
	Header: jsii.String("Permissions-Policy"), Value: jsii.String(edge.Permissions), Override: jsii.Bool(true),
}

// callHeaders are what browsers are told about answers that are no pages: whoever opens one
// finds nothing that runs.
func callHeaders(stack awscdk.Stack, s settings) awscloudfront.ResponseHeadersPolicy {
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("CallHeaders"), &awscloudfront.ResponseHeadersPolicyProps{
		ResponseHeadersPolicyName: jsii.String(s.name("calls")),
		SecurityHeadersBehavior:   safeHeaders(jsii.String("default-src 'none'; frame-ancestors 'none'")),
		CustomHeadersBehavior: &awscloudfront.ResponseCustomHeadersBehavior{
			CustomHeaders: &[]*awscloudfront.ResponseCustomHeader{permissions},
		},
	})
}

// safeHeaders are the same for pages and for answers, but for the policy.
func safeHeaders(policy *string) *awscloudfront.ResponseSecurityHeadersBehavior {
	return &awscloudfront.ResponseSecurityHeadersBehavior{
		ContentSecurityPolicy:   &awscloudfront.ResponseHeadersContentSecurityPolicy{ContentSecurityPolicy: policy, Override: jsii.Bool(true)},
		ContentTypeOptions:      &awscloudfront.ResponseHeadersContentTypeOptions{Override: jsii.Bool(true)},
		FrameOptions:            &awscloudfront.ResponseHeadersFrameOptions{FrameOption: awscloudfront.HeadersFrameOption_DENY, Override: jsii.Bool(true)},
		ReferrerPolicy:          &awscloudfront.ResponseHeadersReferrerPolicy{ReferrerPolicy: awscloudfront.HeadersReferrerPolicy_NO_REFERRER, Override: jsii.Bool(true)},
		StrictTransportSecurity: &awscloudfront.ResponseHeadersStrictTransportSecurity{AccessControlMaxAge: awscdk.Duration_Days(jsii.Number(365)), Override: jsii.Bool(true)},
	}
}

// viewerAddress tells the HTTP API where a call came from. What the caller says of it
// does not count. A call that proves nothing at all ends here, in our words: the API's own
// answer has no code.
const viewerAddress = `function handler(event) {
  if (!event.request.headers.authorization) return {
    statusCode: 401, statusDescription: 'Unauthorized',
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
    body: { encoding: 'text', data: '` + edge.Unsigned + `' },
  };
  event.request.headers['` + edge.Viewer + `'] = { value: event.viewer.ip };
  return event.request;
}`

// adminPages has every address of the admin answered by its one page, and the door's
// own address lead there.
const adminPages = `function handler(event) {
  var request = event.request;
  if (request.uri === '/' || request.uri === '/admin') return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/admin/' } } };
  if (request.uri.indexOf('/admin/') === 0 && request.uri.indexOf('.') < 0) request.uri = '/admin/index.html';
  return request;
}`
