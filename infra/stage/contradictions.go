package stage

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/titan"
)

// contradictions are settings that exclude each other, each in a sentence.
func (s Settings) contradictions() []string {
	var found []string
	refuse := func(is bool, why string, values ...any) {
		if is {
			found = append(found, fmt.Sprintf(why, values...))
		}
	}
	refuse(s.Domain != "" && s.Certificate == "", "domain needs a certificate: name the ARN of one for %s", s.Domain)
	refuse(s.Certificate != "" && s.Domain == "", "certificate needs a domain: name the host that it is for")
	refuse(s.Zone != "" && s.Domain == "", "zone needs a domain: name the host that the zone gets")
	refuse(s.EdgeLogs && s.Region != "us-east-1", "edgeLogs exist in us-east-1 only: leave them out in %s", s.Region)
	refuse(s.Budget > 0 && s.Alarms == NoAlarms, "budget needs a receiver: name an e-mail address under alarms")
	refuse(s.Budget > 0 && slices.Contains(withoutBudgets, s.Region),
		"CloudFormation makes no budgets in %s: leave budget out, and make one in AWS's billing", s.Region)
	refuse(s.MailFrom != "" && !s.CanMail(), "there is no SES in %s, which would send the mail: leave mailFrom out "+
		"(invitations then come from Cognito's own address, and visitors are offered no e-mail), or take another region",
		s.Region)
	refuse(s.Restored != "" && !strings.Contains(s.Restored, ":dynamodb:"+s.Region+":"),
		"restored names a table of another region than %s", s.Region)
	refuse(s.Account != "" && s.Restored != "" && !strings.Contains(s.Restored, ":"+s.Account+":"),
		"restored names a table of another account than %s", s.Account)
	refuse(s.Local() != (s.Door+s.Endpoint != ""), "door and endpoint belong to the stage local, and only to it")
	refuse(s.Local() && s.onlyInAWS(), "the local cloud has no domain, waf, mailFrom, canary, budget, tracing or edgeLogs")
	refuse(s.Embeddings == titan.ID && !meaning.Measured(titan.Model), "embeddings: the chances of %s were not measured "+
		"yet. Measure it in an account that may ask it, `make evaluate MODEL=titan TRAIN=1`, and commit shared/meaning",
		s.Embeddings)
	minutes := step(s.Canary)
	refuse(s.Canary != "" && minutes == 0, "canary %s moves all traffic at once, which is no canary: leave canary out",
		s.Canary)
	refuse(minutes > 0 && minutes <= CanaryMinutes, "canary %s moves on within the %d minutes that the alarm of a new "+
		"version looks at: take one with longer steps, as Canary10Percent5Minutes", s.Canary, CanaryMinutes)
	refuse(lasts(s.Canary) > longest, "canary %s takes %d minutes, and a pipeline ends before that: take one of at "+
		"most %d, as Canary10Percent30Minutes", s.Canary, lasts(s.Canary), longest)
	return append(found, s.Concurrency.contradictions()...)
}

// longest is how many minutes a deploy may shift traffic: a pipeline's session in AWS ends after an hour, in which
// it also builds and waits for CloudFront.
const longest = 30

// stepOf is the end of a canary's name, which says for how long a part of the traffic tries a version.
var stepOf = regexp.MustCompile(`(\d+)Minutes?$`)

// step is that time in minutes; none if nothing is tried.
func step(canary string) int {
	found := stepOf.FindStringSubmatch(canary)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// lasts is how many minutes pass until a new version has all traffic. A linear canary has ten steps, the first at
// once.
func lasts(canary string) int {
	if strings.HasPrefix(canary, "Linear") {
		return 9 * step(canary)
	}
	return step(canary)
}

func (s Settings) onlyInAWS() bool {
	return s.Domain+s.WAF+s.MailFrom+s.Canary != "" || s.Budget > 0 || s.Tracing || s.EdgeLogs
}
