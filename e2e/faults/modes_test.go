package faults

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

// keeps says how each kind of data that a mode may allow shows in the rows of a visit. Data in the
// browser is not here: a server cannot see it.
var keeps = map[chat.Trait]func(s chat.Visit, log []chat.VisitEvent, v chat.Visitor, messages int) bool{
	chat.KeepCountry: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return s.Place.Country != ""
	},
	chat.KeepCity: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return s.Place.City != ""
	},
	chat.KeepNetwork: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool { return s.Network != "" },
	chat.KeepDevice: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return s.Device != (chat.Device{})
	},
	chat.KeepLanguage: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool { return s.Language != "" },
	chat.KeepReferrer: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool { return s.Referrer != "" },
	chat.KeepCampaign: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return len(s.Campaign) > 0
	},
	chat.KeepPages: func(s chat.Visit, log []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		for _, e := range log {
			if e.Kind == chat.PageEvent {
				return true
			}
		}
		return s.Pages > 0 || s.Page != nil
	},
	chat.KeepPageGoals: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return len(s.Goals) > 0
	},
	chat.KeepAttributes: func(_ chat.Visit, _ []chat.VisitEvent, v chat.Visitor, _ int) bool {
		return len(v.Profile) > 0
	},
	chat.KeepLogin: func(_ chat.Visit, _ []chat.VisitEvent, v chat.Visitor, _ int) bool {
		return v.Login != nil || len(v.Identities) > 0
	},
	chat.KeepFields: func(_ chat.Visit, log []chat.VisitEvent, _ chat.Visitor, _ int) bool {
		return slices.ContainsFunc(log, func(e chat.VisitEvent) bool { return e.Form != nil && e.Form.Field == "email" })
	},
	chat.KeepBrowsers: func(_ chat.Visit, _ []chat.VisitEvent, v chat.Visitor, _ int) bool {
		return len(v.Browsers) > 0
	},
	chat.KeepMessages: func(_ chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, messages int) bool {
		return messages > 0
	},
	chat.KeepDuration: func(s chat.Visit, _ []chat.VisitEvent, _ chat.Visitor, _ int) bool { return s.Facts().Timed },
}

// Each mode stores exactly the data that the published table says, although the client sends
// everything that it can: the server enforces the mode.
func TestModesKeepWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		query   string
		headers map[string]string
		mode    chat.Mode
	}{
		{"full", "full", nil, chat.Full},
		{"minimal", "minimal", nil, chat.Minimal},
		{"full with Global Privacy Control", "full", map[string]string{"Sec-GPC": "1"}, chat.Minimal},
		{"full with Do Not Track", "full", map[string]string{"DNT": "1"}, chat.Minimal},
		{"no mode", "", nil, chat.Minimal},
		{"a mode that is none", "everything", nil, chat.Minimal},
	} {
		h := newCloud(t)
		ctx := t.Context()
		must(t, h.Notifies(ctx, true))
		conn := newID()
		status, err := h.Connect(ctx, conn, map[string]string{"site": host.FastSite, "mode": c.query}, c.headers)
		if err != nil || status != 200 {
			t.Fatal(c.name, status, err)
		}
		for _, raw := range []string{
			`{"action":"hello","consent":"granted","page":{"url":"` + host.Origin +
				`/a?utm_source=mail&x=1","title":"A","referrer":"https://search.test/q"}}`,
			`{"action":"page","page":{"url":"` + host.Origin + `/b","title":"B"}}`,
			`{"action":"track","goal":{"name":"Checkout","orderId":"1","value":1,"currency":"EUR","verified":true}}`,
			`{"action":"attributes","attributes":{"name":"Dana","email":"dana@mail.test"}}`,
			`{"action":"identify","jwt":"` + host.SignedIn("dana-"+newID(), "Dana") + `"}`,
			`{"action":"message","id":"` + newID() + `","text":"When do you open?"}`,
		} {
			must(t, h.Frame(ctx, "widget-message", conn, []byte(raw)))
		}
		asked := newID()
		for _, raw := range []string{
			`{"action":"message","id":"` + asked + `","text":"Get an offer"}`,
			`{"action":"field","message":"` + asked + `#r","form":"lead","field":"email"}`,
			`{"action":"message","id":"` + newID() + `","text":"I want to speak to a person"}`,
			subscribing(t, h),
			`{"action":"activity","active":false}`,
		} {
			must(t, h.Frame(ctx, "widget-message", conn, []byte(raw)))
		}
		socket, err := h.Store.Socket(ctx, chat.ConnectionID("v."+conn))
		must(t, err)
		staying, err := h.Store.Visitor(ctx, socket.VisitorKey())
		must(t, err)
		must(t, h.Frame(ctx, "widget-message", conn, []byte(`{"action":"end"}`)))
		h.Drain(ctx)
		visits, _, err := h.Store.ListVisits(ctx, host.Tenant, false, "", 10)
		must(t, err)
		if len(visits) != 1 || visits[0].Mode != c.mode {
			t.Fatalf("%s: the visits are %+v", c.name, visits)
		}
		s := visits[0]
		log, err := h.Store.Events(ctx, s.Key(), 100)
		must(t, err)
		v, err := h.Store.Visitor(ctx, chat.VisitorKey{Tenant: host.Tenant, ID: s.Visitor})
		must(t, err)
		if len(v.Browsers) != 0 {
			t.Errorf("%s: who signed out is notified still", c.name)
		}
		v.Browsers = staying.Browsers
		messages, err := h.Store.History(ctx, chat.ConversationKey{
			Tenant: host.Tenant, ID: chat.ConversationOf(s.Visitor, s.Bot),
		}, "", 10)
		must(t, err)
		for _, rule := range chat.ModeRules {
			if rule.Trait == chat.KeepToken || rule.Trait == chat.KeepTabToken {
				continue
			}
			shows, known := keeps[rule.Trait]
			if !known {
				t.Errorf("nobody checks %q", rule.Trait)
			} else if got, want := shows(s, log, v, len(messages)), c.mode.Keeps(rule.Trait); got != want {
				t.Errorf("%s: %s is kept: %v, the table says %v: %+v", c.name, rule.Trait, got, want, s)
			}
		}
		for _, g := range s.Goals {
			if g.Verified {
				t.Errorf("%s: a page verifies a goal", c.name)
			}
		}
	}
}

// Every stored row is of a kind that the published records of processing name.
func TestRecordsNameEveryRow(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	named := map[string]bool{}
	for _, r := range append(lifecycle.Records(chat.StandardRetention), lifecycle.OwnRecords()...) {
		for _, kind := range r.Rows {
			named[kind] = true
		}
	}
	for _, s := range scenes {
		if _, err := s.play(t.Context(), h); err != nil {
			t.Fatal(s.name, err)
		}
	}
	theRest(t, h)
	mailed(t, h)
	everySetting(t, h)
	amara(t, h)
	seen := map[string]bool{}
	for _, it := range dump(t, h) {
		if value(it["gone"]) != "" || value(it["vacant"]) != "" {
			continue
		}
		kind := kindOf(value(it["pk"]), value(it["sk"]))
		seen[kind] = true
		if !named[kind] {
			t.Errorf("no record names rows of the kind %s: %s %s", kind, value(it["pk"]), value(it["sk"]))
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d kinds of rows were seen", len(seen))
	}
}

// kindOf is the name of a row in the records: the kind of its partition and, if a partition holds
// several, the kind of its sort key.
func kindOf(pk, sk string) string {
	parts := strings.Split(pk, "#")
	sort, _, _ := strings.Cut(sk, "#")
	if parts[0] != "T" {
		if parts[0] == "APP" || parts[0] == "CONN" {
			return parts[0] + "/" + sort
		}
		return parts[0]
	}
	if len(parts) == 2 {
		return sort
	}
	switch kind := parts[2]; kind {
	case "C", "V", "S", "X", "I", "O":
		return fmt.Sprintf("%s/%s", kind, sort)
	default:
		return kind
	}
}

// subscribing is the frame of a visitor who wants to be notified.
func subscribing(t *testing.T, h *host.Host) string {
	to, err := h.Subscription()
	must(t, err)
	raw, err := json.Marshal(host.Object{
		"action": "notify", "subscription": to, "page": host.Origin + "/a", "locale": "en",
	})
	must(t, err)
	return string(raw)
}
