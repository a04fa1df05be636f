package notices_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
)

// A webhook that is gone switches its channel off, at once and for good, and leaves the others.
func TestAWebhookThatIsGoneSwitchesTheChannelOff(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusGone} {
		w := begin(t)
		w.answer = func(a http.ResponseWriter) { a.WriteHeader(status) }
		other := w.channel()
		other.ID, other.Waits = "c2", false
		w.has(w.channel(), other)
		w.relays(w.asks())
		w.works()
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		if got := tenant.Channels; !got[0].Off.Equal(w.Now()) || !got[1].Off.IsZero() {
			t.Errorf("the channels are %+v", got)
		}
		w.Pass(chat.SettingsLife)
		w.relays(w.asks())
		if w.works(); len(w.heard) != 1 {
			t.Errorf("it was called %d times", len(w.heard))
		}
	}
}

// A service that refuses is asked again after the time that it says, within bounds, and not forever.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		after  string
		want   time.Duration
	}{
		{http.StatusTooManyRequests, "120", 2 * time.Minute},
		{http.StatusTooManyRequests, "86400", 3 * time.Minute},
		{http.StatusTooManyRequests, "-5", 20 * time.Second},
		{http.StatusServiceUnavailable, "", 20 * time.Second},
		{http.StatusBadRequest, "", 20 * time.Second},
		{http.StatusFound, "", 20 * time.Second},
	} {
		w := begin(t)
		w.answer = func(a http.ResponseWriter) {
			a.Header().Set("Retry-After", c.after)
			a.Header().Set("Location", "https://10.0.0.1/")
			a.WriteHeader(c.status)
		}
		w.relays(w.asks())
		w.tasks = w.tasks[:1]
		if later := w.works(); !slices.Equal(later, []time.Duration{c.want}) || len(w.heard) != 1 {
			t.Errorf("%d %q comes again after %v, %d calls", c.status, c.after, later, len(w.heard))
		}
		w.answer = nil
		if later := w.works(); len(later) != 0 || len(w.heard) != 2 {
			t.Errorf("%d: the next try waits %v, %d calls", c.status, later, len(w.heard))
		}
	}
	w := begin(t)
	w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusInternalServerError) }
	w.relays(w.asks())
	if err := w.room.Send(w.Ctx(), w.tasks[0], 4); err != nil {
		t.Errorf("the last try is a dead letter: %v", err)
	}
}

// An answer that is lost may be one of a notice that went: it does not go twice.
func TestALostAnswerIsNotRepeated(t *testing.T) {
	w := begin(t)
	w.answer = func(http.ResponseWriter) { panic(http.ErrAbortHandler) }
	w.relays(w.asks())
	if later := w.works(); len(later) != 0 || len(w.heard) != 1 {
		t.Errorf("it comes again after %v, %d calls", later, len(w.heard))
	}
	for _, status := range []int{http.StatusBadGateway, http.StatusGatewayTimeout} { // whatever the service behind it did
		w := begin(t)
		w.answer = func(a http.ResponseWriter) { a.WriteHeader(status) }
		w.relays(w.asks())
		if later := w.works(); len(later) != 0 || len(w.heard) != 1 {
			t.Errorf("a gateway's %d comes again after %v, %d calls", status, later, len(w.heard))
		}
	}
	c := w.channel()
	c.Sealed = []byte("https://nobody.test/x") // it is reached by nobody, so nothing went
	w.has(c)
	w.relays(w.asks())
	w.tasks = w.tasks[:1]
	if later := w.works(); len(later) != 1 {
		t.Errorf("a server that is not reached comes again after %v", later)
	}
}

// A test says in words what became of it, and switches a channel on that works again.
func TestATestSaysWhatBecameOfIt(t *testing.T) {
	for status, want := range map[int]string{
		200: "The service took the test.", 202: "The service took the test.", 404: "does not exist any more",
		410: "does not exist any more", 429: "no more messages for now", 403: "does not let this webhook write (403)",
		400: "did not take the test (400)", 500: "has a fault of its own (500)", 302: "leads elsewhere (302)",
	} {
		w := begin(t)
		c := w.channel()
		c.Off = w.Now()
		w.has(c)
		w.answer = func(a http.ResponseWriter) { a.WriteHeader(status) }
		got, err := w.room.Test(w.Ctx(), chattest.Ana, "c1")
		w.Must(err)
		if !strings.Contains(got.Text, want) || got.Arrived != (status < 300) {
			t.Errorf("%d: %+v", status, got)
		}
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		if tenant.Channels[0].Off.IsZero() != got.Arrived {
			t.Errorf("%d: the channel is %+v", status, tenant.Channels[0])
		}
	}
	w := begin(t)
	if _, err := w.room.Test(w.Ctx(), chattest.Ana, "c9"); chattest.Code(err) != "no_channel" {
		t.Errorf("a channel that there is not: %v", err)
	}
	for range chat.NoticeTests.Limit {
		_, err := w.room.Test(w.Ctx(), chattest.Ana, "c1")
		w.Must(err)
	}
	if _, err := w.room.Test(w.Ctx(), chattest.Ana, "c1"); chattest.Code(err) != "slow_down" {
		t.Errorf("tests have no limit: %v", err)
	}
}

// Servers that are not public are not reached, and one that does not answer is not waited for.
func TestTheWayOutHasBounds(t *testing.T) {
	w := begin(t)
	w.room.Client = egress.Client("prod")
	for _, address := range []string{
		"https://127.0.0.1/x", "https://169.254.169.254/latest", "https://localhost/x", "http://hooks.slack.com/services/x",
	} {
		c := w.channel()
		c.Sealed = []byte(address)
		w.has(c)
		got, err := w.room.Test(w.Ctx(), chattest.Ana, "c1")
		if w.Must(err); got.Arrived || !strings.Contains(got.Text, "No public server was reached") {
			t.Errorf("%s: %+v", address, got)
		}
	}
	w = begin(t)
	w.room.Client.Timeout = 50 * time.Millisecond
	ended := make(chan struct{})
	w.answer = func(http.ResponseWriter) { <-ended }
	got, err := w.room.Test(w.Ctx(), chattest.Ana, "c1")
	close(ended)
	if w.Must(err); got.Arrived || !strings.Contains(got.Text, "did not answer in time") {
		t.Errorf("a slow server: %+v", got)
	}
}
