package embed

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/meaning"
)

// A question that was put off is asked again when the function is throttled; one for which somebody waits is not.
func TestAThrottledQuestionIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		patience time.Duration
		calls    int
		answered bool
	}{{Queued, 2, true}, {AtOnce, 1, false}} {
		with, calls := throttled(t)
		_, err := New(with, "embed", c.patience).Judge(t.Context(), meaning.Question{Text: "When do you open?"})
		if (err == nil) != c.answered || *calls != c.calls {
			t.Errorf("with %v: %v after %d calls", c.patience, err, *calls)
		}
	}
}

// An index takes longer to make than a call may otherwise stand still. It is asked for once.
func TestAnIndexIsWaitedFor(t *testing.T) {
	t.Parallel()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		select {
		case <-time.After(6 * time.Second): // config.Bounded ends a call after five
			_, _ = w.Write([]byte(`{"whole":true}`))
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	with := config.AWS()
	with.Region, with.BaseEndpoint = "us-east-1", &server.URL
	with.Credentials = credentials.NewStaticCredentialsProvider("test", "test", "")
	whole, err := New(with, "embed", Queued).Index(t.Context(), "t", 2, 1)
	if err != nil || !whole || calls != 1 {
		t.Errorf("%v, %v after %d calls", whole, err, calls)
	}
}

// throttled is a service that refuses the first call and answers the others, with the number of its calls.
func throttled(t *testing.T) (aws.Config, *int) {
	t.Helper()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls == 1 {
			w.Header().Set("X-Amzn-Errortype", "TooManyRequestsException")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"message":"slow down"}`))
			return
		}
		_, _ = w.Write([]byte(`{"verdict":{}}`))
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, &calls
}
