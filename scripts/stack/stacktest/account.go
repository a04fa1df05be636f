// Package stacktest is an AWS account with at most one stack, for the tests of commands that work on
// one. It answers as STS and CloudFormation document it, with their codes and words.
package stacktest

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Account is an account that is signed in.
type Account struct {
	Number  string
	Stack   *Stack
	AtOnce  int               // how many functions may run at once, 0 for 1,000
	Ringing []string          // the names of alarms
	Refuses map[string]string // the code of a refusal, by action
	Asked   []string          // the actions, in the order in which they came
	Others  http.Handler      // the services that are not asked by forms

	deleted *Stack
}

// Stack is the one stack.
type Stack struct {
	Name, Status string
	Protected    bool
	Outputs      map[string]string
	Resources    []Resource
	Template     string
	Stops        bool // its deletion fails
}

// Resource is a part of a stack.
type Resource struct{ Kind, ID, Status, Reason string }

// Open serves the account to the clients of this test, in a folder with the settings of stages.
func (a *Account) Open(t *testing.T, stages map[string]string) {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", // a command sets both to those of the stage
	} {
		t.Setenv(name, value)
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("infra/stages", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, settings := range stages {
		if err := os.WriteFile(filepath.Join("infra/stages", name+".json"), []byte(settings), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Was tells whether an action was asked for.
func (a *Account) Was(action string) bool { return slices.Contains(a.Asked, action) }

func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	action, name := r.PostForm.Get("Action"), r.PostForm.Get("StackName")
	if strings.HasSuffix(r.URL.Path, "/operation/DescribeAlarms") {
		a.ring(w, r)
		return
	}
	if strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), "/account-settings") {
		a.tellQuota(w)
		return
	}
	if action == "" {
		a.Others.ServeHTTP(w, r)
		return
	}
	a.Asked = append(a.Asked, action)
	if code := a.Refuses[action]; code != "" {
		refuse(w, http.StatusForbidden, code, "User: arn:aws:iam::"+a.Number+":user/ops is not authorized to perform this")
		return
	}
	if action == "GetCallerIdentity" {
		fmt.Fprintf(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::%[1]s:user/ops</Arn>"+
			"<Account>%[1]s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>", a.Number)
		return
	}
	s := a.named(name)
	if s == nil {
		refuse(w, http.StatusBadRequest, "ValidationError", "Stack with id "+name+" does not exist")
		return
	}
	switch action {
	case "DescribeStacks":
		fmt.Fprint(w, s.described())
	case "ListStackResources":
		fmt.Fprint(w, s.listed())
	case "GetTemplate":
		fmt.Fprint(w, answer(action, "<TemplateBody>"+escaped(s.Template)+"</TemplateBody>"))
	case "UpdateTerminationProtection":
		s.Protected = r.PostForm.Get("EnableTerminationProtection") == "true"
		fmt.Fprint(w, answer(action, ""))
	case "DeleteStack":
		a.remove(w, s)
	}
}

// tellQuota is Lambda's answer: an account in which 1,000 functions may run at once, or AtOnce of them.
func (a *Account) tellQuota(w http.ResponseWriter) {
	a.Asked = append(a.Asked, "GetAccountSettings")
	fmt.Fprintf(w, `{"AccountLimit":{"ConcurrentExecutions":%[1]d,"UnreservedConcurrentExecutions":%[1]d}}`,
		cmp.Or(a.AtOnce, 1000))
}

// named finds the stack by its name, and one that was deleted by its id only.
func (a *Account) named(name string) *Stack {
	for _, s := range []*Stack{a.Stack, a.deleted} {
		if s != nil && (name == s.id() || name == s.Name && s == a.Stack) {
			return s
		}
	}
	return nil
}

func (a *Account) remove(w http.ResponseWriter, s *Stack) {
	switch {
	case s.Protected:
		refuse(w, http.StatusBadRequest, "ValidationError",
			"Stack ["+s.Name+"] cannot be deleted while TerminationProtection is enabled")
		return
	case s.Stops:
		s.Status = "DELETE_FAILED"
	default:
		s.Status, a.deleted, a.Stack = "DELETE_COMPLETE", s, nil
	}
	fmt.Fprint(w, answer("DeleteStack", ""))
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>",
		code, message)
}

func answer(action, with string) string {
	return fmt.Sprintf("<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", action, with)
}

func escaped(text string) string {
	var safe strings.Builder
	_ = xml.EscapeText(&safe, []byte(text))
	return safe.String()
}

func (s *Stack) id() string {
	return "arn:aws:cloudformation:us-east-1:123456789012:stack/" + s.Name + "/1"
}

func (s *Stack) described() string {
	outputs := ""
	for key, value := range s.Outputs {
		outputs += "<member><OutputKey>" + key + "</OutputKey><OutputValue>" + value + "</OutputValue></member>"
	}
	return answer("DescribeStacks", fmt.Sprintf("<Stacks><member><StackId>%s</StackId><StackName>%s</StackName>"+
		"<StackStatus>%s</StackStatus><EnableTerminationProtection>%v</EnableTerminationProtection>"+
		"<CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>%s</Outputs></member></Stacks>",
		s.id(), s.Name, s.Status, s.Protected, outputs))
}

func (s *Stack) listed() string {
	all := ""
	for _, r := range s.Resources {
		all += fmt.Sprintf("<member><LogicalResourceId>L</LogicalResourceId><ResourceType>%s</ResourceType>"+
			"<PhysicalResourceId>%s</PhysicalResourceId><ResourceStatus>%s</ResourceStatus>"+
			"<ResourceStatusReason>%s</ResourceStatusReason></member>", r.Kind, r.ID, r.Status, r.Reason)
	}
	return answer("ListStackResources", "<StackResourceSummaries>"+all+"</StackResourceSummaries>")
}
