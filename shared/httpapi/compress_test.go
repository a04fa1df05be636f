package httpapi

import (
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/edge"
)

func answerOf(t *testing.T, kind, body, accepts string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	return call(t, edge.NewGuard("local", "-"), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Length", "4711")
		_, _ = io.WriteString(w, body)
	}), func(e *events.APIGatewayV2HTTPRequest) { e.Headers["accept-encoding"] = accepts })
}

// A long answer of text is compressed for a caller that accepts it, and is the same text again.
func TestALongAnswerIsCompressed(t *testing.T) {
	rows := `{"rows":[` + strings.Repeat(`{"name":"Amara","last":"When do you open?"},`, 200) + `{}]}`
	for range 2 { // the second one is made by a writer that was used before
		answer := answerOf(t, "application/json; charset=utf-8", rows, "br, gzip;q=0.8")
		if answer.Headers["content-encoding"] != "gzip" || answer.Headers["vary"] != "Accept-Encoding" ||
			!answer.IsBase64Encoded || answer.Headers["content-length"] != "" {
			t.Fatalf("%v", answer.Headers)
		}
		z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(answer.Body)))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(z); err != nil || string(text) != rows {
			t.Errorf("it became %d bytes, %v", len(text), err)
		}
		if len(answer.Body) > len(rows)/4 {
			t.Errorf("%d bytes became %d", len(rows), len(answer.Body))
		}
	}
}

// An answer that is short, is no text, streams, or is asked for uncompressed stays as it is.
func TestOtherAnswersAreNotCompressed(t *testing.T) {
	long := strings.Repeat("a", leastCompressed)
	for name, c := range map[string][3]string{
		"a short one":         {"application/json", long[1:], "gzip"},
		"a picture":           {"image/webp", long, "gzip"},
		"a stream of events":  {"text/event-stream", long, "gzip"},
		"without the header":  {"text/csv", long, ""},
		"another encoding":    {"text/csv", long, "br, deflate"},
		"a refusal":           {"text/csv", long, "br, gzip; q=0"},
		"a refusal in digits": {"text/csv", long, "gzip;q=0.000"},
	} {
		answer := answerOf(t, c[0], c[1], c[2])
		if answer.IsBase64Encoded || answer.Body != c[1] || answer.Headers["content-encoding"] != "" {
			t.Errorf("%s: %v", name, answer.Headers)
		}
	}
	if answer := answerOf(t, "text/csv", long, ""); answer.Headers["vary"] != "Accept-Encoding" {
		t.Errorf("a cache is not told: %v", answer.Headers)
	}
}
