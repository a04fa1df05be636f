package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/webpushtest"
)

// most is the size in bytes that no row may pass: strangers may send anything, in any order.
const most = 100 << 10

// wide is a text that takes the most space in storage: six bytes a character.
func wide(n int) string { return strings.Repeat("<", n) }

// longest are the longest frames that the schema of each action allows.
var longest = map[string]func(i int) host.Object{
	"attributes": func(i int) host.Object {
		fields := host.Object{}
		for n := range 5 {
			fields[fmt.Sprintf("field%s%d", strings.Repeat("x", 25), 5*i+n)] = wide(1000)
		}
		return host.Object{"attributes": fields}
	},
	"track": func(i int) host.Object {
		return host.Object{"goal": host.Object{
			"name": "Checkout", "orderId": fmt.Sprint(wide(90), i), "value": 999999.99,
			"currency": "EUR", "verified": true,
		}}
	},
	"page": func(i int) host.Object {
		return host.Object{"page": host.Object{
			"url":   fmt.Sprint(host.Origin, "/", strings.Repeat("a", 1900), i),
			"title": wide(120), "referrer": "https://search.test/" + strings.Repeat("b", 1900),
		}}
	},
	"message": func(int) host.Object { return host.Object{"id": newID(), "text": wide(4096)} },
	"open":    func(int) host.Object { return host.Object{"id": newID()} },
	"click": func(int) host.Object {
		return host.Object{"id": newID(), "click": host.Object{"message": newID(), "option": wide(200)}}
	},
	"form": func(int) host.Object {
		return host.Object{"id": newID(), "submission": host.Object{
			"message": newID(), "form": wide(100),
			"values": host.Object{"name": wide(1000)},
		}}
	},
	"field": func(int) host.Object { return host.Object{"message": newID(), "form": wide(100), "field": wide(100)} },
	"rate":  func(int) host.Object { return host.Object{"message": newID(), "helpful": false} },
	"upload": func(int) host.Object {
		return host.Object{"name": wide(196) + ".png", "type": "image/png", "size": 16777216}
	},
	"file":     func(int) host.Object { return host.Object{"upload": newID()} },
	"typing":   func(int) host.Object { return host.Object{"typing": true, "conversation": wide(60)} },
	"read":     func(int) host.Object { return host.Object{"upTo": newID()} },
	"history":  func(int) host.Object { return host.Object{"before": newID()} },
	"sync":     func(int) host.Object { return host.Object{"after": newID()} },
	"ping":     func(int) host.Object { return host.Object{"after": newID(), "visible": true} },
	"activity": func(i int) host.Object { return host.Object{"active": i%2 == 0} },
	"mail": func(int) host.Object {
		return host.Object{
			"address": strings.Repeat("a", 60) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 3) + "test",
			"page":    host.Origin + "/" + strings.Repeat("c", 2000), "locale": "de-CH",
		}
	},
	"notify": func(i int) host.Object {
		b, _ := webpushtest.NewBrowser()
		to := b.Subscribed("http://127.0.0.1/" + strings.Repeat("d", 900))
		return host.Object{
			"subscription": host.Object{
				"endpoint": fmt.Sprint(to.Endpoint, i), "p256dh": to.P256DH, "auth": to.Auth,
			},
			"page": host.Origin + "/" + strings.Repeat("c", 2000), "locale": "de-CH",
		}
	},
	"whatsapp": func(int) host.Object { return host.Object{"words": wide(200)} },
	"pair":     func(i int) host.Object { return host.Object{"yes": i%2 == 0, "ref": wide(40)} },
	"identify": func(int) host.Object { return host.Object{"jwt": host.SignedIn(wide(200), wide(150))} },
	"export":   func(int) host.Object { return host.Object{} },
}

// elsewhere are the actions that cannot be repeated: hello is the first, end and erase the last.
var elsewhere = []string{"hello", "end", "erase"}

func TestNoRowPassesItsBound(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	for action := range schema.VisitorFrames {
		if longest[action] == nil && !slices.Contains(elsewhere, action) {
			t.Errorf("say what the longest frame %q is", action)
		}
	}
	r := record(h)
	amara(t, h)
	bruno(t, h, r)
	for _, s := range scenes {
		if _, err := s.play(ctx, h); err != nil {
			t.Fatal(s.name, err)
		}
	}
	flood(t, h)
	long := meta.Message("5511987600777", "wamid."+wide(100), wide(60_000), now())
	odd := host.Object{
		"from": "5511987600777", "id": "wamid." + wide(3000), "timestamp": fmt.Sprint(now().Unix()),
		"type": "poll", "poll": host.Object{"question": wide(40_000)},
	}
	r.webhook(t, host.Kettle.Delivery([]host.Object{long}, nil))
	ad := meta.Message("5511987600777", "wamid."+newID(), wide(4096), now())
	ad["referral"] = host.Object{"source_type": "ad", "source_id": wide(20_000), "source_url": "https://ad.test/" +
		wide(20_000), "headline": wide(20_000), "body": wide(20_000), "ctwa_clid": wide(20_000)}
	ad["context"] = host.Object{"id": "wamid." + wide(5000), "from": "15550100000", "forwarded": true}
	small := host.Object{
		"from": "5511987600777", "id": "wamid." + newID(), "timestamp": fmt.Sprint(now().Unix()),
		"type": "poll", "poll": host.Object{"question": wide(23_000)},
	}
	r.webhook(t, host.Kettle.Delivery([]host.Object{ad, small}, nil))
	r.webhook(t, host.Kettle.Delivery([]host.Object{odd},
		[]host.Object{meta.Status("5511987600777", "wamid."+wide(4000), "read", "", now())}))
	everySetting(t, h)
	h.Drain(ctx)
	profile, visit := 0, 0
	for _, it := range dump(t, h) {
		size := 0
		for name, v := range it {
			size += len(name) + len(value(v))
		}
		pk, sk := value(it["pk"]), value(it["sk"])
		if sk == "PROFILE" {
			profile = max(profile, size)
		} else if strings.HasPrefix(sk, "S#s_") {
			visit = max(visit, size)
		}
		kind := dynamo.Kind(pk, sk)
		if kind == "" {
			t.Errorf("%s %s is a kind of row that nobody has bounded: name it in shared/dynamo/kinds.go", pk, sk)
		}
		if size > most && kind != "script" { // an owner writes that, of at most 200,000 bytes
			t.Errorf("%s %s has %d bytes", pk, sk, size)
		}
	}
	if profile < most/4 || visit < most/4 {
		t.Errorf("the flood did not fill anything: profiles have %d bytes at most, visits %d", profile, visit)
	}
}

// flood has one visitor send all of them in random order, on ever more sockets.
func flood(t *testing.T, h *host.Host) {
	random := rand.New(rand.NewPCG(1, 2))
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(t.Context(), "/"))
	actions := slices.Sorted(func(yield func(string) bool) {
		for action := range longest {
			if !yield(action) {
				return
			}
		}
	})
	for i := range 450 {
		if i%15 == 14 { // the socket has used up its rate limit
			tab := v.Tab()
			must(t, tab.Arrive(t.Context(), fmt.Sprint("/", i)))
			v = tab
		}
		action := actions[random.IntN(len(actions))]
		if i%2 == 0 {
			action = []string{"attributes", "track", "page", "message"}[i/2%4]
		}
		frame := longest[action](i)
		frame["action"] = action
		raw, err := json.Marshal(frame)
		must(t, err)
		if err := schema.Check(schema.VisitorFrames[action], raw); err != nil {
			t.Errorf("%s is no valid frame: %v", action, err)
		}
		must(t, h.Frame(context.WithoutCancel(t.Context()), "widget-message", v.Conn(), raw))
	}
}
