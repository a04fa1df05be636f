package converse_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/converse"
	"github.com/botifire/livechat/shared/model"
)

func client(address string) *converse.Client {
	return converse.New(aws.Config{
		Region: "eu-west-1", BaseEndpoint: &address, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	})
}

var ask = model.Ask{
	Model: "m", User: "{}",
	Tools: []model.Tool{{Name: "nothing_fits", Use: "None.", Schema: map[string]any{"type": "object"}}},
}

// A call is repeated only if no model has read it: else each reading is billed.
func TestACallIsRepeatedOnlyIfNobodyIsBilled(t *testing.T) {
	for _, c := range []struct {
		code    string
		status  int
		calls   int
		refused bool
		why     string
	}{
		{"ThrottlingException", 429, 2, true, model.Throttled},
		{"ServiceUnavailableException", 503, 2, true, model.Unreachable},
		{"ValidationException", 400, 1, true, model.Unreachable},
		{"InternalServerException", 500, 1, false, model.Unreachable},
		{"ModelTimeoutException", 408, 1, false, model.Slow},
		{"", 502, 1, false, model.Unreachable},
	} {
		calls := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.Header().Set("X-Amzn-ErrorType", c.code)
			w.WriteHeader(c.status)
		}))
		_, err := client(server.URL).Converse(t.Context(), ask)
		server.Close()
		var failed *model.Failure
		if !errors.As(err, &failed) || failed.Why != c.why || failed.Refused != c.refused || calls != c.calls {
			t.Errorf("%s: %+v after %d calls", c.code, err, calls)
		}
	}
}

func TestAModelThatIsNotMetCostsNothing(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	_, err := client(server.URL).Converse(t.Context(), ask)
	var failed *model.Failure
	if !errors.As(err, &failed) || !failed.Refused {
		t.Errorf("%v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client(server.URL).Converse(gone, ask); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A connection has a time limit of its own, which may be shorter than the caller's.
func TestAConnectionThatTimesOutIsSlow(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does a server see that its client is gone
		<-r.Context().Done()
	}))
	defer server.Close()
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: &http.Client{Timeout: 50 * time.Millisecond},
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	}
	_, err := converse.New(cfg).Converse(t.Context(), ask)
	if f, is := errors.AsType[*model.Failure](err); !is || f.Why != model.Slow || f.Refused {
		t.Errorf("it is %v", err)
	}
}
