package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// An office is an address or a network, of bounded size and number; anything else is refused at its field.
func TestOfficesAreAddressesAndNetworks(t *testing.T) {
	got, err := chat.Office([]string{
		" 203.0.113.7 ", "203.0.113.7/32", "198.51.100.77/24", "2001:db8:12::1/48", "2001:db8::1", "::ffff:192.0.2.1", "",
	})
	want := "203.0.113.7/32 198.51.100.0/24 2001:db8:12::/48 2001:db8::1/128 192.0.2.1/32"
	if err != nil || strings.Join(got, " ") != want {
		t.Errorf("the offices are %v, %v", got, err)
	}
	for text, code := range map[string]string{
		"the office": "bad_office", "203.0.113.0/33": "bad_office", "203.0.113": "bad_office",
		"::ffff:192.0.2.0/120": "bad_office",
		"0.0.0.0/0":            "office_too_wide", "10.0.0.0/8": "office_too_wide", "2001::/16": "office_too_wide",
	} {
		if _, err := chat.Office([]string{text}); chattest.Code(err) != code {
			t.Errorf("%s: %v", text, err)
		}
	}
	many := []string{}
	for i := range chat.MaxOffices + 1 {
		many = append(many, fmt.Sprintf("203.0.113.%d", i))
	}
	if _, err := chat.Office(many); chattest.Code(err) != "too_many" {
		t.Errorf("so many offices: %v", err)
	}
	if _, err := chat.Office(many[1:]); err != nil {
		t.Errorf("as many as there may be: %v", err)
	}
}

// A visit from an office is the team's own, in either version of the protocol and in minimal mode; another one is not.
// No address is kept.
func TestAVisitFromAnOfficeIsTheTeamsOwn(t *testing.T) {
	for address, own := range map[string]bool{
		"203.0.113.7": true, "203.0.113.8": false, "2001:db8:12:9::5": true, "2001:db8:13::5": false, "": false,
		"::ffff:203.0.113.7": true,
	} {
		w := chattest.New(t)
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		tenant.Office, err = chat.Office([]string{"203.0.113.7", "2001:db8:12::/48"})
		w.Must(err)
		w.Must(w.Store.PutTenant(w.Ctx(), tenant))
		w.Must(w.Store.PutSite(w.Ctx(), chat.Site{
			Tenant: chattest.Tenant, Bot: chattest.Fast, Key: "shop", Origins: []string{"https://shop.test"},
		}))
		w.Pass(time.Minute)
		w.Must(w.Admit(w.Ctx(), chat.Handshake{
			Connection: "v.1", Site: "shop", Origin: "https://shop.test", Viewer: address, Wants: chat.Minimal,
		}))
		s, err := w.Store.Socket(w.Ctx(), "v.1")
		w.Must(err)
		if s.Own != own {
			t.Errorf("the socket from %q is the team's: %t", address, s.Own)
		}
		welcome, err := w.Hello(w.Ctx(), s, chat.Hello{Page: &chat.Page{URL: "https://shop.test/"}})
		w.Must(err)
		visit, err := w.Store.Visit(w.Ctx(), welcome.Socket.VisitKey())
		w.Must(err)
		if visit.Own != own {
			t.Errorf("the visit from %q is the team's: %t", address, visit.Own)
		}
	}
}
