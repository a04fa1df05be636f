package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/edge"
)

// viewerHeaders are the headers that the socket functions read, and those of a WebSocket upgrade. A
// policy holds ten.
var viewerHeaders = []string{
	"Sec-WebSocket-Key", "Sec-WebSocket-Version", "Origin", "User-Agent", "Sec-GPC", "DNT", "Accept-Language",
	"CloudFront-Viewer-Address", "CloudFront-Viewer-Country", "CloudFront-Viewer-City",
}

// newDoor is the one public door: files, the admin API and webhooks, both sockets.
// Paths are not rewritten: each socket stage is named like its path.
func newDoor(
	stack awscdk.Stack, s settings, sec secrets, b buckets, http httpAPI, visitors, agents socketAPI,
) awscloudfront.Distribution {
	files := awscloudfrontorigins.S3BucketOrigin_WithOriginAccessControl(b.web,
		&awscloudfrontorigins.S3BucketOriginWithOACProps{OriginAccessControl: awscloudfront.NewS3OriginAccessControl(
			stack, jsii.String("FilesAccess"), &awscloudfront.S3OriginAccessControlProps{
				OriginAccessControlName: jsii.String(s.global("files")),
			})})
	safe := callHeaders(stack, s)
	dynamic := func(api *string, forward awscloudfront.IOriginRequestPolicy) *awscloudfront.BehaviorOptions {
		return &awscloudfront.BehaviorOptions{
			Origin: originOf(sec, api), ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
			AllowedMethods: awscloudfront.AllowedMethods_ALLOW_ALL(), CachePolicy: awscloudfront.CachePolicy_CACHING_DISABLED(),
			OriginRequestPolicy: forward, ResponseHeadersPolicy: safe,
		}
	}
	sockets, exceptHost := socketHeaders(stack, s), awscloudfront.OriginRequestPolicy_ALL_VIEWER_EXCEPT_HOST_HEADER()
	calls := dynamic(http.api.ApiId(), exceptHost)
	calls.FunctionAssociations = onRequest(stack, s, "ViewerAddress", "viewer-address", viewerAddress)
	props := &awscloudfront.DistributionProps{
		Comment: jsii.String(s.Called("door")),
		DefaultBehavior: &awscloudfront.BehaviorOptions{
			Origin: files, ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_REDIRECT_TO_HTTPS,
			ResponseHeadersPolicy: adminHeaders(stack, s, b),
			FunctionAssociations:  onRequest(stack, s, "AdminPages", "admin-pages", adminPages(s.Domain)),
		},
		AdditionalBehaviors: &map[string]*awscloudfront.BehaviorOptions{
			"/widget*": {
				Origin: files, ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
				ResponseHeadersPolicy: awscloudfront.ResponseHeadersPolicy_CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS(),
			},
			"/v1/*":           calls,
			"/webhooks/*":     dynamic(http.api.ApiId(), exceptHost),
			"/mail/*":         dynamic(http.api.ApiId(), exceptHost),
			"/visitor_socket": dynamic(visitors.api.ApiId(), sockets),
			"/agent_socket":   dynamic(agents.api.ApiId(), sockets),
		},
	}
	named(stack, s, props)
	door := awscloudfront.NewDistribution(stack, jsii.String("Door"), props)
	pointAt(stack, s, door)
	logDoor(stack, s, b, door)
	return door
}

// originOf is an API of ours as an origin, to which the door authenticates itself.
func originOf(sec secrets, api *string) awscloudfront.IOrigin {
	host := awscdk.Fn_Sub(jsii.String("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
		&map[string]*string{"Api": api})
	return awscloudfrontorigins.NewHttpOrigin(host, &awscloudfrontorigins.HttpOriginProps{
		ProtocolPolicy: awscloudfront.OriginProtocolPolicy_HTTPS_ONLY,
		CustomHeaders:  &map[string]*string{edge.Header: sec.sends.SecretValue().UnsafeUnwrap()},
	})
}

// socketHeaders lets viewerHeaders through to the sockets' APIs.
func socketHeaders(stack awscdk.Stack, s settings) awscloudfront.OriginRequestPolicy {
	return awscloudfront.NewOriginRequestPolicy(stack, jsii.String("SocketHeaders"),
		&awscloudfront.OriginRequestPolicyProps{
			OriginRequestPolicyName: jsii.String(s.global("sockets")),
			HeaderBehavior:          awscloudfront.OriginRequestHeaderBehavior_AllowList(*jsii.Strings(viewerHeaders...)...),
			QueryStringBehavior:     awscloudfront.OriginRequestQueryStringBehavior_All(),
			CookieBehavior:          awscloudfront.OriginRequestCookieBehavior_None(),
		})
}

// onRequest runs code at the edge before each request of a behaviour.
func onRequest(stack awscdk.Stack, s settings, id, name, code string) *[]*awscloudfront.FunctionAssociation {
	return &[]*awscloudfront.FunctionAssociation{{
		EventType: awscloudfront.FunctionEventType_VIEWER_REQUEST,
		Function: awscloudfront.NewFunction(stack, &id, &awscloudfront.FunctionProps{
			FunctionName: jsii.String(s.global(name)), Code: awscloudfront.FunctionCode_FromInline(&code),
			Runtime: awscloudfront.FunctionRuntime_JS_2_0(),
		}),
	}}
}
