package privacy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnAddressIsCut(t *testing.T) {
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
	if again := a.Identity("cookie", "x"); a.Identity("cookie", "x") != again {
		t.Error("the same identity must hash alike")
	}
	if a.Identity("cookie", "x") == b.Identity("cookie", "x") {
		t.Error("two tenants must not be able to link an identity")
	}
	if a.Identity("cookie", "x") == a.Identity("wa_id", "x") {
		t.Error("kinds must not collide")
	}
}

func TestAPageURLDropsPersonalParts(t *testing.T) {
	for raw, want := range map[string]string{
		"https://shop.example/cart?email=a@b.c#x": "https://shop.example/cart",
		"https://user:pw@shop.example/a":          "https://shop.example/a",
		"javascript:alert(1)":                     "",
		// The parameters that name a page of a single-page site are kept.
		"https://a.test/#/cart":                            "https://a.test/#/cart",
		"https://a.test/x#!/orders/list?token=abc":         "https://a.test/x#!/orders/list",
		"https://a.test/?page=about&email=a@b.c":           "https://a.test/?page=about",
		"https://a.test/?route=product%2Fproduct&view=map": "https://a.test/?route=product%2Fproduct&view=map",
		// Parameters that may be about a person are not.
		"https://a.test/#access_token=eyJhbGciOi":            "https://a.test/",
		"https://a.test/#/reset/8f14e45fceea167a5a36dedd/go": "https://a.test/#/reset/*/go",
		"https://a.test/#/u/dana@mail.test":                  "https://a.test/#/u/*",
		"https://a.test/#/u/dana%2540mail.test":              "https://a.test/#/u/*",
		"https://a.test/#/call/4915112345678":                "https://a.test/#/call/*",
		"https://a.test/#/id_token=x/y":                      "https://a.test/#/*/y",
		"https://a.test/?page=8f14e45fceea167a5a36dedd":      "https://a.test/",
		"https://a.test/?p=dana@mail.test&tab=4915112345678": "https://a.test/",
		"https://a.test/?q=secret&utm_source=x#top":          "https://a.test/",
		// Nor are such parts of a path; numbers and names of goods stay.
		"https://a.test/u/dana@mail.test/orders":                               "https://a.test/u/*/orders",
		"https://a.test/u/dana%2540mail.test":                                  "https://a.test/u/*",
		"https://a.test/reset/8f14e45fceea167a5a36dedd":                        "https://a.test/reset/*",
		"https://a.test/in/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x":             "https://a.test/in/*",
		"https://a.test/call/+4915112345678":                                   "https://a.test/call/*",
		"https://a.test/@dana/iphone-15-pro-256gb/dp/B08N5WRWNW/12345678.html": "https://a.test/@dana/iphone-15-pro-256gb/dp/B08N5WRWNW/12345678.html",
		"https://a.test/?product=kettle-5&id=7&q=words":                        "https://a.test/?product=kettle-5",
		"/relative": "",
	} {
		if got := PageURL(raw); got != want {
			t.Errorf("PageURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestACampaignIsItsParametersAndNothingElse(t *testing.T) {
	got := Campaign("https://a.example/?utm_source=news&q=secret&utm_medium=mail")
	if diff := cmp.Diff(map[string]string{"utm_source": "news", "utm_medium": "mail"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestATokenIs32Bytes(t *testing.T) {
	if !ValidToken(NewToken()) || ValidToken("short") || ValidToken("") {
		t.Error("a token is 32 bytes, and nothing else is one")
	}
}

func TestASiteNamesItsPagesInItsOwnWay(t *testing.T) {
	for raw, want := range map[string]string{
		"https://a.test/?artikel=tee&q=words":       "https://a.test/?artikel=tee",
		"https://a.test/?artikel=dana@mail.test":    "https://a.test/",
		"https://a.test/?artikel=4915112345678":     "https://a.test/",
		"https://a.test/?ARTIKEL=tee&artikel2=tee":  "https://a.test/",
		"https://a.test/?artikel=tee&page=2#/x?y=z": "https://a.test/?artikel=tee&page=2#/x",
	} {
		if got := PageURL(raw, "artikel"); got != want {
			t.Errorf("PageURL(%q) = %q, want %q", raw, got, want)
		}
	}
	if got := Campaign("https://a.test/?utm_source=mail&utm_content=dana@mail.test"); len(got) != 1 ||
		got["utm_source"] != "mail" {
		t.Errorf("kept %v", got)
	}
}

// A proof is good for one key, one purpose and its parts as they were cut.
func TestAProofIsOfItsPurposeAndParts(t *testing.T) {
	key := NewKey()
	seen := map[string]bool{}
	for _, proof := range []string{
		key.Proof("stop", "a", "b"), key.Proof("stop", "ab"), key.Proof("stop", "ab", ""), key.Proof("code", "a", "b"),
		NewKey().Proof("stop", "a", "b"),
	} {
		if seen[proof] || !ValidToken(proof) {
			t.Errorf("%q is no proof of its own", proof)
		}
		seen[proof] = true
	}
	if !seen[key.Proof("stop", "a", "b")] {
		t.Error("the same proof is another one when it is made again")
	}
}
