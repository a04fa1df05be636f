package deliveries

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/media"
)

// bucket answers as S3 does. It notes all calls, and those to the queue.
type bucket struct {
	files map[string]string
	at    map[string]time.Time
	calls []string
	named []Name
	last  bool // the latest task is a delivery's last
	deaf  bool // the queue takes nothing
	shut  bool // every file is refused
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/box"), "/")
	raw, there := b.files[key]
	if r.URL.Query().Has("list-type") {
		b.calls = append(b.calls, "LIST")
		b.list(w, r.URL.Query().Get("prefix"))
		return
	}
	b.calls = append(b.calls, r.Method+" "+key)
	switch r.Method {
	case http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		b.files[key], b.at[key] = string(body), time.Now()
	case http.MethodDelete:
		delete(b.files, key)
	default:
		if b.shut || !there && r.Method == http.MethodHead { // whatsapp-webhook may not list the bucket
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if !there {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Last-Modified", b.at[key].UTC().Format(http.TimeFormat))
		_, _ = io.WriteString(w, raw)
	}
}

func (b *bucket) list(w io.Writer, prefix string) {
	type contents struct{ Key, LastModified string }
	var found struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		Contents []contents
	}
	for key := range b.files {
		if strings.HasPrefix(key, prefix) {
			found.Contents = append(found.Contents, contents{key, b.at[key].UTC().Format(time.RFC3339)})
		}
	}
	_ = xml.NewEncoder(w).Encode(found)
}

func (b *bucket) tell(_ context.Context, _ chat.TenantID, task any) error {
	if b.deaf {
		return errors.New("the queue does not answer")
	}
	b.calls = append(b.calls, "TELL")
	b.named, b.last = append(b.named, task.(Task).Name), task.(Task).Last
	return nil
}

func newStore(t *testing.T) (*Store, *bucket) {
	t.Helper()
	b := &bucket{files: map[string]string{}, at: map[string]time.Time{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return New(s3.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, media.PathStyle, func(o *s3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	}), "box", b.tell), b
}

var (
	app  = chat.App{Tenant: "t_1", Key: "app"}
	body = []byte(`{"object":"whatsapp_business_account"}`)
)

// A delivery is named only when it is stored, and known only when it is named: cut off at any point, the repeat does
// the missing steps. A repeat of one that is known costs one read, also when it was worked off.
func TestARepeatCostsOneRead(t *testing.T) {
	s, b := newStore(t)
	name := NameOf(app, body)
	b.deaf = true
	if err := s.Keep(t.Context(), name, body); err == nil || len(b.named) > 0 {
		t.Fatalf("named is %v, %v", b.named, err)
	}
	b.deaf, b.calls = false, nil
	for range 2 {
		if err := s.Keep(t.Context(), name, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Done(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(t.Context(), name, body); err != nil {
		t.Fatal(err)
	}
	path := "t_1/app/" + name.Hash
	want := []string{
		"HEAD delivered/" + path, "PUT deliveries/" + path, "TELL", "PUT delivered/" + path,
		"HEAD delivered/" + path, "DELETE deliveries/" + path, "HEAD delivered/" + path,
	}
	if !slices.Equal(b.calls, want) || b.files["delivered/"+path] != "" {
		t.Errorf("the calls are %q", b.calls)
	}
}

// The bytes that are read are those that were signed, or none.
func TestOtherBytesAreNotRead(t *testing.T) {
	s, b := newStore(t)
	name := NameOf(app, body)
	if _, err := s.Read(t.Context(), name); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("before it is stored: %v", err)
	}
	if err := s.Keep(t.Context(), name, body); err != nil {
		t.Fatal(err)
	}
	b.shut = true
	if _, err := s.Read(t.Context(), name); err == nil || errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a refusal is %v, and the delivery would be taken for done", err)
	}
	b.shut = false
	if raw, err := s.Read(t.Context(), name); err != nil || string(raw) != string(body) {
		t.Errorf("it reads %q, %v", raw, err)
	}
	b.files["deliveries/t_1/app/"+name.Hash] += " "
	if _, err := s.Read(t.Context(), name); !errors.Is(err, errOther) {
		t.Errorf("changed on its way: %v", err)
	}
}
