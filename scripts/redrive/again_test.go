package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/media"
)

// site answers as the bucket of failures, as relay, and as a dead-letter queue with one letter.
type site struct {
	failed    map[string]string
	relayed   []string
	letter    bool // it is visible
	task      string
	sent      int
	questions int
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	raw, _ := io.ReadAll(r.Body)
	switch key := strings.TrimPrefix(r.URL.Path, "/box/"); {
	case operation != "":
		s.post(w, operation)
	case strings.HasSuffix(r.URL.Path, "/invocations"):
		s.relayed = append(s.relayed, string(raw))
		fmt.Fprint(w, `{"batchItemFailures":[]}`)
	case r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for key := range s.failed {
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", key)
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.Method == http.MethodDelete:
		delete(s.failed, key)
	default:
		fmt.Fprint(w, s.failed[key])
	}
}

func (s *site) post(w io.Writer, operation string) {
	switch operation {
	case "ReceiveMessage":
		s.questions++
		if s.letter {
			s.letter = false
			fmt.Fprintf(w, `{"Messages":[{"MessageId":"1","ReceiptHandle":"h","Body":%q}]}`, cmp.Or(s.task, "task"))
			return
		}
	case "SendMessage":
		s.sent++
	case "ChangeMessageVisibility":
		s.letter = true
	}
	fmt.Fprint(w, `{}`)
}

func driverOf(t *testing.T, s *site, store *dynamo.Store) *driver {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("t", "t", ""),
	}
	return &driver{
		found: map[string]string{"Failures": "box", "Relay": "relay"}, again: true, store: store,
		lambda: lambda.NewFromConfig(cfg), s3: s3.NewFromConfig(cfg, media.PathStyle),
		sqs: sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.DisableMessageChecksumValidation = true }),
	}
}

// failedOf is Lambda's record of a batch with these rows.
func failedOf(event string, rows ...string) string {
	var records []any
	for _, sk := range rows {
		records = append(records, map[string]any{"eventName": event, "dynamodb": map[string]any{
			"SequenceNumber": "1",
			"Keys":           map[string]any{"pk": map[string]string{"S": "T#t_1"}, "sk": map[string]string{"S": sk}},
		}})
	}
	raw, _ := json.Marshal(map[string]any{"payload": map[string]any{"Records": records}})
	return string(raw)
}

// Records of rows that the table does not have are dropped: after a restore people would be answered twice.
func TestRecordsWithoutARowAreDropped(t *testing.T) {
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Stop)
	store := dynamo.New(e.DB, dynamotest.Table)
	if err := store.PutBot(t.Context(), chat.Bot{Tenant: "t_1", ID: "b_1"}); err != nil {
		t.Fatal(err)
	}
	s := &site{failed: map[string]string{
		"both": failedOf("INSERT", "BOT#b_1", "BOT#later"), "later": failedOf("MODIFY", "BOT#later"),
		"removed": failedOf("REMOVE", "BOT#gone"),
	}}
	d := driverOf(t, s, store)
	if err := d.failures(t.Context()); err != nil || d.failed > 0 || len(s.failed) > 0 {
		t.Fatalf("%v; %d failed, and left are %v", err, d.failed, s.failed)
	}
	slices.Sort(s.relayed)
	all := strings.Join(s.relayed, "\n")
	if len(s.relayed) != 2 || strings.Contains(all, "later") || !strings.Contains(all, "BOT#b_1") ||
		!strings.Contains(all, "BOT#gone") {
		t.Errorf("relay got %s", all)
	}
}

// A batch that cannot be read stays where it is.
func TestAFailureThatCannotBeReadStays(t *testing.T) {
	s := &site{failed: map[string]string{"odd": `{"payload":"no JSON"}`}}
	d := driverOf(t, s, nil)
	if err := d.failures(t.Context()); err != nil || d.failed != 1 || len(s.failed) != 1 || len(s.relayed) > 0 {
		t.Errorf("%v; %d failed, and relay got %v", err, d.failed, s.relayed)
	}
}

// A list hides no letter from the run that follows it.
func TestAListLeavesTheLettersVisible(t *testing.T) {
	s := &site{letter: true}
	d := driverOf(t, s, nil)
	d.again = false
	for range 2 {
		d.seen = 0
		if err := d.dead(t.Context(), "question", "http://q/1", "http://q/2"); err != nil || d.seen != 1 {
			t.Errorf("%d are listed, %v", d.seen, err)
		}
	}
}

// A delivery whose file has expired is not called done: nobody would learn that its updates are lost.
func TestALostDeliveryIsToldSo(t *testing.T) {
	for age, lost := range map[int]int{13: 0, 15: 1} {
		task := fmt.Sprintf(`{"tenant":"t_1","app":"app","hash":"h","stored":%q}`,
			time.Now().AddDate(0, 0, -age).Format(time.RFC3339))
		s := &site{letter: true, task: task}
		d := driverOf(t, s, nil)
		d.found["DeliveryDead"], d.found["DeliveryQueue"] = "http://q/1", "http://q/2"
		if err := d.deliveries(t.Context()); err != nil || d.failed != lost || s.sent != 1-lost {
			t.Errorf("after %d days %d failed and %d were sent, %v", age, d.failed, s.sent, err)
		}
	}
}
