package media

import (
	"crypto/md5"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// bucket is S3 to the extent that files use it, with conditional writes. looked is called after each
// read of a part.
type bucket struct {
	files  map[string]file
	looked func()
}

type file struct{ raw, kind, disposition, sender string }

func (f file) tag() string { return fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum([]byte(f.raw)))) }

// newBucket is a store on a bucket of its own.
func newBucket(t *testing.T) (*Store, *bucket) {
	t.Helper()
	b := &bucket{files: map[string]file{}, looked: func() {}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return New(s3.New(s3.Options{
		BaseEndpoint: &server.URL, UsePathStyle: true, Region: "eu-west-1", RetryMaxAttempts: 1,
		Credentials: aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("id", "secret", "")),
	}), "files"), b
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.URL.Path, "/files/")
	found, there := b.files[key]
	switch {
	case r.Method == http.MethodDelete:
		delete(b.files, key)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		b.copy(w, r, key, there)
	case r.Method == http.MethodPut:
		raw, _ := io.ReadAll(r.Body)
		b.files[key] = file{
			raw: string(raw), kind: r.Header.Get("Content-Type"), disposition: r.Header.Get("Content-Disposition"),
		}
	case !there:
		w.WriteHeader(http.StatusNotFound)
	case r.Header.Get("If-Match") != "" && r.Header.Get("If-Match") != found.tag():
		w.WriteHeader(http.StatusPreconditionFailed)
	default:
		w.Header().Set("Content-Type", found.kind)
		w.Header().Set("ETag", found.tag())
		w.Header().Set("X-Amz-Meta-Sender", found.sender)
		http.ServeContent(w, r, "", when, strings.NewReader(found.raw))
		if r.Method == http.MethodGet {
			b.looked()
		}
	}
}

func (b *bucket) copy(w http.ResponseWriter, r *http.Request, key string, there bool) {
	from, ok := b.files[strings.TrimPrefix(r.Header.Get("X-Amz-Copy-Source"), "files/")]
	switch {
	case !ok:
		w.WriteHeader(http.StatusNotFound)
	case there && r.Header.Get("If-None-Match") == "*", from.tag() != r.Header.Get("X-Amz-Copy-Source-If-Match"):
		w.WriteHeader(http.StatusPreconditionFailed)
	default:
		b.files[key] = file{
			from.raw, r.Header.Get("Content-Type"), r.Header.Get("Content-Disposition"), r.Header.Get("X-Amz-Meta-Sender"),
		}
		_, _ = io.WriteString(w, "<CopyObjectResult/>")
	}
}
