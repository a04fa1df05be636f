package notices_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chattest"
)

// A channel whose service refuses, or answers nobody, is called less and less, and again as before once it works.
func TestADeadWebhookIsLeftAlone(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"refuses":     func(a http.ResponseWriter) { a.WriteHeader(http.StatusInternalServerError) },
		"is cut off":  func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"bad gateway": func(a http.ResponseWriter) { a.WriteHeader(http.StatusBadGateway) },
	} {
		w := begin(t)
		w.answer = answer
		for range 40 { // in two hours
			g := w.asks()
			w.tasks = nil
			w.relays(g)
			w.works()
			w.Pass(3 * time.Minute)
		}
		if len(w.heard) > 12 {
			t.Errorf("a service that %s is called %d times", name, len(w.heard))
		}
		w.answer = nil
		w.Pass(30 * time.Minute)
		w.heard, w.tasks = nil, nil
		for range 5 {
			w.relays(w.asks())
			w.works()
		}
		if len(w.heard) != 5 {
			t.Errorf("a service that %s works again and is called %d times for 5 notices", name, len(w.heard))
		}
	}
}

// A test that arrives ends the rest of a channel.
func TestATestEndsARest(t *testing.T) {
	w := begin(t)
	w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusServiceUnavailable) }
	for range 5 {
		w.relays(w.asks())
		w.works()
	}
	if len(w.heard) != 3 {
		t.Errorf("it was called %d times before it rests", len(w.heard))
	}
	w.answer = nil
	got, err := w.room.Test(w.Ctx(), chattest.Ana, "c1")
	if w.Must(err); !got.Arrived {
		t.Fatalf("%+v", got)
	}
	w.heard = nil
	w.relays(w.asks())
	if w.works(); len(w.heard) == 0 {
		t.Error("it still rests")
	}
}
