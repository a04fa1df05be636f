package notices_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/trace"
)

// A team's dead webhook is a warning in the log: lines of level ERROR are the operators' alarm. So is one that is given
// up. What we do wrong is an error.
func TestADeadWebhookIsNoAlarm(t *testing.T) {
	was := slog.Default()
	defer slog.SetDefault(was)
	for name, c := range map[string]struct {
		does        func(w *world)
		line, level string
	}{
		"given up": {
			func(w *world) { w.answer = func(a http.ResponseWriter) { a.WriteHeader(500) } }, "a notice is not told", "WARN",
		},
		"not reached": {
			func(w *world) { w.room.Client = &http.Client{Transport: nowhere{}} }, "a notice is not told", "WARN",
		},
		"cut off": {
			func(w *world) { w.answer = func(http.ResponseWriter) { panic(http.ErrAbortHandler) } },
			"the outcome of a notice is unknown", "WARN",
		},
		"a gateway": {
			func(w *world) { w.answer = func(a http.ResponseWriter) { a.WriteHeader(504) } },
			"the outcome of a notice is unknown", "WARN",
		},
		"without a way out": {
			func(w *world) { w.room.Client = notices.New(w.Desk, w.Store).Client },
			"the outcome of a notice is unknown", "ERROR",
		},
	} {
		var out bytes.Buffer
		w := begin(t)
		c.does(w)
		w.relays(w.asks())
		slog.SetDefault(slog.New(trace.NewHandler(&out)))
		w.Must(w.room.Send(w.Ctx(), w.tasks[0], 4))
		slog.SetDefault(was)
		var line struct{ Level, Msg string }
		if err := json.Unmarshal(out.Bytes(), &line); err != nil || line.Level != c.level || line.Msg != c.line {
			t.Errorf("%s: the log has %s %v", name, out.String(), err)
		}
		if strings.Contains(out.String(), "services/T") {
			t.Errorf("%s: the log has the address: %s", name, out.String())
		}
	}
}

// A call that ends because our function does is ours, and no failure of the channel.
func TestACallThatWeEndIsOurs(t *testing.T) {
	was := slog.Default()
	defer slog.SetDefault(was)
	w := begin(t)
	w.relays(w.asks())
	ctx, end := context.WithCancel(w.Ctx())
	over := make(chan struct{})
	ends := sync.OnceFunc(func() { close(over) })
	t.Cleanup(ends)
	w.answer = func(http.ResponseWriter) { end(); <-over }
	var out bytes.Buffer
	slog.SetDefault(slog.New(trace.NewHandler(&out)))
	w.Must(w.room.Send(ctx, w.tasks[0], 0))
	ends()
	slog.SetDefault(was)
	if !strings.Contains(out.String(), `"level":"ERROR"`) || w.failing() != nil {
		t.Errorf("the log has %s, and an owner reads %+v", out.String(), w.failing())
	}
}
