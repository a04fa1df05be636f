package ses_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/chat"
	letters "github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/ses"
)

var key = chat.ConversationKey{Tenant: "t_1", ID: "c_1"}

var letter = letters.Letter{
	Key: key, To: "ana@mail.test", Team: "Töpfe, \"Kessel\" & Co.\r\nBcc: x@mail.test", ReplyTo: "team@kettle.test",
	Subject: "Eine Antwort", Text: "Hallo", OneClick: "https://chat.test/mail/stop?link=x",
}

// answering sends the letter to a service that answers like this, and returns the request.
func answering(t *testing.T, status int, code string) (map[string]any, int, error) {
	t.Helper()
	var got map[string]any
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(raw, &got)
		calls++
		w.Header().Set("X-Amzn-Errortype", code)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"MessageId":"1"}`))
	}))
	defer server.Close()
	sender := ses.New(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	}, "chat@stage.test", "set")
	err := sender.Send(t.Context(), letter)
	return got, calls, err
}

func TestALetterIsHandedOver(t *testing.T) {
	got, _, err := answering(t, 200, "")
	if err != nil {
		t.Fatal(err)
	}
	from := got["FromEmailAddress"].(string)
	read, err := mail.ParseAddress(from)
	if err != nil || read.Address != "chat@stage.test" || read.Name != letter.Team || strings.ContainsAny(from, "\r\n") {
		t.Errorf("it comes from %q: %v", from, err)
	}
	if got["ConfigurationSetName"] != "set" || len(got["EmailTags"].([]any)) != 2 {
		t.Errorf("the call is %v", got)
	}
}

func TestOnlyARefusalIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		status         int
		code           string
		refused, again bool
	}{
		{429, "TooManyRequestsException", true, true},
		{400, "MessageRejected", true, false},
		{400, "MailFromDomainNotVerifiedException", true, true},
		{500, "InternalFailure", false, false},
	} {
		_, calls, err := answering(t, c.status, c.code)
		refused, is := errors.AsType[*letters.Refused](err)
		if calls != 1 || err == nil || is != c.refused || is && refused.Again != c.again {
			t.Errorf("%s after %d calls: %v", c.code, calls, err)
		}
	}
}

func TestBouncesAndComplaintsAreRead(t *testing.T) {
	tags := `"mail":{"tags":{"tenant":["t_1"],"conversation":["c_1"],"ses:from-domain":["x"]}}`
	bounce := func(kind, address string) string {
		return `{"eventType":"Bounce","bounce":{"bounceType":"` + kind + `","bouncedRecipients":[{"emailAddress":"` +
			address + `"}]},` + tags + `}`
	}
	taken := `"complaint":{"complaintFeedbackType":"not-spam",`
	complaint := `{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"a@mail.test"}]},`
	for _, c := range []struct {
		raw  string
		want []letters.Failure
	}{
		{bounce("Permanent", "Ana <a@mail.test>"), []letters.Failure{{Key: key, Address: "a@mail.test"}}},
		{bounce("Transient", "a@mail.test"), nil},
		{complaint + tags + `}`, []letters.Failure{{Key: key, Address: "a@mail.test", Complaint: true}}},
		{complaint + `"mail":{}}`, nil},
		{strings.Replace(complaint, `"complaint":{`, taken, 1) + tags + `}`, nil},
		{`{"eventType":"Delivery",` + tags + `}`, nil},
		{`Successfully validated SNS topic for Amazon SES event publishing.`, nil},
	} {
		if got := ses.Failures([]byte(c.raw)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.raw, got)
		}
		if !ses.IsEvent([]byte(c.raw)) {
			t.Errorf("%s is not taken for SES's", c.raw)
		}
	}
}

func FuzzFailures(f *testing.F) {
	f.Add([]byte(`{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"a@mail.test"}]},` +
		`"mail":{"tags":{"tenant":["t_1"],"conversation":["c_1"]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, one := range ses.Failures(raw) {
			if one.Address == "" || one.Key.Tenant == "" || one.Key.ID == "" {
				t.Errorf("%q tells of %+v", raw, one)
			}
		}
	})
}
