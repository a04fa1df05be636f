package main

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/botifire/livechat/infra/stage"
)

func (p patient) concurrency(ctx context.Context, s stage.Settings) finding {
	out, err := p.lambda.GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
	if err != nil {
		return unanswered("concurrency", err)
	}
	quota := int(out.AccountLimit.ConcurrentExecutions)
	unreserved := int(aws.ToInt32(out.AccountLimit.UnreservedConcurrentExecutions))
	switch fits, says := s.Concurrency.Against(quota, unreserved); {
	case !fits:
		return found(bad, "concurrency", "%s", says)
	case says != "":
		return found(care, "concurrency", "%s", says)
	}
	return found(good, "concurrency", "%d functions may run at once", quota)
}

// requests is about API Gateway's quota, of which the doors' throttles are shares: a smaller one than the region's
// default would be used up before they hold anything back.
func (p patient) requests(ctx context.Context, s stage.Settings) finding {
	out, err := p.api.GetAccount(ctx, &apigateway.GetAccountInput{})
	if err != nil {
		return unanswered("requests", err)
	}
	if out.ThrottleSettings == nil {
		return found(care, "requests", "API Gateway does not say how many requests it takes here")
	}
	is := out.ThrottleSettings.RateLimit
	if counts, _ := s.APIQuota(); is < counts {
		return found(care, "requests", "API Gateway takes %.0f requests a second here, and the doors are throttled as if it "+
			"took %.0f. Ask for more: Service Quotas → Amazon API Gateway → Throttle rate (L-8A5B8E43)", is, counts)
	}
	return found(good, "requests", "API Gateway takes %.0f a second", is)
}

// logRole is about the role with which API Gateway writes the sockets' logs: one for account and region.
func (p patient) logRole(ctx context.Context, s stage.Settings) finding {
	out, err := p.api.GetAccount(ctx, &apigateway.GetAccountInput{})
	if err != nil {
		return unanswered("logging role", err)
	}
	role := aws.ToString(out.CloudwatchRoleArn)
	switch {
	case role == "" && s.APILogRole:
		return found(good, "logging role", "API Gateway has none here: the stack makes one")
	case role == "":
		return found(bad, "logging role",
			"API Gateway has none here, and apiLogRole is false: set one, or let the stack do so")
	case s.APILogRole && !strings.Contains(role, "/botifire-"):
		return found(care, "logging role",
			"the deploy replaces %s, which the account uses already: set apiLogRole to false to keep it", role)
	}
	return found(good, "logging role", "%s", role)
}

func (p patient) mails(ctx context.Context, s stage.Settings) finding {
	switch {
	case s.MailFrom == "" && !s.CanMail():
		return found(care, "mail", "invitations come from Cognito's own address, about 50 a day, and visitors are offered "+
			"no e-mail: there is no SES in %s", s.Region)
	case s.MailFrom == "":
		return found(care, "mail", "invitations come from Cognito's own address, about 50 a day, and visitors are offered "+
			"no e-mail: set mailFrom to an address of yours that SES has verified")
	}
	out, err := p.mail.GetAccount(ctx, &sesv2.GetAccountInput{})
	if err != nil {
		return unanswered("mail", err)
	}
	if !out.ProductionAccessEnabled {
		return found(bad, "mail", "SES is in its sandbox here and mails nobody but verified addresses. "+
			"Ask for production access: SES → Account dashboard.")
	}
	if !out.SendingEnabled {
		return found(bad, "mail", "SES has paused sending in this account: look at its account dashboard")
	}
	return p.sender(ctx, s.MailFrom, out)
}

// sender looks for the domain of the address: the pool sends in its name, so an address that was verified alone
// does not do.
func (p patient) sender(ctx context.Context, from string, account *sesv2.GetAccountOutput) finding {
	_, domain, _ := strings.Cut(from, "@")
	out, err := p.mail.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: &domain})
	if err != nil && code(err) != "NotFoundException" {
		return unanswered("mail", err)
	}
	if err == nil && out.VerifiedForSendingStatus {
		return found(good, "mail", "%s, up to %.0f mails a day", from, account.SendQuota.Max24HourSend)
	}
	return found(bad, "mail", "the domain %s is not verified, and a verified address alone does not do: add it under "+
		"SES → Identities", domain)
}
