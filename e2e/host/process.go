package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/botifire/livechat/shared/knowledge"
)

// ErrDied means that the function's process ended before it answered.
var ErrDied = errors.New("host: the function's process ended")

// pool is the environments of one function: each takes one event at a time.
type pool struct {
	host *Host
	name string

	mu   sync.Mutex
	idle []*process
	all  map[*process]bool
}

func (p *pool) invoke(ctx context.Context, event []byte) ([]byte, error) {
	env, err := p.take()
	if err != nil {
		return nil, err
	}
	answer, err := env.invoke(ctx, event)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !env.dead() {
		p.idle = append(p.idle, env)
	}
	return answer, err
}

func (p *pool) take() (*process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 0 {
		env := p.idle[len(p.idle)-1]
		if p.idle = p.idle[:len(p.idle)-1]; !env.dead() {
			return env, nil
		}
	}
	env, err := startProcess(p.host, p.name)
	if err == nil {
		if p.all == nil {
			p.all = map[*process]bool{}
		}
		p.all[env] = true
	}
	return env, err
}

// stop ends all environments.
func (p *pool) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for env := range p.all {
		env.kill()
	}
	p.all, p.idle = nil, nil
}

// process is one environment: a binary and its Runtime API.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
type process struct {
	limit   time.Duration // of a call
	cmd     *exec.Cmd
	api     *httptest.Server
	events  chan []byte
	answers chan answer
	ended   chan struct{}
	started time.Time
	ready   chan time.Time // when it first asked for an event
}

type answer struct {
	raw []byte
	err error
}

func startProcess(h *Host, name string) (*process, error) {
	p := &process{
		limit: 30 * time.Second, events: make(chan []byte), answers: make(chan answer, 1), ended: make(chan struct{}),
		ready: make(chan time.Time, 1),
	}
	if name == "knowledge-work" { // which begins no lesson that it could not store
		p.limit = knowledge.WorkSeconds * time.Second
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", p.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", p.response)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", p.failure)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", p.failure)
	p.api = httptest.NewServer(mux)
	p.cmd = exec.Command(filepath.Join(h.dist, name, "bootstrap"))
	p.cmd.Env = append(h.settings(name), "AWS_LAMBDA_RUNTIME_API="+strings.TrimPrefix(p.api.URL, "http://"))
	p.cmd.Stdout, p.cmd.Stderr = h, h
	p.started = time.Now()
	if err := p.cmd.Start(); err != nil {
		p.api.Close()
		return nil, fmt.Errorf("host: %s: %w; build the functions with `.local/bin/dev -build`", name, err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
		p.api.CloseClientConnections()
		p.api.Close()
	}()
	return p, nil
}

// Model is the id of the model that the stand-in for Bedrock is.
const Model = "local.stand-in"

// settings are a function's environment variables. Its addresses contain its name, so that the
// outside can tell callers apart.
func (h *Host) settings(name string) []string {
	at := h.server.URL + "/" + name
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=/nowhere", "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=test",
		"AWS_SECRET_ACCESS_KEY=test",
		"AWS_ENDPOINT_URL=" + at, "AWS_LAMBDA_FUNCTION_NAME=" + name, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
		config.Stage + "=local", config.Table + "=" + dynamotest.Table, config.EdgeSecrets + "=-", config.SealKey + "=seal",
		config.VisitorSockets + "=" + at + "/visitors", config.AgentSockets + "=" + at + "/agents",
		config.AnswerQueue + "=" + at + "/queues/answer", config.SendQueue + "=" + at + "/queues/send",
		config.MediaQueue + "=" + at + "/queues/media", config.EndQueue + "=" + at + "/queues/end",
		config.DeliveryQueue + "=" + at + "/queues/delivery", config.KnowledgeQueue + "=" + at + "/queues/knowledge",
		config.EmbedFunction + "=embed", config.SearchQueue + "=" + at + "/queues/search",
		config.MailQueue + "=" + at + "/queues/mail", config.MailFrom + "=chat@stage.test", config.MailSet + "=letters",
		config.MailAfter + "=0", config.Door + "=" + Door,
		config.MediaBucket + "=media", config.WebBucket + "=web", config.FailuresBucket + "=failures",
		config.TeamPool + "=pool",
		config.DeadQueues + "=" + at + "/queues/answerDead," + at + "/queues/sendDead," + at + "/queues/mediaDead," + at +
			"/queues/deliveryDead",
		config.GraphAddress + "=" + at + graphPath, config.AdminOrigin + "=https://admin.test",
		config.SiteConnects + "=400", config.Embeddings + "=" + config.Bundled,
		config.Models + `=[{"id":"` + Model + `","name":"The stand-in","in":1,"out":5}]`,
	}
}

func (p *process) dead() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

func (p *process) next(w http.ResponseWriter, r *http.Request) {
	select {
	case p.ready <- time.Now():
	default:
	}
	select {
	case event := <-p.events:
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", "request")
		w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(p.limit).UnixMilli()))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:host")
		_, _ = w.Write(event)
	case <-r.Context().Done():
	}
}

func (p *process) response(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	w.WriteHeader(http.StatusAccepted)
	p.answers <- answer{raw, err}
}

func (p *process) failure(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	w.WriteHeader(http.StatusAccepted)
	p.answers <- answer{nil, fmt.Errorf("host: function error: %s", raw)}
}

func (p *process) invoke(ctx context.Context, event []byte) ([]byte, error) {
	select {
	case p.events <- event:
	case <-p.ended:
		return nil, ErrDied
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case a := <-p.answers:
		return a.raw, a.err
	case <-p.ended:
		return nil, ErrDied
	case <-ctx.Done():
		p.kill() // as Lambda does at the time limit
		return nil, ctx.Err()
	}
}

// ColdStart runs a function's binary and tells how long it takes from exec to its first
// request for an event.
func (h *Host) ColdStart(function string) (time.Duration, error) {
	p, err := startProcess(h, function)
	if err != nil {
		return 0, err
	}
	defer p.kill()
	select {
	case at := <-p.ready:
		return at.Sub(p.started), nil
	case <-p.ended:
		return 0, ErrDied
	}
}

// CPU is the CPU time that a function's processes spend while do runs, in steps of 10 ms. It needs
// Linux; elsewhere it is 0.
func (h *Host) CPU(function string, do func() error) (time.Duration, error) {
	before := h.spent(function)
	err := do()
	return h.spent(function) - before, err
}

func (h *Host) spent(function string) time.Duration {
	h.mu.Lock()
	p := h.functions[function]
	h.mu.Unlock()
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	total := time.Duration(0)
	for env := range p.all {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", env.cmd.Process.Pid))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(raw), ") ") // the name in parentheses may contain anything
		fields := strings.Fields(rest)
		for _, at := range []int{11, 12} { // utime and stime, in hundredths of a second
			if ticks, err := strconv.Atoi(fields[at]); err == nil {
				total += time.Duration(ticks) * 10 * time.Millisecond
			}
		}
	}
	return total
}
