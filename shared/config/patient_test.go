package config

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	quick = 300 * time.Millisecond // the silence of these tests
	piece = 1 << 20
	tick  = 30 * time.Millisecond // a slow line carries a piece each tick
)

func client() *http.Client { return &http.Client{Transport: patient{http.DefaultTransport, quick}} }

// slowly moves pieces at the pace of a slow line, until there is no more or it has moved so many.
func slowly(to io.Writer, from io.Reader, pieces int) {
	pace := time.NewTicker(tick)
	defer pace.Stop()
	for range pieces {
		if _, err := io.CopyN(to, from, piece); err != nil {
			return
		}
		if f, ok := to.(http.Flusher); ok {
			f.Flush()
		}
		<-pace.C
	}
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if tcp, ok := c.(*net.TCPConn); ok && s == http.StateNew {
			_ = tcp.SetReadBuffer(64 << 10) // so that unread bytes are not taken either
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server.URL
}

// A large file over a slow line takes longer than any silence, and arrives whole.
func TestALargeFileOverASlowLine(t *testing.T) {
	size := int64(20 * piece)
	up := serve(t, func(_ http.ResponseWriter, r *http.Request) { slowly(io.Discard, r.Body, 100) })
	began := time.Now()
	answer, err := client().Post(up, "", bytes.NewReader(make([]byte, size)))
	if err != nil || answer.StatusCode != 200 {
		t.Fatal("up:", err)
	}
	answer.Body.Close()
	down := serve(t, func(w http.ResponseWriter, _ *http.Request) { slowly(w, bytes.NewReader(make([]byte, size)), 100) })
	if answer, err = client().Get(down); err != nil {
		t.Fatal("down:", err)
	}
	got, err := io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if err != nil || got != size {
		t.Errorf("down: %d of %d bytes, %v", got, size, err)
	}
	if took := time.Since(began); took < 3*quick {
		t.Errorf("it took %s: the line was not slow", took)
	}
}

// A line that stands still ends the call with a timeout: before the answer, in the body that goes
// out, and in the one that comes in.
func TestALineThatStandsStill(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	halfway := func(w http.ResponseWriter, r *http.Request) {
		slowly(w, bytes.NewReader(make([]byte, piece)), 1)
		<-r.Context().Done()
	}
	deaf := func(_ http.ResponseWriter, r *http.Request) { slowly(io.Discard, r.Body, 1); <-t.Context().Done() }
	for name, call := range map[string]func() (*http.Response, error){
		"no answer":     func() (*http.Response, error) { return client().Get(serve(t, silent)) },
		"half a body":   func() (*http.Response, error) { return client().Get(serve(t, halfway)) },
		"a deaf server": func() (*http.Response, error) { return client().Post(serve(t, deaf), "", endless{}) },
	} {
		answer, err := call()
		if err == nil {
			_, err = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}
		timeout, ok := errors.AsType[net.Error](err)
		if !ok || !timeout.Timeout() || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The caller's own end is no timeout: nobody retries a call that is not wanted any more.
func TestTheCallersEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	r, _ := http.NewRequestWithContext(ctx, "GET", address, nil)
	answer, err := client().Do(r)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if answer != nil {
		answer.Body.Close()
	}
}

// counting counts the writes to a connection.
type counting struct {
	net.Conn
	writes *atomic.Int32
}

func (c counting) Write(raw []byte) (int, error) { c.writes.Add(1); return c.Conn.Write(raw) }

// A small call of an AWS client is one write to its connection, though its body is wrapped: each write more wakes both
// sides once more.
func TestASmallCallIsOneWrite(t *testing.T) {
	var writes atomic.Int32
	got := ""
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { raw, _ := io.ReadAll(r.Body); got = string(raw) })
	transport := &http.Transport{DialContext: func(ctx context.Context, network, at string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, at)
		return counting{conn, &writes}, err
	}}
	r, _ := http.NewRequestWithContext(t.Context(), "POST", address, io.MultiReader(strings.NewReader("small")))
	r.ContentLength = 5
	answer, err := (&http.Client{Transport: patient{transport, quick}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got != "small" || writes.Load() != 1 {
		t.Errorf("%q arrived in %d writes", got, writes.Load())
	}
}

type endless struct{}

func (endless) Read(into []byte) (int, error) { return len(into), nil }

// The clients of AWS are patient: no limit as a whole, and none for a line that stands still.
func TestTheClientsOfAWSArePatient(t *testing.T) {
	client, ok := AWS().HTTPClient.(*http.Client)
	if !ok {
		t.Fatalf("the client is %T", AWS().HTTPClient)
	}
	if _, ok := client.Transport.(patient); !ok || client.Timeout != 0 {
		t.Errorf("its transport is %T, and it has %s as a whole", client.Transport, client.Timeout)
	}
}

// A function signs with the keys in its environment, and calls the addresses there.
func TestAFunctionIsConfiguredByItsEnvironment(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_REGION": "eu-south-2", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_SESSION_TOKEN": "token",
		"AWS_ENDPOINT_URL":  "http://cloud.test", "AWS_ENDPOINT_URL_DYNAMODB": "http://database.test",
		"AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
	} {
		t.Setenv(name, value)
	}
	ours := AWS()
	theirs, err := awsconfig.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for at, cfg := range map[string]aws.Config{"ours": ours, "the SDK's": theirs} {
		c, err := cfg.Credentials.Retrieve(t.Context())
		if err != nil || c.AccessKeyID != "id" || c.SecretAccessKey != "secret" || c.SessionToken != "token" {
			t.Errorf("%s: %v", at, err)
		}
		database, other := dynamodb.NewFromConfig(cfg).Options(), sts.NewFromConfig(cfg).Options()
		if *database.BaseEndpoint != "http://database.test" || *other.BaseEndpoint != "http://cloud.test" ||
			database.Region != "eu-south-2" || database.AccountIDEndpointMode != aws.AccountIDEndpointModePreferred {
			t.Errorf("%s: %s and %s in %s", at, *database.BaseEndpoint, *other.BaseEndpoint, database.Region)
		}
		if cfg.RequestChecksumCalculation != aws.RequestChecksumCalculationWhenSupported ||
			cfg.ResponseChecksumValidation != aws.ResponseChecksumValidationWhenSupported {
			t.Errorf("%s: checksums %v and %v", at, cfg.RequestChecksumCalculation, cfg.ResponseChecksumValidation)
		}
	}
}

// A call whose answer may take long waits for it, and is made once however it ends.
func TestACallThatMayTakeLong(t *testing.T) {
	calls := 0
	failing := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	cfg := AWS()
	cfg.HTTPClient, cfg.BaseEndpoint, cfg.Region = client(), &failing, "us-east-1"
	cfg.Credentials = aws.AnonymousCredentials{}
	once := sts.NewFromConfig(Waiting(cfg, quick))
	if _, err := once.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); err == nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	late := serve(t, func(http.ResponseWriter, *http.Request) { slowly(io.Discard, endless{}, 12) }) // longer than quick
	waits, ok := Waiting(cfg, 100*quick).HTTPClient.(*http.Client)
	if !ok {
		t.Fatal("there is no client")
	}
	answer, err := waits.Get(late)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
}
