package main

import (
	"embed"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/infra/stage"
)

// testdata are answers in the shape in which the services document them, by operation.
//
//go:embed testdata
var testdata embed.FS

// account answers every question with a file, or with another file of the test's choice.
type account map[string]string

func (a account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	op := operation(r)
	file := op
	if other, ok := a[op]; ok {
		file = other
	}
	raw, err := testdata.ReadFile(path.Join("testdata", file))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotImplemented)
		return
	}
	if strings.Contains(file, "missing") || strings.Contains(file, "denied") {
		kind, _, _ := strings.Cut(string(raw), "\n")
		w.Header().Set("X-Amzn-Errortype", strings.TrimPrefix(kind, "# "))
		w.WriteHeader(http.StatusBadRequest)
		raw = []byte(strings.TrimPrefix(string(raw), kind+"\n"))
	}
	_, _ = w.Write(raw)
}

// operation names the question of a request.
func operation(r *http.Request) string {
	_ = r.ParseForm()
	if action := r.PostForm.Get("Action"); action != "" {
		if action == "DescribeStacks" {
			return action + "-" + r.PostForm.Get("StackName")
		}
		return action
	}
	if _, op, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
		return op
	}
	return strings.Trim(strings.ReplaceAll(r.URL.Path, "/", "-"), "-")
}

func examined(t *testing.T, s stage.Settings, a account) map[string]finding {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	cfg := aws.Config{
		Region: s.Region, BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	found := map[string]finding{}
	for _, f := range newPatient(cfg).examine(t.Context(), s) {
		found[f.about] = f
	}
	return found
}

func prod(t *testing.T, settings string) stage.Settings {
	t.Helper()
	s, err := stage.Parse("prod", []byte(settings))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const whole = `{
	"region": "eu-central-1", "account": "123456789012", "alarms": "ops@acme.test",
	"domain": "chat.acme.test", "mailFrom": "chat@acme.test", "zone": "Z0123456789ABC",
	"restored": "arn:aws:dynamodb:eu-central-1:123456789012:table/back/stream/2026-11-26T12:00:00.000",
	"concurrency": {"account": 1000, "answer": 200, "send": 100, "media": 50},
	"certificate": "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
}`

const zoneOf = "2013-04-01-hostedzone-Z0123456789ABC"

const small = `{"region": "eu-central-1", "alarms": "none"}`

// An account in which everything was asked for needs nothing.
func TestAnAccountThatIsReady(t *testing.T) {
	all := examined(t, prod(t, whole), account{})
	for about, f := range all {
		if f.grade != good {
			t.Errorf("%s: %s", about, f.says)
		}
	}
	if len(all) != 10 {
		t.Errorf("%d things were looked at", len(all))
	}
}

// The doctor names before a deploy each thing that would fail, with the thing to do.
func TestWhatTheDoctorFinds(t *testing.T) {
	other := strings.NewReplacer(
		`"account": "123456789012"`, `"account": "999999999999"`, "123456789012:table", "999999999999:table",
	).Replace(whole)
	reserves := strings.Replace(whole, `"media": 50`, `"media": 50, "reserved": {"relay": 50}`, 1)
	foreign := strings.Replace(whole, "{", `{"apiLogRole": false,`, 1)
	for _, c := range []struct {
		name, settings string
		account        account
		about          string
		grade          grade
		says           string
	}{
		{"nobody signed in", small, account{"GetCallerIdentity": "denied"}, "account", bad, "sign in"},
		{"another account", other, account{}, "account", bad, "signed in to 123456789012"},
		{
			"no bootstrap", whole,
			account{"DescribeStacks-CDKToolkit": "missing-stack"},
			"bootstrap", bad,
			"make bootstrap STAGE=prod",
		},
		{"an old bootstrap", whole, account{"DescribeStacks-CDKToolkit": "bootstrap-old"}, "bootstrap", bad, "renews it"},
		{
			"a first deploy", whole,
			account{"DescribeStacks-botifire-prod-stack": "missing-stack"},
			"stack", care, "CloudFront refuses some new accounts",
		},
		{"a failed deploy", whole, account{"DescribeStacks-botifire-prod-stack": "stack-failed"}, "stack", care, "first"},
		{"a stuck stack", whole, account{"DescribeStacks-botifire-prod-stack": "stack-stuck"}, "stack", bad, "continue-"},
		{"a deploy under way", whole, account{"DescribeStacks-botifire-prod-stack": "stack-busy"}, "stack", bad, "wait"},
		{
			"a new account", whole,
			account{"2016-08-19-account-settings": "lambda-ten"},
			"concurrency", bad,
			"Service Quotas",
		},
		{
			"a new account, a small stage", small,
			account{"2016-08-19-account-settings": "lambda-ten"},
			"concurrency", care,
			"1,000",
		},
		{"a large account, a small stage", small, account{}, "concurrency", care, "alarm rings at 8"},
		{
			"an account full of reserves", reserves,
			account{"2016-08-19-account-settings": "lambda-reserved"},
			"concurrency", care, "880 of 1000 are reserved",
		},
		{"a small quota", whole, account{"account": "api-small"}, "requests", care, "L-8A5B8E43"},
		{
			"a small quota where all are small", strings.Replace(small, "eu-central-1", "eu-south-1", 1),
			account{"account": "api-small"},
			"requests", good, "2500 a second",
		},
		{"no zone", whole, account{zoneOf: "missing-zone"}, "zone", bad, "no hosted zone Z0123456789ABC"},
		{"a private zone", whole, account{zoneOf: "zone-private"}, "zone", bad, "private"},
		{"a zone of another name", whole, account{zoneOf: "zone-other"}, "zone", bad, "does not hold chat.acme.test"},
		{"no restored table", whole, account{"DescribeTable": "missing-table"}, "restored", bad, "no table back"},
		{"a restore under way", whole, account{"DescribeTable": "table-busy"}, "restored", bad, "CREATING"},
		{"another stream", whole, account{"DescribeTable": "table-other-stream"}, "restored", bad, "no stream"},
		{"half a stream", whole, account{"DescribeTable": "table-half-stream"}, "restored", bad, "old images"},
		{"no expiry", whole, account{"DescribeTimeToLive": "ttl-off"}, "restored", bad, "no expiry"},
		{"no recovery", whole, account{"DescribeContinuousBackups": "pitr-off"}, "restored", bad, "point-in-time"},
		{"no right to look at tables", whole, account{"DescribeTable": "denied"}, "restored", care, "could not"},
		{"no logging role", whole, account{"account": "api-no-role"}, "logging role", good, "makes one"},
		{"no logging role wanted", foreign, account{"account": "api-no-role"}, "logging role", bad, "apiLogRole"},
		{"another's logging role", whole, account{"account": "api-other-role"}, "logging role", care, "replaces"},
		{"no address", small, account{}, "mail", care, "mailFrom"},
		{
			"no address where SES is not", strings.Replace(small, "eu-central-1", "eu-south-2", 1),
			account{},
			"mail", care, "no SES in eu-south-2",
		},
		{"the sandbox", whole, account{"v2-email-account": "ses-sandbox"}, "mail", bad, "production access"},
		{
			"a domain that waits", whole,
			account{"v2-email-identities-acme.test": "ses-pending"},
			"mail", bad, "Identities",
		},
		{
			"an address that was verified alone", whole,
			account{"v2-email-identities-acme.test": "missing-identity"},
			"mail", bad, "a verified address alone does not do",
		},
		{"no domain", small, account{}, "domain", care, "before the first customer"},
		{"no certificate", whole, account{"DescribeCertificate": "missing-certificate"}, "domain", bad, "request one"},
		{"a certificate that waits", whole, account{"DescribeCertificate": "cert-pending"}, "domain", bad, "CNAME"},
		{
			"a certificate of another name", whole,
			account{"DescribeCertificate": "cert-other"},
			"domain", bad,
			"not for chat",
		},
		{"no right to look", whole, account{"2016-08-19-account-settings": "denied"}, "concurrency", care, "could not"},
	} {
		f := examined(t, prod(t, c.settings), c.account)[c.about]
		if f.grade != c.grade || !strings.Contains(f.says, c.says) {
			t.Errorf("%s: %v %q, want %v %q", c.name, f.grade, f.says, c.grade, c.says)
		}
	}
}

// A finding that would break a deploy ends the command with a failure.
func TestTheReport(t *testing.T) {
	var out strings.Builder
	if !report(&out, []finding{found(good, "a", "b"), found(care, "c", "d")}) || !strings.Contains(out.String(), "✓ a") {
		t.Errorf("it fails on less: %s", out.String())
	}
	if report(&out, []finding{found(bad, "e", "f")}) || !strings.Contains(out.String(), "✗ e") {
		t.Errorf("it does not fail: %s", out.String())
	}
}
