package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
)

// secrets are the key that seals tenants' secrets, and the two secrets with which the door proves
// itself. Functions accept both; the door sends one. So the other can be replaced, and after that
// the door can change over, without a moment in which a request is refused.
type secrets struct {
	seal  awskms.Key
	edges [2]awssecretsmanager.Secret
	sends awssecretsmanager.Secret
}

func newSecrets(stack awscdk.Stack, s settings) secrets {
	sec := secrets{
		seal: newKey(stack, s, "SealKey", "Seals the secrets of tenants"),
		edges: [2]awssecretsmanager.Secret{
			newEdgeSecret(stack, "A", s.EdgeSecrets.A), newEdgeSecret(stack, "B", s.EdgeSecrets.B),
		},
	}
	sec.sends = sec.edges[0]
	if s.Edge == "b" {
		sec.sends = sec.edges[1]
	}
	return sec
}

// newEdgeSecret makes a secret that nobody has to know. CloudFormation reads a secret anew only when
// the text of the reference to it changes: another number is another secret, and another reference.
func newEdgeSecret(stack awscdk.Stack, which string, number int) awssecretsmanager.Secret {
	secret := awssecretsmanager.NewSecret(stack, jsii.String(fmt.Sprintf("EdgeSecret%s%d", which, number)),
		&awssecretsmanager.SecretProps{
			Description: jsii.String("CloudFront proves itself to the functions with this"),
			GenerateSecretString: &awssecretsmanager.SecretStringGenerator{
				ExcludePunctuation: jsii.Bool(true), PasswordLength: jsii.Number(48),
			},
		})
	because(secret, "AwsSolutions-SMG4", "A setting of the stage replaces a secret while the other one is in force, "+
		"because the door and the functions cannot change in one moment.")
	return secret
}

// accepted is the setting of the functions behind the door: references to both secrets.
func (sec secrets) accepted(s settings) *string {
	if s.Local() { // there is no CloudFront
		return jsii.String("-")
	}
	return awscdk.Fn_Join(jsii.String(","), &[]*string{
		sec.edges[0].SecretValue().UnsafeUnwrap(), sec.edges[1].SecretValue().UnsafeUnwrap(),
	})
}
