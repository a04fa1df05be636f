package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

// grade is how bad a finding is.
type grade int

const (
	good grade = iota
	care       // a deploy works, and something will be missed
	bad        // a deploy fails, or nobody could use the deployed stage
)

// finding is the finding about one thing.
type finding struct {
	grade grade
	about string
	says  string
}

func found(g grade, about, says string, values ...any) finding {
	return finding{g, about, fmt.Sprintf(says, values...)}
}

// patient is the account, through the services that are asked about it.
type patient struct {
	who    *sts.Client
	lambda *lambda.Client
	stacks *cloudformation.Client
	api    *apigateway.Client
	mail   *sesv2.Client
	certs  *acm.Client // of us-east-1, where CloudFront looks for certificates
	zones  *route53.Client
	tables *dynamodb.Client
}

func newPatient(cfg aws.Config) patient {
	virginia := cfg.Copy()
	virginia.Region = "us-east-1"
	return patient{
		sts.NewFromConfig(cfg), lambda.NewFromConfig(cfg), cloudformation.NewFromConfig(cfg),
		apigateway.NewFromConfig(cfg), sesv2.NewFromConfig(cfg), acm.NewFromConfig(virginia),
		route53.NewFromConfig(cfg), dynamodb.NewFromConfig(cfg),
	}
}

// look asks about one thing.
type look = func(context.Context, stage.Settings) finding

// examine asks about everything that the stage needs. Without a sign-in nothing else can be asked.
func (p patient) examine(ctx context.Context, s stage.Settings) []finding {
	all := []finding{p.account(ctx, s)}
	if all[0].grade == bad {
		return all
	}
	looks := []look{p.bootstrap, p.stack, p.concurrency, p.requests, p.logRole, p.mails, p.certificate}
	if s.Zone != "" {
		looks = append(looks, p.zone)
	}
	if s.Restored != "" {
		looks = append(looks, p.restored)
	}
	for _, look := range looks {
		all = append(all, look(ctx, s))
	}
	return all
}

// unanswered is a question that the account did not answer: mostly a right that is missing.
func unanswered(about string, err error) finding {
	return found(care, about, "could not be looked at: %v", err)
}

// code is AWS's code of an error.
func code(err error) string {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		return e.ErrorCode()
	}
	return ""
}

func (p patient) account(ctx context.Context, s stage.Settings) finding {
	me, err := p.who.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return found(bad, "account", "no account is signed in (%v): sign in, for example with aws sso login", err)
	}
	is := aws.ToString(me.Account)
	if s.Account != "" && s.Account != is {
		return found(bad, "account", "you are signed in to %s, and %s belongs to %s", is, s.Name, s.Account)
	}
	return found(good, "account", "%s in %s, as %s", is, s.Region, aws.ToString(me.Arn))
}

// leastBootstrap is the version of the bootstrap that cdk needs.
const leastBootstrap = 6

func (p patient) bootstrap(ctx context.Context, s stage.Settings) finding {
	out, err := p.stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String("CDKToolkit")})
	if stack.IsAbsent(err) {
		return found(bad, "bootstrap", "this account and region are not prepared for cdk: `make bootstrap STAGE=%s` does so",
			s.Name)
	}
	if err != nil {
		return unanswered("bootstrap", err)
	}
	for _, o := range out.Stacks[0].Outputs {
		if aws.ToString(o.OutputKey) != "BootstrapVersion" {
			continue
		}
		if v, _ := strconv.Atoi(aws.ToString(o.OutputValue)); v >= leastBootstrap {
			return found(good, "bootstrap", "version %d", v)
		}
	}
	return found(bad, "bootstrap", "it is too old: `make bootstrap STAGE=%s` renews it", s.Name)
}

func (p patient) stack(ctx context.Context, s stage.Settings) finding {
	is, err := stack.Find(ctx, p.stacks, s.Called("stack"))
	if err != nil {
		return unanswered("stack", err)
	}
	switch is.State {
	case stack.Absent, stack.Planned:
		return found(care, "stack", "%s is not there yet: this will be the first deploy. CloudFront refuses some new "+
			"accounts (\"Your account must be verified\"): if so, ask AWS Support, and deploy again", is.Name)
	case stack.Failed:
		return found(care, "stack", "the first deploy failed (%s): the next one deletes its remains first", is.StackStatus)
	}
	if err := is.AtRest(s.Name); err != nil {
		return found(bad, "stack", "%v", err)
	}
	return found(good, "stack", "%s is %s", is.Name, is.StackStatus)
}
