package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2authorizers"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
)

// signIn makes the sign-in of the admin: a public client with the authorization code flow and PKCE,
// and the authorizer that accepts its ID tokens. A password is typed on the sign-in page only: a token that
// Cognito's API gives for one would let its owner change the account's address, or delete the account.
func (t *team) signIn(door *string) awsapigatewayv2authorizers.HttpJwtAuthorizer {
	back := func(path string) *[]*string {
		return &[]*string{awscdk.Fn_Join(jsii.String(""), &[]*string{door, jsii.String(path)})}
	}
	writable := awscognito.NewClientAttributes().WithStandardAttributes(&awscognito.StandardAttributesMask{
		Email: jsii.Bool(true), Fullname: jsii.Bool(true), // Cognito wants each required attribute to be writable
	})
	visible := awscognito.NewClientAttributes().WithStandardAttributes(&awscognito.StandardAttributesMask{
		Email: jsii.Bool(true), EmailVerified: jsii.Bool(true), Fullname: jsii.Bool(true),
	})
	t.client = t.pool.AddClient(jsii.String("Admin"), &awscognito.UserPoolClientOptions{
		GenerateSecret: jsii.Bool(false),
		AuthFlows:      &awscognito.AuthFlow{UserSrp: jsii.Bool(false)}, // only refresh tokens are left
		ReadAttributes: visible.WithCustomAttributes(jsii.String("tenant")), WriteAttributes: writable,
		OAuth: &awscognito.OAuthSettings{
			Flows: &awscognito.OAuthFlows{AuthorizationCodeGrant: jsii.Bool(true)},
			Scopes: &[]awscognito.OAuthScope{
				awscognito.OAuthScope_OPENID(), awscognito.OAuthScope_EMAIL(),
				awscognito.OAuthScope_PROFILE(),
			},
			CallbackUrls: back("/admin/signed-in"), LogoutUrls: back("/admin/"),
		},
		PreventUserExistenceErrors: jsii.Bool(true), EnableTokenRevocation: jsii.Bool(true),
		IdTokenValidity: awscdk.Duration_Hours(jsii.Number(1)), AccessTokenValidity: awscdk.Duration_Hours(jsii.Number(1)),
		RefreshTokenValidity: awscdk.Duration_Days(jsii.Number(7)),
	})
	return awsapigatewayv2authorizers.NewHttpJwtAuthorizer(jsii.String("Team"), t.issuer(),
		&awsapigatewayv2authorizers.HttpJwtAuthorizerProps{
			JwtAudience: &[]*string{t.client.UserPoolClientId()},
		})
}

// issuer is the issuer of the team's tokens.
func (t *team) issuer() *string {
	return awscdk.Fn_Sub(jsii.String("https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}"),
		&map[string]*string{"Pool": t.pool.UserPoolId()})
}
