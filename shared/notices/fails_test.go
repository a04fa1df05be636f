package notices_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// failing is how the team's first channel fails as its owner reads it, nil if it does not.
func (w *world) failing() *chat.ChannelFails {
	w.T.Helper()
	all, err := w.room.Failing(w.Ctx(), chattest.Olu)
	w.Must(err)
	if fails, is := all["c1"]; is {
		return &fails
	}
	return nil
}

// tells has a customer wait, of whom the channel is told once.
func (w *world) tells() {
	w.T.Helper()
	w.tasks = nil
	w.relays(w.asks())
	w.tasks = w.tasks[:1]
	w.works()
	w.tasks = nil
}

// An owner reads why a channel fails, since when it rests and until when; nobody else reads it, and nothing of the
// address is in it. A notice that arrives ends it.
func TestAnOwnerSeesThatAChannelFails(t *testing.T) {
	for want, answer := range map[string]func(http.ResponseWriter){
		"has a fault of its own (503)":           func(a http.ResponseWriter) { a.WriteHeader(503) },
		"does not let this webhook write (403)":  func(a http.ResponseWriter) { a.WriteHeader(403) },
		"does not take what is sent (400)":       func(a http.ResponseWriter) { a.WriteHeader(400) },
		"takes no more messages for now (429)":   func(a http.ResponseWriter) { a.WriteHeader(429) },
		"leads elsewhere (302)":                  func(a http.ResponseWriter) { a.WriteHeader(302) },
		"gateway before the service answered (5": func(a http.ResponseWriter) { a.WriteHeader(502) },
		"did not answer in time":                 func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	} {
		w := begin(t)
		w.tells()
		if got := w.failing(); got != nil {
			t.Fatalf("%s: a channel that works is shown as %+v", want, got)
		}
		w.answer = answer
		since := w.Now()
		for calls := 1; calls <= 3; calls++ {
			w.Pass(time.Minute)
			w.tells()
			got := w.failing()
			if got == nil || got.Calls != calls || !got.Last.Equal(w.Now()) || !got.Since.Equal(since.Add(time.Minute)) ||
				!strings.Contains(got.Text, want) || got.Rests.IsZero() != (calls < 3) {
				t.Fatalf("%s: after %d calls an owner reads %+v", want, calls, got)
			}
			if strings.Contains(got.Text, "services/T") || strings.Contains(got.Text, service) {
				t.Errorf("it has the address: %s", got.Text)
			}
		}
		if got := w.failing(); !got.Rests.Equal(w.Now().Add(time.Minute)) {
			t.Errorf("%s: it rests until %v", want, got.Rests)
		}
		for _, role := range []chat.Role{chat.RoleLead, chat.RoleAgent, chat.RoleViewer} {
			other := chattest.Olu
			other.Role = role
			if all, err := w.room.Failing(w.Ctx(), other); err != nil || len(all) != 0 {
				t.Errorf("a %s reads %+v, %v", role, all, err)
			}
		}
		w.Pass(2 * time.Minute)
		if got := w.failing(); got == nil || !got.Rests.IsZero() {
			t.Errorf("%s: after its rest an owner reads %+v", want, got)
		}
		w.answer = nil
		w.tells()
		if got := w.failing(); got != nil {
			t.Errorf("%s: after a notice that arrived an owner reads %+v", want, got)
		}
	}
}

// A server that is not reached is told as one, and a test that arrives ends it.
func TestATestEndsThatAChannelIsShownAsFailing(t *testing.T) {
	w := begin(t)
	client := w.room.Client
	w.room.Client = &http.Client{Transport: nowhere{}}
	w.tells()
	if got := w.failing(); got == nil || !strings.Contains(got.Text, "No public server was reached") {
		t.Errorf("an owner reads %+v", got)
	}
	w.room.Client = client
	_, err := w.room.Test(w.Ctx(), chattest.Olu, "c1")
	if w.Must(err); w.failing() != nil {
		t.Errorf("after a test that arrived an owner reads %+v", w.failing())
	}
}

// A notice that arrives ends that a channel is shown as failing, also if a call that began after it has failed first.
func TestALateSuccessEndsThatAChannelFails(t *testing.T) {
	w := begin(t)
	w.relays(w.asks())
	first := w.tasks[0]
	w.tasks = nil
	w.relays(w.asks())
	second := w.tasks[0]
	w.tasks = nil
	fails := func(a http.ResponseWriter) { a.WriteHeader(http.StatusForbidden) }
	w.answer = func(http.ResponseWriter) {
		w.answer = fails
		if err := w.room.Send(w.Ctx(), second, 0); chat.KindOf(err) != "" || err == nil {
			t.Errorf("the second notice was told: %v", err)
		}
		if w.failing() == nil {
			t.Error("the second notice was not refused")
		}
	}
	w.Must(w.room.Send(w.Ctx(), first, 0))
	if got := w.failing(); got != nil {
		t.Errorf("after a notice that arrived an owner reads %+v", got)
	}
}

// A notice that arrives at an address that the team has left tells nothing of the new one.
func TestALateSuccessOfAnOldAddressEndsNothing(t *testing.T) {
	w := begin(t)
	w.relays(w.asks())
	first := w.tasks[0]
	w.tasks = nil
	w.answer = func(http.ResponseWriter) {
		w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusForbidden) }
		c := w.channel()
		c.Sealed = []byte("https://" + service + "/services/T/B/another")
		w.has(c)
		w.tells()
	}
	w.Must(w.room.Send(w.Ctx(), first, 0))
	if w.failing() == nil {
		t.Error("the new address is not shown as failing any more")
	}
}

// nowhere is a network without the service.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no such host")
}

// A channel that gets another address is no more one that fails, and is told at once.
func TestAnotherAddressBeginsAnew(t *testing.T) {
	w := begin(t)
	w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusForbidden) }
	for range 5 {
		w.tells()
	}
	if got := w.failing(); got == nil || got.Rests.IsZero() {
		t.Fatalf("an owner reads %+v", got)
	}
	c := w.channel()
	c.Sealed = []byte("https://" + service + "/services/T/B/another")
	w.has(c)
	if got := w.failing(); got != nil {
		t.Errorf("an owner reads of another address that %+v", got)
	}
	w.answer, w.heard = nil, nil
	if w.tells(); len(w.heard) != 1 {
		t.Errorf("another address is called %d times", len(w.heard))
	}
}

// The row of a channel that was told all it may be, and fails, costs one write unit.
func TestTheRowOfAFailingChannelIsSmall(t *testing.T) {
	w := begin(t)
	for range chat.NoticesHourly {
		w.tells()
	}
	w.enrols()
	c := w.channel()
	c.Mentions = true
	w.has(c)
	g := w.asks()
	w.tasks = nil
	for range chat.MentionsHourly {
		w.Must(w.room.Relayed(w.Ctx(), g.Key(), w.note("a_bo")))
	}
	w.works()
	w.Pass(time.Hour + 123456789)
	w.answer = func(a http.ResponseWriter) { a.WriteHeader(http.StatusServiceUnavailable) }
	for range 20 {
		w.tells()
		w.Pass(7 * time.Minute)
	}
	told, err := w.Store.Told(w.Ctx(), chattest.Tenant, "c1")
	w.Must(err)
	told.More = w.Now()
	raw, err := json.Marshal(told)
	w.Must(err)
	if told.Failed < 8 || len(told.Latest) < chat.NoticesHourly-1 || len(told.Named) < chat.MentionsHourly ||
		len(raw) > 900 {
		t.Errorf("%d calls failed, and the row has %d bytes: %s", told.Failed, len(raw), raw)
	}
}
