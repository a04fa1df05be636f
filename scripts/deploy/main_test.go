package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/scripts/stack/stacktest"
)

const settings = `{"region":"eu-central-1","account":"123456789012","alarms":"none"}`

// terminal is a person with the pinned cdk, which makes a template.
type terminal struct {
	typed, template string
	ran             []string
	said            strings.Builder
}

func (p *terminal) cdk(_ context.Context, folder string, args ...string) error {
	p.ran = append(p.ran, strings.TrimSpace(strings.TrimPrefix(folder, ".")+" "+args[0]))
	if args[0] == "bootstrap" {
		p.ran = append(p.ran, args[1])
	}
	if args[0] == "diff" && !slices.Contains(args, "never") {
		return errors.New("there are differences") // which cdk may take for a failure
	}
	if args[0] != "synth" {
		return nil
	}
	if err := os.MkdirAll(made, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(made, "Botifire-prod.template.json"), []byte(p.template), 0o600)
}

func (p *terminal) run(t *testing.T, a *stacktest.Account, d deployment, verb string) error {
	t.Helper()
	if a.Number == "" {
		a.Number = "123456789012"
	}
	a.Open(t, map[string]string{"prod": settings})
	d.in, d.out, d.cdk = bufio.NewReader(strings.NewReader(p.typed)), &p.said, p.cdk
	return d.run(t.Context(), "prod", verb)
}

// fails tells whether an error is not the one that is wanted; "" is none.
func fails(err error, words string) bool {
	return (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words)
}

func prod(status, template string) *stacktest.Stack {
	return &stacktest.Stack{Name: "botifire-prod-stack", Status: status, Protected: true, Template: template}
}

const (
	with    = `{"Resources":{"Pool":{"Type":"AWS::Cognito::UserPool","Properties":{"UsernameAttributes":["email"]}}}}`
	without = `{"Resources":{}}`
	other   = `{"Resources":{"Pool":{"Type":"AWS::Cognito::UserPool","Properties":{"UsernameAttributes":[]}}}}`
	shut    = `{"Resources":{` + still + `}}`
	still   = `"F":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"TABLE":"closed"}}}}`
	moved   = `{"Resources":{` + still + `},"Outputs":{"Table":{"Value":"table-restored-1"}}}`
	movedOn = `{"Resources":{` + still + `},"Outputs":{"Table":{"Value":"table-restored-2"}}}`
)

var whole = []string{"synth", "diff", "deploy"}

// A loss is refused after the differences were shown, unless a person names it.
func TestALossIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ is, will, lose, words string }{
		"nothing":              {with, with, "", ""},
		"a pool that leaves":   {with, without, "", "LOSE=Pool make deploy STAGE=prod"},
		"a pool that changes":  {with, other, "", "cannot change its UsernameAttributes"},
		"another one named":    {with, without, "Table", "Pool (AWS::Cognito::UserPool) would leave"},
		"it was named":         {with, without, "Pool", ""},
		"the restored table":   {moved, shut, "", "the setting restored back"},
		"another restored one": {moved, movedOn, "", "LOSE=table-restored-1"},
		"named as well":        {moved, movedOn, "table-restored-1", ""},
		"a move to a restored": {shut, moved, "", ""},
		"while it is open":     {without, moved, "", "Close it first"},
		"an opening":           {shut, without, "", "LOSE=closed make deploy STAGE=prod"},
		"it was named, too":    {shut, without, "closed", ""},
	} {
		p := &terminal{typed: "y\n", template: c.will}
		err := p.run(t, &stacktest.Account{Stack: prod("UPDATE_COMPLETE", c.is)}, deployment{lose: []string{c.lose}}, "")
		if fails(err, c.words) || slices.Equal(p.ran, whole) != (c.words == "") {
			t.Errorf("%s: %v after %v", name, err, p.ran)
		}
	}
}

// Nothing is deployed while alarms of the stage ring, or cannot be read; a cure is.
func TestRingingAlarmsHoldUpADeploy(t *testing.T) {
	for _, c := range []struct {
		ringing []string
		refuses string
		anyway  bool
		words   string
	}{
		{ringing: []string{"botifire-dev-throttles"}},
		{ringing: []string{"botifire-prod-visitors-refused", "botifire-prod-edge-refused"}},
		{ringing: []string{"botifire-prod-throttles"}, words: "ANYWAY=1 make deploy STAGE=prod"},
		{ringing: []string{"botifire-prod-throttles"}, anyway: true},
		{refuses: "AccessDeniedException", words: "cannot be read"},
		{refuses: "AccessDeniedException", anyway: true},
	} {
		a := &stacktest.Account{Stack: prod("UPDATE_COMPLETE", with), Ringing: c.ringing}
		a.Refuses = map[string]string{"DescribeAlarms": c.refuses}
		p := &terminal{typed: "y\n", template: with}
		if err := p.run(t, a, deployment{anyway: c.anyway}, ""); fails(err, c.words) || (len(p.ran) == 0) != (c.words != "") {
			t.Errorf("%+v: %v after %v", c, err, p.ran)
		}
	}
}

// A stack that only failed to be made is deleted, if the person agrees, to whom its remains are
// listed; every other one is not.
func TestAFailedFirstDeployCanBeRepeated(t *testing.T) {
	kept := []stacktest.Resource{{Kind: stack.Table, ID: "kept-table", Status: "DELETE_SKIPPED"}}
	for _, c := range []struct {
		status, typed, words string
		deleted              bool
	}{
		{"ROLLBACK_COMPLETE", "y\ny\n", "", true},
		{"ROLLBACK_FAILED", "y\ny\n", "", true},
		{"CREATE_FAILED", "y\ny\n", "", true},
		{"ROLLBACK_COMPLETE", "n\n", "nothing was deleted", false},
		{"CREATE_COMPLETE", "y\n", "", false},
		{"UPDATE_ROLLBACK_COMPLETE", "y\n", "", false},
		{"UPDATE_ROLLBACK_FAILED", "y\n", "continue-update-rollback", false},
		{"UPDATE_IN_PROGRESS", "y\n", "wait until", false},
		{"DELETE_FAILED", "y\n", "make destroy STAGE=prod", false},
		{"REVIEW_IN_PROGRESS", "y\n", "", false},
	} {
		a := &stacktest.Account{Stack: prod(c.status, with)}
		a.Stack.Resources = kept
		p := &terminal{typed: c.typed, template: with}
		err := p.run(t, a, deployment{}, "")
		if fails(err, c.words) || a.Was("DeleteStack") != c.deleted || slices.Equal(p.ran, whole) != (c.words == "") {
			t.Errorf("%+v: %v after %v, %v", c, err, a.Asked, p.ran)
		}
		if c.deleted {
			left, err := stack.Remembered("botifire-prod-stack")
			if err != nil || len(left) != 1 || !strings.Contains(p.said.String(), "delete-table --table-name kept-table") {
				t.Errorf("%s: it says %q and remembers %v, %v", c.status, &p.said, left, err)
			}
		}
	}
}

// Nothing happens in another account, or in one that does not answer.
func TestNothingIsDeployedElsewhere(t *testing.T) {
	for words, a := range map[string]*stacktest.Account{
		"belongs to 123456789012": {Number: "999999999999"},
		"AccessDenied":            {Refuses: map[string]string{"DescribeStacks": "AccessDenied"}},
	} {
		p := &terminal{typed: "y\n", template: with}
		if err := p.run(t, a, deployment{yes: true}, ""); fails(err, words) || len(p.ran) > 0 {
			t.Errorf("%s: %v after %v", words, err, p.ran)
		}
	}
}

// Each verb does its part and no more.
func TestVerbs(t *testing.T) {
	for verb, c := range map[string]struct {
		words string
		ran   []string
	}{
		"":          {"", whole},
		"deploy":    {"", whole},
		"diff":      {"", whole[:2]},
		"settings":  {"", nil},
		"bootstrap": {"", []string{"local bootstrap", "aws://123456789012/eu-central-1"}},
		"undo":      {"there is no undo", nil},
	} {
		a := &stacktest.Account{Number: "123456789012"}
		p := &terminal{template: with}
		if err := p.run(t, a, deployment{yes: true}, verb); fails(err, c.words) || !slices.Equal(p.ran, c.ran) {
			t.Errorf("%s: %v after %v", verb, err, p.ran)
		}
		if verb == "settings" && len(a.Asked) > 0 {
			t.Errorf("settings asks the account for %v", a.Asked)
		}
	}
}

// The example is not deployed by mistake, nor the local stage.
func TestExamplesAreNotDeployed(t *testing.T) {
	for name, words := range map[string]string{
		"prod": "still names examples", "local": "make run", "none": "has no settings",
	} {
		if err := settled(name, stage.File("../..", name)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	file := filepath.Join(t.TempDir(), "prod.json")
	if err := os.WriteFile(file, []byte(`{"region":"eu-central-1","alarms":"ops@acme.com"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := settled("prod", file); err != nil {
		t.Error(err)
	}
}

// Only a clear yes deploys.
func TestADeployIsAgreed(t *testing.T) {
	for answer, want := range map[string]bool{
		"y\n": true, "Y\n": true, "\n": false, "n\n": false, "": false, "yes please": false,
	} {
		p := &terminal{typed: answer, template: with}
		err := p.run(t, &stacktest.Account{}, deployment{}, "")
		if (err == nil) != want || slices.Equal(p.ran, whole) != want {
			t.Errorf("%q deploys: %v, %v", answer, !want, err)
		}
	}
}

// The page about CI gives its role the rights that a deploy uses, and its other role those of a diff.
func TestTheRightsOfThePipelineSuffice(t *testing.T) {
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shows, _ := strings.Cut(string(page), "## The rights of DIFF_ROLE")
	shows, deploys, _ := strings.Cut(shows, "## The rights of DEPLOY_ROLE")
	for _, c := range []struct{ verb, status, policy string }{
		{"diff", "UPDATE_COMPLETE", shows}, {"deploy", "UPDATE_COMPLETE", deploys}, {"deploy", "ROLLBACK_COMPLETE", deploys},
	} {
		a := &stacktest.Account{Stack: prod(c.status, with)}
		p := &terminal{template: with}
		if err := p.run(t, a, deployment{yes: true}, c.verb); err != nil {
			t.Fatal(err)
		}
		for _, action := range a.Asked {
			service := map[string]string{"DescribeAlarms": "cloudwatch", "GetAccountSettings": "lambda"}[action]
			if service == "" {
				service = "cloudformation"
			}
			if action != "GetCallerIdentity" && !strings.Contains(c.policy, `"`+service+":"+action+`"`) { // which needs no right
				t.Errorf("%s of a stack that is %s asks for %s", c.verb, c.status, action)
			}
		}
	}
}
