package vault

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/media"
)

// heap is a bucket of failed batches. It notes which are read.
type heap struct {
	batches map[string]string
	reads   []string
	read    func(context.Context)
}

func (h *heap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/heap"), "/")
	switch {
	case r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for _, name := range []string{"a", "b", "c", "d"} {
			if _, there := h.batches[name]; there && name > r.URL.Query().Get("start-after") {
				fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", name)
			}
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.Method == http.MethodDelete:
		delete(h.batches, key)
	default:
		h.reads = append(h.reads, key)
		h.read(r.Context())
		fmt.Fprint(w, h.batches[key])
	}
}

// A search that is cut off goes on after the last batch that it looked at, and ends at its beginning.
func TestASearchGoesOnWhereItWasCutOff(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	h := &heap{batches: map[string]string{
		"a": records("gone"), "b": records("stays"), "c": records("stays"), "d": records("gone"),
	}}
	h.read = func(call context.Context) {
		if len(h.reads) == 3 {
			stop()
			<-call.Done() // or the answer might come before the cut
		}
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	v := New(s3.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, media.PathStyle), "", "heap", nil)
	n, next, err := v.Scrub(ctx, []string{"c_gone"}, "")
	if err == nil || n != 1 || next != "b" {
		t.Errorf("cut off it says %d, %q, %v", n, next, err)
	}
	h.reads = nil
	n, next, err = v.Scrub(t.Context(), []string{"c_gone"}, next)
	if err != nil || n != 1 || next != "" || !slices.Equal(h.reads, []string{"c", "d"}) || len(h.batches) != 2 {
		t.Errorf("then it reads %v, says %d, %q, %v, and leaves %v", h.reads, n, next, err, h.batches)
	}
}
