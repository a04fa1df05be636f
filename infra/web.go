package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/edge"
)

// filesOrigin is the origin from which browsers download people's files.
func filesOrigin(b buckets) *string {
	return awscdk.Fn_Sub(jsii.String("https://${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}"),
		&map[string]*string{"Bucket": b.media.BucketName()})
}

// adminHeaders are the security headers of the admin's pages.
func adminHeaders(stack awscdk.Stack, s settings, b buckets) awscloudfront.ResponseHeadersPolicy {
	policy := edge.AdminPolicy(*signInAddress(s), *filesOrigin(b))
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("AdminHeaders"),
		&awscloudfront.ResponseHeadersPolicyProps{
			ResponseHeadersPolicyName: jsii.String(s.global("admin")),
			SecurityHeadersBehavior:   safeHeaders(&policy),
			CustomHeadersBehavior: &awscloudfront.ResponseCustomHeadersBehavior{
				CustomHeaders: &[]*awscloudfront.ResponseCustomHeader{
					{Header: jsii.String("Cross-Origin-Opener-Policy"), Value: jsii.String("same-origin"), Override: jsii.Bool(true)},
					permissions,
				},
			},
		})
}

var permissions = &awscloudfront.ResponseCustomHeader{
	Header: jsii.String("Permissions-Policy"), Value: jsii.String(edge.Permissions), Override: jsii.Bool(true),
}

// callHeaders are the security headers of answers that are not pages: nothing in them runs if a
// browser opens them.
func callHeaders(stack awscdk.Stack, s settings) awscloudfront.ResponseHeadersPolicy {
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("CallHeaders"),
		&awscloudfront.ResponseHeadersPolicyProps{
			ResponseHeadersPolicyName: jsii.String(s.global("calls")),
			SecurityHeadersBehavior:   safeHeaders(jsii.String("default-src 'none'; frame-ancestors 'none'")),
			CustomHeadersBehavior: &awscloudfront.ResponseCustomHeadersBehavior{
				CustomHeaders: &[]*awscloudfront.ResponseCustomHeader{permissions},
			},
		})
}

// safeHeaders are the headers that pages and answers share; only the policy differs.
func safeHeaders(policy *string) *awscloudfront.ResponseSecurityHeadersBehavior {
	return &awscloudfront.ResponseSecurityHeadersBehavior{
		ContentSecurityPolicy: &awscloudfront.ResponseHeadersContentSecurityPolicy{
			ContentSecurityPolicy: policy,
			Override:              jsii.Bool(true),
		},
		ContentTypeOptions: &awscloudfront.ResponseHeadersContentTypeOptions{Override: jsii.Bool(true)},
		FrameOptions: &awscloudfront.ResponseHeadersFrameOptions{
			FrameOption: awscloudfront.HeadersFrameOption_DENY, Override: jsii.Bool(true),
		},
		ReferrerPolicy: &awscloudfront.ResponseHeadersReferrerPolicy{
			ReferrerPolicy: awscloudfront.HeadersReferrerPolicy_NO_REFERRER, Override: jsii.Bool(true),
		},
		StrictTransportSecurity: &awscloudfront.ResponseHeadersStrictTransportSecurity{
			AccessControlMaxAge: awscdk.Duration_Days(jsii.Number(365)), Override: jsii.Bool(true),
		},
	}
}

// viewerAddress passes the caller's address to the HTTP API, and ignores any that the caller sent.
// A call without credentials ends here with an error of ours: the API's own has no code.
const viewerAddress = `function handler(event) {
  if (!event.request.headers.authorization) return {
    statusCode: 401, statusDescription: 'Unauthorized',
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
    body: { encoding: 'text', data: '` + edge.Unsigned + `' },
  };
  event.request.headers['` + edge.Viewer + `'] = { value: event.viewer.ip };
  return event.request;
}`

// adminPages serves the admin's one page at every address of the admin, and redirects the door's own address there,
// and /panel, which people know from elsewhere. Where the door has a name of the owner's, the sign-in leads back to
// that one, so people are redirected to it first.
func adminPages(domain string) string {
	if domain == "" {
		return fmt.Sprintf(adminPage, "")
	}
	return fmt.Sprintf(adminPage, fmt.Sprintf(`
  if (request.uri.indexOf('/admin') === 0 && request.headers.host.value !== '%[1]s') return { statusCode: 302, `+
		`statusDescription: 'Found', headers: { location: { value: 'https://%[1]s/admin/' } } };`, domain))
}

const adminPage = `function handler(event) {
  var request = event.request;%s
  if (request.uri.indexOf('/panel/') === 0) return { statusCode: 302, ` +
	`statusDescription: 'Found', headers: { location: { value: '/admin/' + request.uri.slice(7) } } };
  if (request.uri === '/' || request.uri === '/admin') return { statusCode: 302, ` +
	`statusDescription: 'Found', headers: { location: { value: '/admin/' } } };
  if (request.uri.indexOf('/admin/') === 0 && request.uri.indexOf('.') < 0) request.uri = '/admin/index.html';
  return request;
}`
