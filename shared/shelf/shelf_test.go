package shelf_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/google/go-cmp/cmp"
)

// bucket answers as S3 does.
type bucket struct {
	files map[string][]byte
	shut  bool // every file is refused
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, there := b.files[r.URL.Path]
	only, unless := r.Header.Get("If-Match"), r.Header.Get("If-None-Match")
	switch {
	case b.shut:
		w.WriteHeader(http.StatusForbidden)
	case there && unless == "*" || only != "" && only != tag(raw):
		w.WriteHeader(http.StatusPreconditionFailed)
	case r.Method == http.MethodPut:
		b.files[r.URL.Path], _ = io.ReadAll(r.Body)
	case r.Method == http.MethodDelete:
		delete(b.files, r.URL.Path)
	case !there:
		w.WriteHeader(http.StatusNotFound)
	default:
		w.Header().Set("ETag", tag(raw))
		_, _ = w.Write(raw)
	}
}

func tag(raw []byte) string { return fmt.Sprintf(`"%x"`, sha256.Sum256(raw)) }

func in(t *testing.T, b *bucket) *shelf.Shelf {
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return shelf.New(s3.New(s3.Options{
		Region: "eu-west-1", BaseEndpoint: &server.URL, UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials:                credentials.NewStaticCredentialsProvider("k", "s", ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	}), "box")
}

func TestAnEditionComesBackAsItWasKept(t *testing.T) {
	b := &bucket{files: map[string][]byte{}}
	s := in(t, b)
	entry := knowledge.Entry{ID: "a", Version: 3, Content: knowledge.Content{
		Title: "السعر", Languages: map[string]knowledge.Words{"ar": {Wordings: []string{"كم؟"}, Answer: []string{"خمسة"}}},
	}}
	e := knowledge.Edition{Tenant: "t_1", Number: 7, Entries: []knowledge.Entry{entry}}
	if err := s.Keep(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if _, is := b.files["/box/knowledge/t_1/editions/7"]; !is {
		t.Errorf("it lies at another place: %d files", len(b.files))
	}
	got, err := s.Edition(t.Context(), "t_1", 7)
	e.File = got.File
	if diff := cmp.Diff(e, got); err != nil || diff != "" {
		t.Errorf("%v (-kept +read):\n%s", err, diff)
	}
	if err := s.Drop(t.Context(), "t_1", 7); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Edition(t.Context(), "t_1", 7); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a deleted edition is %v", err)
	}
}

// Of two who make an edition at once one writes it, and whoever writes it again has read it as it is.
func TestAnEditionIsOnlyWrittenOverTheOneThatWasRead(t *testing.T) {
	s := in(t, &bucket{files: map[string][]byte{}})
	e := knowledge.Edition{Tenant: "t_1", Number: 7, Mark: "a"}
	if err := s.Keep(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(t.Context(), e); !errors.Is(err, chat.ErrConflict) {
		t.Errorf("a second making is kept: %v", err)
	}
	read, err := s.Edition(t.Context(), "t_1", 7)
	if err != nil || read.File == "" {
		t.Fatalf("its file has the mark %q, %v", read.File, err)
	}
	read.Mark = "b"
	for _, want := range []error{nil, chat.ErrConflict} {
		if err := s.Keep(t.Context(), read); !errors.Is(err, want) {
			t.Errorf("written again: %v, want %v", err, want)
		}
	}
}

// A refusal or a damaged file is never taken for an edition that does not exist, or for an empty one.
func TestAnEditionThatCannotBeReadIsAnError(t *testing.T) {
	b := &bucket{files: map[string][]byte{"/box/knowledge/t_1/editions/1": []byte("{}")}}
	s := in(t, b)
	if _, err := s.Edition(t.Context(), "t_1", 1); err == nil || errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a damaged file: %v", err)
	}
	b.shut = true
	if _, err := s.Edition(t.Context(), "t_1", 1); err == nil || errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a refusal: %v", err)
	}
}
