// Package host runs the built functions as Lambda would, one process an environment, on a real
// database engine. One server stands in for everything else that they call (sockets, queues, KMS,
// Graph, a customer's bot). It counts each call, can make any of them fail in the ways that AWS
// does, and can kill the process that made it.
package host

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/e2e/mapping"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/oklog/ulid/v2"
)

// Host is a small cloud in one process.
type Host struct {
	Engine *dynamotest.Engine
	Store  *dynamo.Store // on the engine itself: uncounted, undisturbed
	Outside
	Stream *mapping.Mapping

	server *httptest.Server
	dist   string

	mu        sync.Mutex
	functions map[string]*pool
	logs      []byte
	givenUp   map[string][]byte
}

// New starts the engine. Functions start with their first event, from the binaries
// that scripts/dev built under .local/dist.
func New(ctx context.Context, options ...dynamotest.Option) (*Host, error) {
	root, err := root()
	if err != nil {
		return nil, err
	}
	engine, err := dynamotest.Dynoxide(ctx, root, options...)
	if err != nil {
		return nil, err
	}
	h := &Host{
		Engine: engine, Store: dynamo.New(engine.DB, dynamotest.Table), dist: filepath.Join(root, ".local", "dist"),
		functions: map[string]*pool{}, givenUp: map[string][]byte{},
	}
	h.Outside.init(h)
	h.server = httptest.NewServer(&h.Outside)
	h.startMeta()
	h.Stream = &mapping.Mapping{
		Database: engine.Address, Stream: engine.Stream, Batch: 100, Tries: 8, Pause: time.Millisecond,
		Filters: dynamo.StreamPatterns(),
		Invoke:  func(ctx context.Context, batch []byte) ([]byte, error) { return h.invoke(ctx, "relay", batch) },
		GiveUp: func(_ context.Context, name string, batch []byte) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.givenUp[name] = batch
		},
	}
	return h, nil
}

// root is the folder of go.mod.
func root() (string, error) {
	for at := "."; ; at = filepath.Join("..", at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Abs(at)
		}
		if abs, err := filepath.Abs(at); err != nil || abs == "/" {
			return "", fmt.Errorf("run this inside the repository")
		}
	}
}

// Address is the address of the outside.
func (h *Host) Address() string { return h.server.URL }

// Close ends every process.
func (h *Host) Close() {
	for _, p := range h.pools() {
		p.stop()
	}
	h.server.Close()
	h.Engine.Stop()
}

func (h *Host) pools() []*pool {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := []*pool{}
	for _, p := range h.functions {
		all = append(all, p)
	}
	return all
}

// Invoke runs a function with an event and reads its answer into out, which may be nil.
func (h *Host) Invoke(ctx context.Context, function string, event, out any) error {
	raw, err := json.Marshal(event)
	if err != nil {
		return err
	}
	answer, err := h.invoke(ctx, function, raw)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(answer, out)
}

func (h *Host) invoke(ctx context.Context, function string, event []byte) ([]byte, error) {
	h.mu.Lock()
	p := h.functions[function]
	if p == nil {
		p = &pool{host: h, name: function}
		h.functions[function] = p
	}
	h.mu.Unlock()
	h.Outside.mu.Lock()
	h.events[function]++
	h.Outside.mu.Unlock()
	return p.invoke(ctx, event)
}

// GivenUp are the batches that the stream mapping gave up on, by name.
func (h *Host) GivenUp() map[string][]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := map[string][]byte{}
	for name, batch := range h.givenUp {
		all[name] = batch
	}
	return all
}

// Logs is everything that the functions wrote.
func (h *Host) Logs() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return string(h.logs)
}

// Write takes a function's log.
func (h *Host) Write(line []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.logs = append(h.logs, line...)
	return len(line), nil
}

// Drain reads the stream and the queues until nothing is left in them.
func (h *Host) Drain(ctx context.Context) {
	for ctx.Err() == nil {
		if h.Stream.Poll(ctx)+h.work(ctx) == 0 {
			return
		}
	}
}

func newID() string { return ulid.Make().String() }

// Restart ends the processes of these functions, or of all: the next event starts cold.
func (h *Host) Restart(functions ...string) {
	for _, p := range h.pools() {
		if len(functions) == 0 || slices.Contains(functions, p.name) {
			p.stop()
		}
	}
}

// killAll ends the processes of a function.
func (h *Host) killAll(function string) {
	h.mu.Lock()
	p := h.functions[function]
	h.mu.Unlock()
	if p != nil {
		p.stop()
	}
}
