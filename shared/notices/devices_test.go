package notices_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/notices"
)

// A device is told what its person wants, without a word of the customer; a tap leads to the conversation.
func TestADeviceIsToldWhatItsPersonWants(t *testing.T) {
	w, b := away(t)
	w.carries(chattest.Ana, "ana", everything)
	w.carries(bo, "bo", everything)
	w.carries(cyd, "cyd", notices.Wishes{Mine: true})
	g := w.asks()
	w.relays(g)
	w.works()
	want := note{
		"Kettle", "A customer has been waiting for a person since 09:00.", b.shown[endpoint+"ana"][0].Tag,
		"/admin/inbox/all/" + string(g.Key().ID),
	}
	if got := b.shown[endpoint+"ana"]; len(got) != 1 || got[0] != want || len(b.shown) != 2 {
		t.Errorf("they were told %+v", b.shown)
	}
	clear(b.shown)
	w.Pass(time.Minute)
	_, err := chat.Assign(w.Ctx(), w.Desk, chattest.Ana, g.Key(), chat.Giving{To: cyd.ID}, w.Sees(g.Key()))
	w.Must(err)
	w.relays(g)
	w.works()
	if got := b.says(endpoint + "cyd"); got != "A customer has been waiting for you since 09:00." || len(b.shown) != 0 {
		t.Errorf("after an assignment Cyd was told %q, others %+v", got, b.shown)
	}
	_, err = chat.Assign(w.Ctx(), w.Desk, chattest.Ana, g.Key(), chat.Giving{To: bo.ID}, w.Sees(g.Key()))
	w.Must(err)
	w.Pass(time.Second)
	w.relays(g)
	w.works()
	if got := b.says(endpoint + "bo"); strings.Contains(got, "|") || got == "" || len(b.shown) != 0 {
		t.Errorf("of one assignment Bo was told %q, others %+v", got, b.shown)
	}
	w.Must(w.room.Relayed(w.Ctx(), g.Key(), w.note("a_bo", cyd.ID)))
	w.works()
	if got := b.says(endpoint + "bo"); got != "A note of a colleague is for you." || len(b.shown) != 0 {
		t.Errorf("of a note Bo was told %q, others %+v", got, b.shown)
	}
	passed := chat.Message{ID: w.ID(), At: w.Now(), Bubbles: []chat.Bubble{{Body: chat.Body{
		Kind: chat.KindEvent, Event: &chat.Event{Name: chat.EventPromisePassed},
	}}}}
	w.Must(w.room.Relayed(w.Ctx(), g.Key(), passed))
	w.works()
	if got := b.says(endpoint + "bo"); !strings.HasPrefix(got, "Nobody answered a customer") || len(b.shown) != 0 {
		t.Errorf("of a promise Bo was told %q, others, who are no leads, %+v", got, b.shown)
	}
}

// Nobody is told who has the app open, away by choice or not, who left, or of what was answered meanwhile.
func TestNobodyIsToldWhoIsThere(t *testing.T) {
	w, b := away(t)
	for _, a := range []chat.Agent{chattest.Ana, bo, cyd, {Tenant: chattest.Tenant, ID: "a_dee"}} {
		w.carries(a, string(a.ID), everything)
	}
	w.opens(chattest.Ana)
	closes := w.opens(cyd)
	w.relays(w.asks())
	w.works()
	if got := slices.Collect(maps.Keys(b.shown)); len(got) != 1 || got[0] != endpoint+"a_bo" {
		t.Errorf("told are %v", got)
	}
	closes()
	clear(b.shown)
	g := w.asks()
	w.relays(g)
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("here I am"))
	w.Must(err)
	w.Pass(time.Second)
	if w.works(); len(b.shown) != 0 {
		t.Errorf("of an answered customer were told %+v", b.shown)
	}
	late := w.asks()
	w.relays(late)
	w.Pass(51 * time.Minute)
	if w.works(); len(b.shown) != 0 {
		t.Errorf("of old news were told %+v", b.shown)
	}
}

// A device is left alone at its quiet time, by its own clock, also over midnight.
func TestQuietHours(t *testing.T) {
	night, lunch := &notices.Quiet{From: "22:00", To: "07:00"}, &notices.Quiet{From: "12:30", To: "13:00"}
	for _, c := range []struct {
		quiet *notices.Quiet
		zone  string
		at    string // UTC
		told  bool
	}{
		{nil, "Asia/Dubai", "2026-11-22T23:30:00Z", true},
		{night, "", "2026-11-22T21:59:59Z", true},
		{night, "", "2026-11-22T22:00:00Z", false},
		{night, "", "2026-11-23T00:00:00Z", false},
		{night, "", "2026-11-23T06:59:59Z", false},
		{night, "", "2026-11-23T07:00:00Z", true},
		{night, "Asia/Kolkata", "2026-11-22T16:29:00Z", true},      // 21:59
		{night, "Asia/Kolkata", "2026-11-22T16:30:00Z", false},     // 22:00
		{night, "Asia/Kolkata", "2026-11-23T01:30:00Z", true},      // 07:00
		{night, "America/New_York", "2026-12-01T02:59:00Z", true},  // 21:59
		{night, "America/New_York", "2026-12-01T03:00:00Z", false}, // 22:00
		{night, "America/New_York", "2027-03-14T11:00:00Z", true},  // 07:00, after the clocks went forward in this night
		{night, "America/New_York", "2027-03-14T10:59:00Z", false}, // 06:59
		{lunch, "Europe/Lisbon", "2026-12-01T12:29:00Z", true},
		{lunch, "Europe/Lisbon", "2026-12-01T12:30:00Z", false},
		{lunch, "Europe/Lisbon", "2026-12-01T13:00:00Z", true},
	} {
		w, b := away(t)
		wishes := everything
		wishes.Quiet, wishes.Zone = c.quiet, c.zone
		w.carries(bo, "bo", wishes)
		at, err := time.Parse(time.RFC3339, c.at)
		w.Must(err)
		w.At(at)
		w.relays(w.asks())
		if w.works(); (len(b.shown) > 0) != c.told {
			t.Errorf("quiet %+v in %q at %s: told %+v", c.quiet, c.zone, c.at, b.shown)
		}
	}
}

// A device of which the service says that it is gone is forgotten, and the others are told. One that the service
// refuses is told later, and nobody twice.
func TestADeviceThatIsGoneIsForgotten(t *testing.T) {
	w, b := away(t)
	for _, name := range []string{"phone", "laptop", "tablet"} {
		w.carries(bo, name, everything)
	}
	b.answer = func(at string) error {
		switch {
		case strings.HasSuffix(at, "phone"):
			return egress.ErrGone
		case strings.HasSuffix(at, "tablet"):
			return &egress.Refused{Status: 429, After: time.Minute}
		}
		return nil
	}
	w.relays(w.asks())
	w.tasks = w.tasks[:1]
	if later := w.works(); !slices.Equal(later, []time.Duration{time.Minute}) {
		t.Errorf("it comes again after %v", later)
	}
	b.answer = nil
	if later := w.works(); len(later) != 0 {
		t.Errorf("it comes once more after %v", later)
	}
	own, err := w.room.Devices(w.Ctx(), bo)
	w.Must(err)
	if len(own) != 2 || len(b.shown[endpoint+"laptop"]) != 1 || len(b.shown[endpoint+"tablet"]) != 1 {
		t.Errorf("Bo has %+v, and was told %+v", own, b.shown)
	}
	b.answer = func(string) error { return &egress.Unsure{Status: egress.Unanswered} }
	w.relays(w.asks())
	if later := w.works(); len(later) != 0 {
		t.Errorf("what may have arrived comes again after %v", later)
	}
}

// At most ten notices an hour go to a device, and then one that tells how many wait.
func TestADeviceIsNotToldWithoutEnd(t *testing.T) {
	w, b := away(t)
	w.carries(bo, "bo", everything)
	for range 15 {
		w.relays(w.asks())
		w.works()
	}
	got := b.shown[endpoint+"bo"]
	if len(got) != 11 || got[10].Body != "11 customers wait for the team." || got[10].Link != "/admin/inbox/waiting" {
		t.Errorf("it was told %d times, at the end %+v", len(got), got[len(got)-1])
	}
	w.Pass(time.Hour)
	w.relays(w.asks())
	if w.works(); len(b.shown[endpoint+"bo"]) != 12 {
		t.Errorf("an hour later it was told %d times", len(b.shown[endpoint+"bo"]))
	}
}

// A device is its last person's alone, and goes with them.
func TestADeviceChangesHands(t *testing.T) {
	w, b := away(t)
	shared := w.device("shared", everything)
	first, err := w.room.KeepDevice(w.Ctx(), bo, shared)
	w.Must(err)
	second, err := w.room.KeepDevice(w.Ctx(), cyd, shared)
	w.Must(err)
	if own, err := w.room.Devices(w.Ctx(), bo); err != nil || len(own) != 0 || first.ID != second.ID {
		t.Errorf("Bo has %+v, %v", own, err)
	}
	w.Must(w.room.DropDevice(w.Ctx(), bo, first.ID)) // it is no error, and it is his no more
	if _, err := w.room.TestDevice(w.Ctx(), bo, first.ID); chattest.Code(err) != "no_device" {
		t.Errorf("Bo tests it: %v", err)
	}
	got, err := w.room.TestDevice(w.Ctx(), cyd, first.ID)
	if w.Must(err); !got.Arrived || len(b.shown[endpoint+"shared"]) != 1 {
		t.Errorf("a test: %+v, %+v", got, b.shown)
	}
	w.Must(w.Store.DropDevices(w.Ctx(), chattest.Tenant, cyd.ID))
	if own, err := w.room.Devices(w.Ctx(), cyd); err != nil || len(own) != 0 {
		t.Errorf("Cyd, who left, has %+v, %v", own, err)
	}
}

// What is no device is refused at its field, and a person has ten at most. Nobody reads the way to one.
func TestWhatIsNoDeviceIsRefused(t *testing.T) {
	w, _ := away(t)
	for want, change := range map[string]func(*notices.NewDevice){
		"bad_subscription":    func(n *notices.NewDevice) { n.Subscription.Endpoint = "https://evil.test/push" },
		"bad_name name":       func(n *notices.NewDevice) { n.Name = " " },
		"unknown_zone zone":   func(n *notices.NewDevice) { n.Zone = "Mars/Olympus" },
		"bad_time quiet/to":   func(n *notices.NewDevice) { n.Quiet = &notices.Quiet{From: "22:00", To: "7:00"} },
		"bad_time quiet/from": func(n *notices.NewDevice) { n.Quiet = &notices.Quiet{From: "25:00", To: "07:00"} },
		"no_quiet quiet/to":   func(n *notices.NewDevice) { n.Quiet = &notices.Quiet{From: "07:00", To: "07:00"} },
	} {
		n := w.device("x", everything)
		change(&n)
		_, err := w.room.KeepDevice(w.Ctx(), bo, n)
		code, field, _ := strings.Cut(want, " ")
		if chattest.Code(err) != code || field != "" && (len(fields(err)) != 1 || fields(err)[0] != field) {
			t.Errorf("%s: %v at %v", want, err, fields(err))
		}
	}
	for i := range notices.MaxDevices {
		w.carries(bo, fmt.Sprint("d", i), everything)
	}
	if _, err := w.room.KeepDevice(w.Ctx(), bo, w.device("more", everything)); chattest.Code(err) != "too_many_devices" {
		t.Errorf("an eleventh: %v", err)
	}
	again := w.device("d3", notices.Wishes{Mine: true})
	if d, err := w.room.KeepDevice(w.Ctx(), bo, again); err != nil || d.Team || !d.Mine {
		t.Errorf("its wishes are not changed: %+v, %v", d, err)
	}
	own, err := w.room.Devices(w.Ctx(), bo)
	w.Must(err)
	if raw, _ := json.Marshal(own); len(own) != notices.MaxDevices || strings.Contains(string(raw), "/push/") {
		t.Errorf("Bo reads %s", raw)
	}
}

// fields are the names of the fields at which a form was refused.
func fields(err error) (all []string) {
	if refused, is := errors.AsType[*chat.Error](err); is {
		for _, f := range refused.Fields {
			all = append(all, f.Name)
		}
	}
	return all
}

// The app makes the same id of a subscription: web/test/unit/device.test.ts.
func TestADeviceIsNamedByItsEndpoint(t *testing.T) {
	w, _ := away(t)
	if d := w.carries(bo, "phone", everything); d.ID != "c1f4acd63f84cb78ab0badab794d78d3" {
		t.Errorf("its id is %s", d.ID)
	}
}
