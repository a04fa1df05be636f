package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// cloudFrontZone is the hosted zone of every distribution, for records that point at one.
const cloudFrontZone = "Z2FDTNDATAQYW2"

// named gives the door a name of the owner's, and with it a floor for TLS, and a firewall.
func named(stack awscdk.Stack, s settings, props *awscloudfront.DistributionProps) {
	if s.WAF != "" {
		props.WebAclId = &s.WAF
	}
	if s.Domain == "" {
		return
	}
	props.DomainNames = jsii.Strings(s.Domain)
	props.Certificate = awscertificatemanager.Certificate_FromCertificateArn(
		stack, jsii.String("Certificate"), &s.Certificate)
	props.MinimumProtocolVersion = awscloudfront.SecurityPolicyProtocol_TLS_V1_2_2021
}

// pointAt has the owner's zone lead the name to the door.
func pointAt(stack awscdk.Stack, s settings, door awscloudfront.Distribution) {
	if s.Zone == "" {
		return
	}
	for _, kind := range []string{"A", "AAAA"} {
		awsroute53.NewCfnRecordSet(stack, jsii.String("Record"+kind), &awsroute53.CfnRecordSetProps{
			HostedZoneId: &s.Zone, Name: &s.Domain, Type: &kind,
			AliasTarget: &awsroute53.CfnRecordSet_AliasTargetProperty{
				DnsName: door.DistributionDomainName(), HostedZoneId: jsii.String(cloudFrontZone),
			},
		})
	}
}

// hostOf is the host of the door: the owner's, or CloudFront's.
func hostOf(s settings, door awscloudfront.Distribution) *string {
	if s.Domain != "" {
		return &s.Domain
	}
	return door.DistributionDomainName()
}

// addressOf is the address of the door. Callbacks of the sign-in and mails derive from it; pages
// derive snippets and webhooks from the address that they are opened at.
func addressOf(s settings, door awscloudfront.Distribution) *string {
	if s.Local() {
		return &s.Door
	}
	return awscdk.Fn_Join(jsii.String(""), &[]*string{jsii.String("https://"), hostOf(s, door)})
}
