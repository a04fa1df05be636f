package config

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// silence is for how long a call may stand still: no byte goes out, and none comes in. A call as a whole
// has no limit but its caller's, because a large file takes as long as its line is slow.
const silence = 5 * time.Second

// large is a body of which the system may hold megabytes that a slow line has still to carry when all of
// it was written. Its answer may take longer by so many times.
const (
	large     = 1 << 20
	drainedIn = 6
)

// small is a body that goes out at once: it is in memory as a whole, so that its headers and it are one write.
const small = 64 << 10

// patient ends a call that stands still.
type patient struct {
	next    http.RoundTripper
	silence time.Duration
}

func (p patient) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	limit := p.silence
	if r.ContentLength > large {
		limit *= drainedIn
	}
	timer := time.AfterFunc(limit, func() { cancel(os.ErrDeadlineExceeded) })
	moves := func() { timer.Reset(limit) }
	end := func() { timer.Stop(); cancel(nil) }
	r = r.WithContext(ctx)
	err := watched(r, moves)
	var answer *http.Response
	if err == nil {
		answer, err = p.next.RoundTrip(r)
	}
	if err != nil {
		err = still(ctx, err)
		end()
		return nil, err
	}
	moves()
	answer.Body = &moving{ReadCloser: answer.Body, ctx: ctx, moves: moves, end: end}
	return answer, nil
}

// watched makes the body of a request one that net/http knows to be in memory, or one whose bytes show that it moves.
func watched(r *http.Request, moves func()) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	if r.ContentLength <= 0 || r.ContentLength > small {
		r.Body = &moving{ReadCloser: r.Body, ctx: r.Context(), moves: moves, end: func() {}}
		return nil
	}
	defer r.Body.Close()
	raw := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, raw)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return err
}

// still is the error of a call that stood still: a timeout, which is worth a retry.
func still(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, os.ErrDeadlineExceeded) {
		return cause
	}
	return err
}

// moving is a body whose every byte shows that its call moves.
type moving struct {
	io.ReadCloser
	ctx   context.Context
	moves func()
	end   func()
}

func (m *moving) Read(into []byte) (int, error) {
	n, err := m.ReadCloser.Read(into)
	if err == nil {
		m.moves()
	} else if !errors.Is(err, io.EOF) {
		err = still(m.ctx, err)
	}
	return n, err
}

func (m *moving) Close() error {
	m.end()
	return m.ReadCloser.Close()
}

// Waiting is a configuration for calls whose answer takes up to so long, each in one attempt: a second one would run
// beside the first.
func Waiting(cfg aws.Config, answer time.Duration) aws.Config {
	if client, ok := cfg.HTTPClient.(*http.Client); ok {
		if is, ok := client.Transport.(patient); ok {
			waits := *client
			waits.Transport = patient{is.next, answer}
			cfg.HTTPClient = &waits
		}
	}
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	return cfg
}
