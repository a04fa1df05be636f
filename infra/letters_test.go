package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/config"
)

// Only the function that sends mail may send it, from the one address of the stage; without one, none may.
func TestMailComesFromTheStagesAddress(t *testing.T) {
	for stage, want := range map[string]int{"prod": 1, "sandbox": 0} {
		n := 0
		for id := range resources(stage, "AWS::IAM::Role") {
			for _, s := range statements(stage, id) {
				if !strings.Contains(mustJSON(s["Action"]), "ses:") {
					continue
				}
				n++
				condition := mustJSON(s["Condition"])
				if !strings.HasPrefix(id, "mailwork") || !strings.Contains(condition, `"ses:FromAddress":"chat@example.com"`) ||
					strings.Contains(mustJSON(s["Resource"]), "*") {
					t.Errorf("%s: %s may %v where %s", stage, id, s["Action"], condition)
				}
			}
		}
		if n != want {
			t.Errorf("%s: %d roles may send mail", stage, n)
		}
	}
}

// A stage without an address has nothing of SES's, since its region may be one without SES; its parts for mail are
// there all the same, so that an address can be added and taken away.
func TestAStageWithoutAnAddressHasNoSES(t *testing.T) {
	for stage, want := range map[string]bool{"prod": true, "local": true, "sandbox": false, "full": false} {
		found := false
		for id, r := range templates[stage]["Resources"].(object) {
			kind := r.(object)["Type"].(string)
			found = found || strings.HasPrefix(kind, "AWS::SES::") ||
				strings.HasPrefix(kind, "AWS::SNS::") && strings.Contains(mustJSON(r), "MailEvents")
			if strings.HasPrefix(id, "mailwork") && kind == "AWS::Lambda::Function" {
				set := mustJSON(properties(r.(object))["Environment"].(object)["Variables"].(object)[config.MailSet])
				if (set == `"`+config.NoMail+`"`) == want {
					t.Errorf("%s: the configuration set is %s", stage, set)
				}
			}
		}
		if found != want {
			t.Errorf("%s: there is something of SES's: %t", stage, found)
		}
	}
}

// The events that SES sends of bounces and complaints reach the queue as they are.
func TestBouncesReachTheirQueue(t *testing.T) {
	found := false
	for _, r := range resources("prod", "AWS::SNS::Subscription") {
		p := properties(r)
		if p["Protocol"] == "sqs" {
			found = p["RawMessageDelivery"] == true && strings.Contains(mustJSON(p["Endpoint"]), "Mail")
		}
	}
	for _, r := range resources("prod", "AWS::SES::ConfigurationSetEventDestination") {
		events := mustJSON(properties(r)["EventDestination"])
		found = found && strings.Contains(events, `"bounce"`) && strings.Contains(events, `"complaint"`)
	}
	policy := ""
	for id, r := range resources("prod", "AWS::SNS::TopicPolicy") {
		if strings.HasPrefix(id, "MailEvents") {
			policy = mustJSON(r)
		}
	}
	if !found || !strings.Contains(policy, "ses.amazonaws.com") || !strings.Contains(policy, "aws:SourceAccount") {
		t.Errorf("bounces do not arrive: %t, %s", found, policy)
	}
}

// A queue has one policy: of two resources that set it, the later one would undo the other.
func TestAQueueHasOnePolicy(t *testing.T) {
	named, plain := map[string]string{}, map[string]bool{}
	for id, r := range resources("prod", "AWS::SQS::QueuePolicy") {
		document := mustJSON(properties(r)["PolicyDocument"])
		for _, queue := range list(properties(r)["Queues"]) {
			name := mustJSON(queue)
			if other, twice := named[name]; twice {
				t.Errorf("%s and %s both set the policy of %s", id, other, name)
			}
			named[name] = id
			plain[name] = !strings.Contains(document, "aws:SecureTransport")
			if strings.Contains(name, `"Mail`) && !strings.Contains(name, "Dead") &&
				!strings.Contains(document, "sns.amazonaws.com") {
				t.Errorf("no topic may write into %s", name)
			}
		}
	}
	for id := range resources("prod", "AWS::SQS::Queue") {
		if name := mustJSON(object{"Ref": id}); named[name] == "" || plain[name] {
			t.Errorf("%s takes calls in plain text", id)
		}
	}
}
