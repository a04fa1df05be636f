package privacy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.77":               "203.0.113.0/24",
		"203.0.113.77:443":           "203.0.113.0/24",
		"2001:db8:1:2:3:4:5:6":       "2001:db8:1::/48",
		"[2001:db8:1:2:3:4:5:6]:443": "2001:db8:1::/48",
		"::ffff:203.0.113.77":        "203.0.113.0/24",
		"::ffff:203.0.113.77:443":    "203.0.113.0/24",
		"2001:db8:1:2:3:4:5:6:46532": "2001:db8:1::/48",
		"2001:db8:1::9:46532":        "2001:db8:1::/48",
		"2001:db8::1":                "2001:db8::/48",
		"[2001:db8::1]":              "2001:db8::/48",
		"2001:db8:1:2:3:4:5:6:7:8":   "",
		"fe80::1%eth0":               "fe80::/48",
		"nonsense":                   "",
		"":                           "",
	} {
		if got := Network(address); got != want {
			t.Errorf("Network(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestIdentityIsTheTenantsOwn(t *testing.T) {
	a, b := NewKey(), NewKey()
	if a.Identity("cookie", "x") != a.Identity("cookie", "x") {
		t.Error("the same identity must hash alike")
	}
	if a.Identity("cookie", "x") == b.Identity("cookie", "x") {
		t.Error("two tenants must not be able to link an identity")
	}
	if a.Identity("cookie", "x") == a.Identity("wa_id", "x") {
		t.Error("kinds must not collide")
	}
}

func TestPageURLDropsWhatMayBePersonal(t *testing.T) {
	for raw, want := range map[string]string{
		"https://shop.example/cart?email=a@b.c#x": "https://shop.example/cart",
		"https://user:pw@shop.example/a":          "https://shop.example/a",
		"javascript:alert(1)":                     "",
		"/relative":                               "",
	} {
		if got := PageURL(raw); got != want {
			t.Errorf("PageURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestCampaign(t *testing.T) {
	got := Campaign("https://a.example/?utm_source=news&q=secret&utm_medium=mail")
	if diff := cmp.Diff(map[string]string{"utm_source": "news", "utm_medium": "mail"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTokens(t *testing.T) {
	if !ValidToken(NewToken()) || ValidToken("short") || ValidToken("") {
		t.Error("a token is 32 bytes, and nothing else is one")
	}
}
