package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2authorizers"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/chat"
)

// team is the user pool: accounts that an owner made, in the groups of their roles, each with its
// tenant.
type team struct {
	pool   awscognito.UserPool
	domain awscognito.UserPoolDomain
	client awscognito.UserPoolClient
}

func newTeam(stack awscdk.Stack, s settings) *team {
	pool := awscognito.NewUserPool(stack, jsii.String("Pool"), &awscognito.UserPoolProps{
		UserPoolName:      jsii.String(s.Called("team")),
		SelfSignUpEnabled: jsii.Bool(false),
		SignInAliases:     &awscognito.SignInAliases{Email: jsii.Bool(true)},
		StandardAttributes: &awscognito.StandardAttributes{
			Email:    &awscognito.StandardAttribute{Required: jsii.Bool(true), Mutable: jsii.Bool(true)},
			Fullname: &awscognito.StandardAttribute{Mutable: jsii.Bool(true)},
		},
		// We set it when a person accepts an invitation; no client may write it.
		CustomAttributes: &map[string]awscognito.ICustomAttribute{
			"tenant": awscognito.NewStringAttribute(&awscognito.StringAttributeProps{
				Mutable: jsii.Bool(true),
				MaxLen:  jsii.Number(40),
			}),
		},
		PasswordPolicy: &awscognito.PasswordPolicy{
			MinLength: jsii.Number(12), RequireDigits: jsii.Bool(true), RequireLowercase: jsii.Bool(true),
			RequireUppercase: jsii.Bool(true), RequireSymbols: jsii.Bool(true),
		},
		Mfa: awscognito.Mfa_OPTIONAL, MfaSecondFactor: &awscognito.MfaSecondFactor{
			Otp: jsii.Bool(true),
			Sms: jsii.Bool(false),
		},
		AccountRecovery: awscognito.AccountRecovery_EMAIL_ONLY,
		RemovalPolicy:   keep(s),
	})
	for i, role := range chat.Roles {
		awscognito.NewCfnUserPoolGroup(stack, jsii.String("Role-"+string(role)), &awscognito.CfnUserPoolGroupProps{
			UserPoolId: pool.UserPoolId(), GroupName: jsii.String(string(role)), Precedence: jsii.Number(float64(i)),
		})
	}
	prefix := awscdk.Fn_Join(jsii.String("-"), &[]*string{jsii.String(s.Called("team")), stack.Account()})
	return &team{pool: pool, domain: pool.AddDomain(jsii.String("SignIn"), &awscognito.UserPoolDomainOptions{
		CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: prefix},
	})}
}

// signIn makes the sign-in of the admin: a public client with the authorization code flow and PKCE,
// and the authorizer that accepts its ID tokens.
func (t *team) signIn(s settings, door awscloudfront.Distribution) awsapigatewayv2authorizers.HttpJwtAuthorizer {
	origin := awscdk.Fn_Join(jsii.String(""), &[]*string{jsii.String("https://"), door.DistributionDomainName()})
	if s.Door != "" {
		origin = &s.Door
	}
	back := func(path string) *[]*string {
		return &[]*string{awscdk.Fn_Join(jsii.String(""), &[]*string{origin, jsii.String(path)})}
	}
	visible := awscognito.NewClientAttributes().WithStandardAttributes(&awscognito.StandardAttributesMask{
		Email: jsii.Bool(true), EmailVerified: jsii.Bool(true), Fullname: jsii.Bool(true),
	})
	t.client = t.pool.AddClient(jsii.String("Admin"), &awscognito.UserPoolClientOptions{
		GenerateSecret: jsii.Bool(false),
		AuthFlows:      &awscognito.AuthFlow{UserSrp: jsii.Bool(true)},
		ReadAttributes: visible.WithCustomAttributes(jsii.String("tenant")),
		WriteAttributes: awscognito.NewClientAttributes().WithStandardAttributes(&awscognito.StandardAttributesMask{
			Fullname: jsii.Bool(true),
		}),
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

// address is the address of the sign-in page.
func (t *team) address(stack awscdk.Stack) *string {
	return awscdk.Fn_Join(jsii.String(""), &[]*string{
		jsii.String("https://"), t.domain.DomainName(),
		jsii.String(".auth."), stack.Region(), jsii.String(".amazoncognito.com"),
	})
}
