package titan

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/botifire/livechat/shared/meaning"
)

// bedrock stands in for Bedrock: the files of testdata have the form that its documentation gives.
type bedrock struct {
	*Client
	mu    sync.Mutex
	asked []string
	paths map[string]bool
}

// stands makes a stand-in that answers the nth call as a function says.
func stands(t *testing.T, answer func(n int, w http.ResponseWriter)) *bedrock {
	t.Helper()
	b := &bedrock{paths: map[string]bool{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b.mu.Lock()
		b.asked = append(b.asked, string(body))
		b.paths[r.URL.Path] = true
		n := len(b.asked)
		b.mu.Unlock()
		w.Header().Set("Content-Type", jsonType)
		answer(n, w)
	}))
	t.Cleanup(server.Close)
	b.Client = New(aws.Config{
		Region: "eu-west-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	}, func(text string) string { return strings.ReplaceAll(text, "ana@example.com", "▇▇▇") })
	return b
}

func file(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(raw))
}

func TestATextIsEmbeddedAsTheDocumentationSays(t *testing.T) {
	answer := file(t, "answer.json")
	b := stands(t, func(_ int, w http.ResponseWriter) { _, _ = io.WriteString(w, answer) })
	all, err := b.Embed(t.Context(), []string{"When do you open?", "  "}, meaning.Query)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d vectors, %v", len(all), err)
	}
	if want := file(t, "request.json"); len(b.asked) != 1 || b.asked[0] != want {
		t.Errorf("it asks %q, want %q", b.asked, want)
	}
	if !b.paths["/model/"+ID+"/invoke"] {
		t.Errorf("it asks at %v", b.paths)
	}
	if all[0][0] == 0 || all[0][dimensions] != 0 || all[1] != (meaning.Vector{}) {
		t.Errorf("the vectors are %v", all)
	}
}

func TestNothingPersonalLeavesAndNoLongText(t *testing.T) {
	answer := file(t, "answer.json")
	b := stands(t, func(_ int, w http.ResponseWriter) { _, _ = io.WriteString(w, answer) })
	texts := []string{"I am ana@example.com", strings.Repeat("é", longest), "a\xff"}
	if _, err := b.Embed(t.Context(), texts, meaning.Passage); err != nil {
		t.Fatal(err)
	}
	for _, asked := range b.asked {
		if strings.Contains(asked, "example.com") || len(asked) > longest+100 {
			t.Errorf("%d bytes leave: %.80s", len(asked), asked)
		}
	}
}

// A call that failed for now is made again, a few times; one that never can succeed is not.
func TestAFailedCallIsMadeAgainAFewTimes(t *testing.T) {
	answer := file(t, "answer.json")
	for _, c := range []struct {
		code          string
		status, fails int
		calls         int
		embedded      bool
	}{
		{"ThrottlingException", 429, 1, 2, true},
		{"ServiceUnavailableException", 503, 2, 3, true},
		{"ModelTimeoutException", 503, 9, 3, false},
		{"ValidationException", 400, 9, 1, false},
		{"AccessDeniedException", 403, 9, 1, false},
	} {
		b := stands(t, func(n int, w http.ResponseWriter) {
			if n > c.fails {
				_, _ = io.WriteString(w, answer)
				return
			}
			w.Header().Set("X-Amzn-ErrorType", c.code)
			w.WriteHeader(c.status)
		})
		_, err := b.Embed(t.Context(), []string{"Hello"}, meaning.Query)
		if (err == nil) != c.embedded || len(b.asked) != c.calls {
			t.Errorf("%s: %v after %d calls", c.code, err, len(b.asked))
		}
	}
}

func TestAVectorOfAnotherFormIsRefused(t *testing.T) {
	for _, said := range []string{
		`{"embedding":[1]}`, `{"embedding":[` + strings.Repeat("0,", dimensions-1) + `0]}`, `{}`, `no`,
		`{"embedding":[` + strings.Repeat("9,", dimensions-1) + `9]}`,
	} {
		b := stands(t, func(_ int, w http.ResponseWriter) { _, _ = io.WriteString(w, said) })
		if _, err := b.Embed(t.Context(), []string{"Hello"}, meaning.Query); err == nil {
			t.Errorf("%.40s was taken", said)
		}
	}
}

// An index that was not finished in time goes on where it stopped: its maker has to see that it was the time.
func TestTheEndOfTheCallersTimeIsTold(t *testing.T) {
	b := stands(t, func(_ int, w http.ResponseWriter) { <-t.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.Embed(ctx, []string{"Hello"}, meaning.Query); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it is %v", err)
	}
}
