package main

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	acmtypes "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/botifire/livechat/infra/stage"
)

// zone is about the hosted zone in which the stack makes the records of the domain.
func (p patient) zone(ctx context.Context, s stage.Settings) finding {
	out, err := p.zones.GetHostedZone(ctx, &route53.GetHostedZoneInput{Id: &s.Zone})
	if code(err) == "NoSuchHostedZone" {
		return found(bad, "zone", "this account has no hosted zone %s: name another, or take zone out and point %s "+
			"at the door yourself", s.Zone, s.Domain)
	}
	if err != nil {
		return unanswered("zone", err)
	}
	name := strings.ToLower(strings.TrimSuffix(aws.ToString(out.HostedZone.Name), "."))
	switch {
	case out.HostedZone.Config != nil && out.HostedZone.Config.PrivateZone:
		return found(bad, "zone", "%s (%s) is private: visitors could not find the door", s.Zone, name)
	case s.Domain != name && !strings.HasSuffix(s.Domain, "."+name):
		return found(bad, "zone", "%s is the zone of %s, which does not hold %s", s.Zone, name, s.Domain)
	}
	return found(good, "zone", "%s holds %s", name, s.Domain)
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
