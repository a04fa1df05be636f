package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/scripts/stack/stacktest"
)

const settings = `{"region":"us-east-1","account":"123456789012","alarms":"none"}`

// shelf answers like DynamoDB, KMS and Cognito about tables, keys and pools.
type shelf struct {
	tables  []string
	tagged  []string          // ARNs with the tags of the stage
	open    bool              // the table may be deleted
	refuses map[string]string // the code of a refusal, by operation
	asked   []string
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	s.asked = append(s.asked, operation)
	if code := s.refuses[operation]; code != "" {
		refuse(w, code, "Requested resource not found")
		return
	}
	switch operation {
	case "ListTables":
		fmt.Fprintf(w, `{"TableNames":["%s"]}`, strings.Join(s.tables, `","`))
	case "GetResources":
		s.list(w, r)
	case "DescribeTable":
		fmt.Fprintf(w, `{"Table":{"TableStatus":"ACTIVE","DeletionProtectionEnabled":%v}}`, !s.open)
	case "UpdateTable":
		s.open = true
		fmt.Fprint(w, `{}`)
	case "DeleteTable":
		if !s.open {
			refuse(w, "ValidationException", "Resource cannot be deleted as it is currently protected against deletion.")
		}
		fmt.Fprint(w, `{}`)
	default:
		fmt.Fprint(w, `{}`)
	}
}

// list answers if the tags of the stage are asked for.
func (s *shelf) list(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var all []map[string]string
	if strings.Contains(string(raw), `{"Key":"app","Values":["botifire"]},{"Key":"stage","Values":["sandbox"]}`) {
		for _, arn := range s.tagged {
			all = append(all, map[string]string{"ResourceARN": arn})
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"ResourceTagMappingList": all})
}

func refuse(w http.ResponseWriter, code, message string) {
	w.Header().Set("X-Amzn-Errortype", code)
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprintf(w, `{"__type":"com.amazonaws#%s","message":"%s"}`, code, message)
}

func sandbox(status string, resources ...stacktest.Resource) *stacktest.Stack {
	return &stacktest.Stack{Name: sandboxStack, Status: status, Protected: true, Resources: resources}
}

const sandboxStack = "botifire-sandbox-stack"

func run(t *testing.T, o options) error {
	t.Helper()
	o.place.Stage, o.yes = "sandbox", true
	return destroy(t.Context(), o, strings.NewReader(""), &bytes.Buffer{})
}

// A stack whose first deploy failed names nothing, and is taken away with the table that it kept.
func TestAStackWithoutOutputsIsTakenAway(t *testing.T) {
	kept := stacktest.Resource{Kind: stack.Table, ID: "table", Status: "DELETE_SKIPPED"}
	s := &shelf{}
	a := &stacktest.Account{Number: "123456789012", Stack: sandbox("ROLLBACK_COMPLETE", kept), Others: s}
	a.Open(t, map[string]string{"sandbox": settings})
	if err := run(t, options{}); err != nil || a.Stack != nil || len(s.asked) > 0 {
		t.Fatalf("the stack: %v, after %v", err, s.asked)
	}
	if err := run(t, options{data: true}); err != nil || !slices.Contains(s.asked, "DeleteTable") {
		t.Errorf("its data: %v, after %v", err, s.asked)
	}
	if err := run(t, options{data: true}); err == nil ||
		!strings.Contains(err.Error(), "nothing has the tags app=botifire and stage=sandbox") {
		t.Errorf("once more: %v", err)
	}
}

// Data whose stack another machine deleted is found by its tags. A refusal to list it is no sign that there is none.
func TestDataIsFoundByItsTags(t *testing.T) {
	s := &shelf{open: true, tagged: []string{
		"arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:dynamodb:us-east-1:123456789012:table/t",
		"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_p", "arn:aws:s3:::files",
		"arn:aws:dynamodb:us-east-1:123456789012:table/t/backup/b", "arn:aws:lambda:us-east-1:123456789012:function:f",
	}}
	a := &stacktest.Account{Number: "123456789012", Others: s}
	a.Open(t, map[string]string{"sandbox": settings})
	left, err := newCloud().leftOf(t.Context(), options{place: stack.Place{Stage: "sandbox"}}, sandboxStack)
	if want := []stack.Left{
		{Kind: stack.Table, ID: "t"},
		{Kind: stack.Bucket, ID: "files"},
		{Kind: stack.Pool, ID: "us-east-1_p"},
		{Kind: stack.Key, ID: "k"},
	}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left are %v, %v", left, err)
	}
	s.tagged = s.tagged[:3] // without the bucket, which this account does not play
	if err := run(t, options{data: true}); err != nil || !slices.Contains(s.asked, "DeleteTable") ||
		!slices.Contains(s.asked, "DeleteUserPool") || !slices.Contains(s.asked, "ScheduleKeyDeletion") {
		t.Errorf("%v, after %v", err, s.asked)
	}
	s.refuses = map[string]string{"GetResources": "AccessDeniedException"}
	if err := run(t, options{data: true}); err == nil || !strings.Contains(err.Error(), "are not listed") {
		t.Errorf("unlisted: %v", err)
	}
}

// The tables of a stage are the one before a restore, and every restored one; others are of others.
func TestEveryTableOfTheStageIsListed(t *testing.T) {
	s := &shelf{tables: []string{"t", "t-restored-1", "t-restored-2", "t2", "other-restored-1"}}
	a := &stacktest.Account{Number: "123456789012", Stack: sandbox("UPDATE_COMPLETE"), Others: s}
	a.Stack.Outputs = map[string]string{"Table": "t-restored-2"}
	a.Open(t, map[string]string{"sandbox": settings})
	if err := run(t, options{}); err != nil {
		t.Fatal(err)
	}
	left, err := stack.Remembered(sandboxStack)
	if want := []stack.Left{
		{Kind: stack.Table, ID: "t"}, {Kind: stack.Table, ID: "t-restored-1"}, {Kind: stack.Table, ID: "t-restored-2"},
	}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left are %v, %v", left, err)
	}
}

// Only the answer that something does not exist means that it is gone. Any other stops, and the data that
// is left is still remembered.
func TestARefusalIsNoSuccess(t *testing.T) {
	a := &stacktest.Account{Number: "123456789012", Stack: sandbox("UPDATE_COMPLETE")}
	a.Open(t, map[string]string{"sandbox": settings})
	left := []stack.Left{{Kind: stack.Table, ID: "t"}, {Kind: stack.Pool, ID: "p"}, {Kind: stack.Key, ID: "k"}}
	if _, err := stack.Remember(sandboxStack, left); err != nil {
		t.Fatal(err)
	}
	a.Refuses = map[string]string{"DescribeStacks": "AccessDenied"}
	if err := run(t, options{data: true}); err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("the stack is not seen: %v", err)
	}
	a.Stack, a.Refuses = nil, nil
	for _, operation := range []string{
		"DescribeTable", "UpdateTable", "DeleteTable", "DeleteUserPool", "ScheduleKeyDeletion",
	} {
		a.Others = &shelf{refuses: map[string]string{operation: "AccessDeniedException"}}
		if err := run(t, options{data: true}); err == nil || !strings.Contains(err.Error(), "AccessDeniedException") {
			t.Errorf("%s: %v", operation, err)
		}
		if now, err := stack.Remembered(sandboxStack); err != nil || !slices.Equal(now, left) {
			t.Errorf("%s: left are %v, %v", operation, now, err)
		}
	}
	a.Others = &shelf{refuses: map[string]string{
		"DescribeTable": "ResourceNotFoundException", "DeleteUserPool": "ResourceNotFoundException",
		"ScheduleKeyDeletion": "NotFoundException",
	}}
	if err := run(t, options{data: true}); err != nil {
		t.Errorf("data that is gone: %v", err)
	}
	if _, err := os.Stat(stack.Memory(sandboxStack)); err == nil {
		t.Error("data that is gone is remembered")
	}
}

// Nothing is looked at, and nothing deleted, in another account, nor while the stack changes.
func TestNothingIsDeletedElsewhereOrUnderWay(t *testing.T) {
	for _, c := range []struct{ number, status, words string }{
		{"999999999999", "UPDATE_COMPLETE", "belongs to 123456789012"},
		{"123456789012", "UPDATE_IN_PROGRESS", "wait until"},
	} {
		a := &stacktest.Account{Number: c.number, Stack: sandbox(c.status)}
		a.Open(t, map[string]string{"sandbox": settings})
		err := run(t, options{data: true})
		if err == nil || !strings.Contains(err.Error(), c.words) || a.Was("DeleteStack") {
			t.Errorf("%+v: %v after %v", c, err, a.Asked)
		}
	}
}

func TestProdIsNotTakenAwayByMistake(t *testing.T) {
	for _, c := range []struct {
		stage      string
		production bool
		typed      string
		refusal    string // "" if it goes on
	}{
		{stage: "prod", typed: "prod\n", refusal: "prod is a stage of customers"},
		{stage: "prod", production: true, typed: "prod\n"},
		{stage: "prod", production: true, typed: "y\n", refusal: "nothing was deleted"},
		{stage: "live", typed: "live\n", refusal: "live is a stage of customers"},
		{stage: "live", production: true, typed: "live\n"},
		{stage: "sandbox", typed: "\n", refusal: "nothing was deleted"},
		{stage: "sandbox", typed: "prod\n", refusal: "nothing was deleted"},
		{stage: "sandbox", typed: "sandbox\n"},
	} {
		name := stage.Settings{Name: c.stage}.Called("stack")
		a := &stacktest.Account{Number: "123456789012", Stack: &stacktest.Stack{Name: name, Status: "CREATE_COMPLETE"}}
		live := strings.Replace(settings, "{", `{"production":true,`, 1)
		a.Open(t, map[string]string{"sandbox": settings, "prod": settings, "live": live})
		o := options{place: stack.Place{Stage: c.stage}, production: c.production}
		err := destroy(t.Context(), o, strings.NewReader(c.typed), &bytes.Buffer{})
		if c.refusal == "" && (err != nil || a.Stack != nil) {
			t.Errorf("%+v: %v", c, err)
		}
		if c.refusal != "" && (err == nil || !strings.Contains(err.Error(), c.refusal) || a.Stack == nil) {
			t.Errorf("%+v goes on: %v", c, err)
		}
	}
}

// The question says whether the data goes as well.
func TestTheQuestionNamesTheData(t *testing.T) {
	for _, data := range []bool{false, true} {
		var asked bytes.Buffer
		o := options{place: stack.Place{Stage: "sandbox"}, data: data}
		if err := o.agree(strings.NewReader("sandbox\n"), &asked); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(asked.String(), "ALL OF ITS DATA") != data {
			t.Errorf("it asks %q", asked.String())
		}
	}
}
