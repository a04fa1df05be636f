package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/chat"
)

// team is the user pool: accounts that an owner made, in the groups of their roles, each with its
// tenant.
type team struct {
	pool   awscognito.UserPool
	client awscognito.UserPoolClient
}

// newTeam makes the pool. Of an address the case does not matter; that cannot be changed later.
func newTeam(stack awscdk.Stack, s settings, door *string) *team {
	pool := awscognito.NewUserPool(stack, jsii.String("Pool"), &awscognito.UserPoolProps{
		UserPoolName:        jsii.String(s.Called("team")),
		SelfSignUpEnabled:   jsii.Bool(false),
		SignInAliases:       &awscognito.SignInAliases{Email: jsii.Bool(true)},
		SignInCaseSensitive: jsii.Bool(false),
		UserInvitation:      invitation(door),
		// A new address counts once a code that was mailed there came back.
		KeepOriginal: &awscognito.KeepOriginalAttrs{Email: jsii.Bool(true)},
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
			TempPasswordValidity: awscdk.Duration_Days(jsii.Number(7)),
		},
		AccountRecovery: awscognito.AccountRecovery_EMAIL_ONLY,
		RemovalPolicy:   keep(s),
	})
	secondFactor(pool, s)
	mailFrom(pool, s)
	for i, role := range chat.Roles {
		awscognito.NewCfnUserPoolGroup(stack, jsii.String("Role-"+string(role)), &awscognito.CfnUserPoolGroupProps{
			UserPoolId: pool.UserPoolId(), GroupName: jsii.String(string(role)), Precedence: jsii.Number(float64(i)),
		})
	}
	pool.AddDomain(jsii.String("SignIn"), &awscognito.UserPoolDomainOptions{
		CognitoDomain: &awscognito.CognitoDomainOptions{DomainPrefix: signInPrefix(s)},
	})
	return &team{pool: pool}
}

// invitation is the mail with the first password. It says where to sign in.
func invitation(door *string) *awscognito.UserInvitationConfig {
	return &awscognito.UserInvitationConfig{
		EmailSubject: jsii.String("Your invitation to the chat of your team"),
		EmailBody: awscdk.Fn_Join(jsii.String(""), &[]*string{
			jsii.String(`<p>You are invited to the chat of your team. Sign in at <a href="`), door,
			jsii.String(`/admin/">`), door, jsii.String(`/admin/</a>.</p><p>Your name there: {username}<br>` +
				`Your first password: {####}</p><p>It is valid for seven days. After that an owner of your team can ` +
				`invite you again.</p>`),
		}),
	}
}

// secondFactor asks for an authenticator app, or does not. Cognito's page enrols one where it is
// required; where it is optional nothing offers it, so that is no choice.
func secondFactor(pool awscognito.UserPool, s settings) {
	cfn := pool.Node().DefaultChild().(awscognito.CfnUserPool)
	if s.MFA == "required" {
		cfn.SetMfaConfiguration(jsii.String("ON"))
		cfn.SetEnabledMfas(jsii.Strings("SOFTWARE_TOKEN_MFA"))
		return
	}
	because(pool, "AwsSolutions-COG2", "The stage's file says that this team signs in without a second factor.")
}

// mailFrom sends invitations from an address of the owner's, through SES. Cognito's own sender is
// shared, and sends few a day.
func mailFrom(pool awscognito.UserPool, s settings) {
	if s.MailFrom == "" {
		return
	}
	_, domain, _ := strings.Cut(s.MailFrom, "@")
	pool.Node().DefaultChild().(awscognito.CfnUserPool).SetEmailConfiguration(
		&awscognito.CfnUserPool_EmailConfigurationProperty{
			EmailSendingAccount: jsii.String("DEVELOPER"), From: &s.MailFrom,
			SourceArn: awscdk.Stack_Of(pool).FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("ses"), Resource: jsii.String("identity"), ResourceName: &domain,
			}),
		})
}

// signInPrefix is the name of the sign-in page, which is one of a kind in its region. CloudFormation puts
// the account in, so the template is the same before and after the stage's file names the account.
func signInPrefix(s settings) *string {
	return awscdk.Fn_Join(jsii.String("-"), &[]*string{jsii.String(s.Called("team")), awscdk.Aws_ACCOUNT_ID()})
}

// signInAddress is the address of the sign-in page.
func signInAddress(s settings) *string {
	return awscdk.Fn_Join(jsii.String(""), &[]*string{
		jsii.String("https://"), signInPrefix(s), jsii.String(".auth." + s.Region + ".amazoncognito.com"),
	})
}
