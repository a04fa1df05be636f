package main

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/botifire/livechat/infra/stage"
)

// enough is how many functions may run at once in an account that was not restricted.
const enough = 1000

const askLambda = "Ask for 1,000: Service Quotas → AWS Lambda → Concurrent executions (L-B99A9384)."

func (p patient) concurrency(ctx context.Context, s stage.Settings) finding {
	out, err := p.lambda.GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
	if err != nil {
		return unanswered("concurrency", err)
	}
	is := int(out.AccountLimit.ConcurrentExecutions)
	switch {
	case is < s.Concurrency.Account:
		return found(bad, "concurrency", "%d functions may run at once here, and the stage counts on %d. %s",
			is, s.Concurrency.Account, askLambda)
	case is < enough:
		return found(care, "concurrency", "%d functions may run at once here: so many slow calls hold up everybody. %s",
			is, askLambda)
	}
	return found(good, "concurrency", "%d functions may run at once", is)
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
	if s.MailFrom == "" {
		return found(care, "mail", "invitations come from Cognito's own address, about 50 a day: "+
			"set mailFrom to an address of yours that SES has verified")
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

// sender looks for the address, or its domain, among those that were verified.
func (p patient) sender(ctx context.Context, from string, account *sesv2.GetAccountOutput) finding {
	_, domain, _ := strings.Cut(from, "@")
	for _, identity := range []string{from, domain} {
		out, err := p.mail.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: &identity})
		if code(err) == "NotFoundException" {
			continue
		}
		if err != nil {
			return unanswered("mail", err)
		}
		if out.VerifiedForSendingStatus {
			return found(good, "mail", "%s, up to %.0f mails a day", from, account.SendQuota.Max24HourSend)
		}
	}
	return found(bad, "mail", "neither %s nor %s is verified: add it under SES → Identities", from, domain)
}

func (p patient) certificate(ctx context.Context, s stage.Settings) finding {
	if s.Domain == "" {
		return found(care, "domain", "the stage has no name of its own: snippets on customers' pages would name a "+
			"distribution that a move replaces. Set domain and certificate before the first customer.")
	}
	out, err := p.certs.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: &s.Certificate})
	if code(err) == "ResourceNotFoundException" {
		return found(bad, "domain", "there is no certificate %s: request one in us-east-1", s.Certificate)
	}
	if err != nil {
		return unanswered("domain", err)
	}
	cert := out.Certificate
	switch names := append(cert.SubjectAlternativeNames, aws.ToString(cert.DomainName)); {
	case cert.Status != acmtypes.CertificateStatusIssued:
		return found(bad, "domain", "the certificate is %s: add the CNAME record that ACM shows, and wait", cert.Status)
	case !covers(names, s.Domain):
		return found(bad, "domain", "the certificate is for %s, not for %s", strings.Join(names, ", "), s.Domain)
	case cert.NotAfter != nil && time.Until(*cert.NotAfter) < 30*24*time.Hour &&
		cert.RenewalEligibility != acmtypes.RenewalEligibilityEligible:
		return found(care, "domain", "the certificate ends on %s and does not renew itself",
			cert.NotAfter.Format(time.DateOnly))
	}
	return found(good, "domain", "%s", s.Domain)
}

// covers tells whether a certificate's names are good for a host: a star is one label.
func covers(names []string, host string) bool {
	_, parent, _ := strings.Cut(host, ".")
	for _, name := range names {
		if strings.EqualFold(name, host) || strings.EqualFold(name, "*."+parent) {
			return true
		}
	}
	return false
}
