package letters

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// post answers as SQS does. Each page has the ids of its letters.
type post struct {
	pages  [][]string
	asked  []map[string]any
	events []string
}

func (p *post) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in map[string]any
	_ = json.NewDecoder(r.Body).Decode(&in)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if operation != "ReceiveMessage" {
		p.events = append(p.events, fmt.Sprint(operation, " ", in["ReceiptHandle"], " ", in["VisibilityTimeout"]))
		fmt.Fprint(w, `{}`)
		return
	}
	p.asked = append(p.asked, in)
	var page []string
	if len(p.pages) > 0 {
		page, p.pages = p.pages[0], p.pages[1:]
	}
	var all []map[string]string
	for _, id := range page {
		all = append(all, map[string]string{"MessageId": id, "ReceiptHandle": "h-" + id, "Body": "b"})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"Messages": all})
}

func clientOf(t *testing.T, p *post) *sqs.Client {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return sqs.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("t", "t", ""),
	}, func(o *sqs.Options) { o.DisableMessageChecksumValidation = true })
}

// One empty page is no end, a letter that comes again counts once, and every question waits.
func TestEachLetterIsReadOnce(t *testing.T) {
	p := &post{pages: [][]string{{"1", "2"}, nil, {"3"}, {"1"}, {"2", "4"}, nil, nil, {"late"}}}
	var read []string
	if err := Each(t.Context(), clientOf(t, p), "http://q/1", func(m types.Message) error {
		read = append(read, *m.MessageId)
		return nil
	}); err != nil || !slices.Equal(read, []string{"1", "2", "3", "4"}) {
		t.Errorf("read are %v, %v", read, err)
	}
	for _, in := range p.asked {
		if in["WaitTimeSeconds"] != float64(waitSeconds) {
			t.Errorf("it does not wait: %v", in)
		}
	}
}

// Letters beyond any number of pages are read.
func TestManyLettersAreRead(t *testing.T) {
	p, read := &post{}, 0
	for i := range 500 {
		p.pages = append(p.pages, []string{fmt.Sprint(i)})
	}
	err := Each(t.Context(), clientOf(t, p), "http://q/1", func(types.Message) error { read++; return nil })
	if err != nil || read != 500 {
		t.Errorf("%d are read, %v", read, err)
	}
}

func TestLettersAreDeletedAndShown(t *testing.T) {
	p := &post{}
	client, one := clientOf(t, p), types.Message{ReceiptHandle: aws.String("h-1")}
	if err := Delete(t.Context(), client, "http://q/1", one); err != nil {
		t.Error(err)
	}
	if err := Show(t.Context(), client, "http://q/1", []types.Message{one}); err != nil {
		t.Error(err)
	}
	if want := []string{"DeleteMessage h-1 <nil>", "ChangeMessageVisibility h-1 0"}; !slices.Equal(p.events, want) {
		t.Errorf("it asks for %v", p.events)
	}
}
