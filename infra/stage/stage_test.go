package stage

import (
	"path/filepath"
	"strings"
	"testing"
)

const certificate = `"certificate":"arn:aws:acm:us-east-1:111122223333:certificate/x"`

// Settings that are wrong, unknown or exclude each other are refused, each in words.
func TestWrongSettingsAreRefusedInWords(t *testing.T) {
	for _, c := range []struct{ name, settings, words string }{
		{"a typo", `"alarm":"a@b.co"`, "there is no setting alarm"},
		{"an unknown setting of a setting", `"edgeSecrets":{"c":1}`, "there is no setting edgeSecrets.c"},
		{
			"a certificate of another region", `"certificate":"arn:aws:acm:eu-west-1:111122223333:certificate/x"`,
			"CloudFront takes one from us-east-1 only",
		},
		{"a domain without a certificate", `"domain":"chat.acme.com"`, "domain needs a certificate"},
		{"a certificate without a domain", certificate, "certificate needs a domain"},
		{"a zone without a domain", `"zone":"Z1"`, "zone needs a domain"},
		{"a regional firewall", `"waf":"arn:aws:wafv2:us-east-1:111122223333:regional/webacl/x/y"`, "scope global"},
		{"an optional second factor", `"mfa":"optional"`, "mfa is wrong"},
		{"a third edge secret", `"edge":"c"`, "edge is wrong"},
		{"logs of CloudFront in another region", `"edgeLogs":true`, "edgeLogs exist in us-east-1 only"},
		{"a budget where there are none", `"region":"eu-north-1","alarms":"a@b.co","budget":5`, "no budgets in eu-north-1"},
		{
			"a sender where SES is not", `"region":"eu-south-2","mailFrom":"a@b.co"`,
			"there is no SES in eu-south-2, which would send the mail: leave mailFrom out",
		},
		{"a budget that nobody hears of", `"budget":5`, "budget needs a receiver"},
		{
			"a table in another region",
			`"restored":"arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/1"`, "another region",
		},
		{"a canary that is none", `"canary":"AllAtOnce"`, "no canary: leave canary out"},
		{
			"a canary that moves on before its alarm", `"canary":"Linear10PercentEvery1Minute"`,
			"within the 3 minutes that the alarm of a new version looks at",
		},
		{"a canary as long as its alarm", `"canary":"Linear10PercentEvery3Minutes"`, "take one with longer steps"},
		{
			"a canary that outlasts a pipeline", `"canary":"Linear10PercentEvery10Minutes"`,
			"takes 90 minutes, and a pipeline ends before that",
		},
		{"a canary that CodeDeploy does not know", `"canary":"Canary10Percent7Minutes"`, "canary is wrong"},
		{
			"a model that was not measured", `"embeddings":"amazon.titan-embed-text-v2:0"`,
			"were not measured yet. Measure it in an account that may ask it",
		},
		{"a model of which nobody knows", `"embeddings":"cohere"`, "embeddings is wrong"},
		{"an address of the local cloud", `"endpoint":"http://localhost"`, "belong to the stage local"},
		{
			"a reserve in a small account",
			`"concurrency":{"account":10,"answer":2,"send":2,"media":2,"reserved":{"relay":2}}`, "may reserve 0",
		},
		{
			"queues that leave nothing for people",
			`"concurrency":{"account":10,"answer":4,"send":4,"media":2}`, "leave nothing",
		},
		{
			"queues that leave nothing beside relay and sweep",
			`"concurrency":{"account":10,"answer":4,"send":2,"media":2}`, "relay and sweep (2)",
		},
		{
			"a queue with too few", `"concurrency":{"account":10,"answer":1,"send":2,"media":2}`,
			"concurrency.answer is wrong",
		},
	} {
		raw := `{"region":"eu-central-1","alarms":"none",` + c.settings + `}`
		if _, err := Parse("prod", []byte(raw)); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A stage names the receiver of its alarms, even if it is nobody.
func TestAReceiverOfAlarmsIsNamed(t *testing.T) {
	_, err := Parse("prod", []byte(`{"region":"eu-central-1"}`))
	if err == nil || !strings.Contains(err.Error(), "alarms is missing: it is the e-mail address") {
		t.Errorf("without a receiver: %v", err)
	}
	if _, err := Parse("prod", []byte(`{"region":"eu-central-1","alarms":"none"}`)); err != nil {
		t.Errorf("without alarms: %v", err)
	}
}

// A stage with nothing but its region fits into a new account.
func TestDefaultsSuitANewAccount(t *testing.T) {
	s, err := Parse("canary", []byte(`{"region":"eu-central-1","alarms":"none"}`))
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Concurrency; c.Account != 10 || c.Reserved != nil || s.MFA != "required" || s.MailFrom != "" ||
		s.SiteConnects != 200 {
		t.Errorf("the defaults are %+v", s)
	}
}

// Every canary that is left is watched.
func TestCanariesThatAreWatched(t *testing.T) {
	for _, canary := range []string{
		"Canary10Percent5Minutes", "Canary10Percent10Minutes", "Canary10Percent15Minutes", "Canary10Percent30Minutes",
	} {
		raw := `{"region":"eu-central-1","alarms":"none","canary":"` + canary + `"}`
		if s, err := Parse("prod", []byte(raw)); err != nil || s.Canary != canary {
			t.Errorf("%s: %v", canary, err)
		}
	}
}

// Every file of a stage is right, and names are short and plain.
func TestTheFilesOfStages(t *testing.T) {
	files, err := filepath.Glob("../stages/*.json")
	if err != nil || len(files) < 3 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		if _, err := Load(strings.TrimSuffix(filepath.Base(file), ".json"), file); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "Prod", "pro-d", "1st", strings.Repeat("a", 21)} {
		if _, err := Load(name, files[0]); err == nil {
			t.Errorf("a stage may be named %q", name)
		}
	}
	_, err = Load("nowhere", File("../..", "nowhere"))
	if err == nil || !strings.Contains(err.Error(), "has no settings") {
		t.Errorf("a stage without a file: %v", err)
	}
}

// Names and ids of examples are nobody's, and are not deployed.
func TestExamplesAreRecognised(t *testing.T) {
	found := Examples([]byte(`{"alarms":"ops@example.com","domain":"chat.acme.com",` +
		`"waf":"arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/y"}`))
	if len(found) != 2 || !strings.Contains(found[0], "ops@example.com") || !strings.Contains(found[1], "111122223333") {
		t.Errorf("found %q", found)
	}
	found = Examples([]byte(`{"zone":"Z0000000000EXAMPLE",` +
		`"certificate":"arn:aws:acm:us-east-1:444455556666:certificate/00000000-0000-0000-0000-000000000000"}`))
	if len(found) != 2 || found[0] != "Z0000000000EXAMPLE" || !strings.HasPrefix(found[1], "arn:aws:acm:") {
		t.Errorf("found %q", found)
	}
	own := []byte(`{"alarms":"ops@acme.com","domain":"chat.examplecorp.com","zone":"Z1EXAMPLES"}`)
	if found := Examples(own); found != nil {
		t.Errorf("found %q", found)
	}
}
