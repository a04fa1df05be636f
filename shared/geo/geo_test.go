package geo

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

func TestAPlaceNeedsACountry(t *testing.T) {
	got := Place(Headers{"cloudfront-viewer-country": "BR", "cloudfront-viewer-city": "S%C3%A3o Paulo"})
	if want := (chat.Place{Country: "BR", City: "São Paulo"}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Place(Headers{"cloudfront-viewer-city": "Lagos"}); got != (chat.Place{}) {
		t.Errorf("a city without a country is no place, got %v", got)
	}
}

func TestDevicesAndCrawlersAreRecognized(t *testing.T) {
	phone := Headers{
		"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
			"Version/17.0 Mobile/15E148 Safari/604.1",
	}
	if got := Device(phone); got.Type != "mobile" || got.OS != "iOS" {
		t.Errorf("got %v", got)
	}
	if !Crawler(Headers{"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}) {
		t.Error("a crawler that says so is one")
	}
	if Crawler(phone) {
		t.Error("a phone is no crawler")
	}
}

func TestALanguageIsTheFirstOfTheBrowser(t *testing.T) {
	for header, want := range map[string]string{
		"pt-BR,pt;q=0.9,en;q=0.8": "pt", "en": "en", "DE-de;q=0.7": "de", "fil-PH": "fil", " ar ,en": "ar",
		"": "", "*": "", "x": "", "a very long text": "", "p!": "", "português": "",
	} {
		if got := Language(Headers{"accept-language": header}); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}

// CloudFront writes an IPv6 viewer with or without brackets. A line has a /64, whose addresses count
// as one.
func TestAnIPv6LineCountsAsOneAddress(t *testing.T) {
	for header, want := range map[string][2]string{
		"203.0.113.77:4711":                     {"203.0.113.77", "203.0.113.0/24"},
		"203.0.113.77":                          {"203.0.113.77", "203.0.113.0/24"},
		"2001:db8:1:2:3:4:5:6:46532":            {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"[2001:db8:1:2:3:4:5:6]:46532":          {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"2001:db8:1:2:3:4:5:6":                  {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"[2001:db8:1:2:3:4:5:6]":                {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"2001:db8:1:2::9:443":                   {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"2001::a:b:c:d:e:443":                   {"2001:0:0:a::/64", "2001::/48"},
		"::ffff:203.0.113.77:4711":              {"203.0.113.77", "203.0.113.0/24"},
		"::ffff:203.0.113.77":                   {"203.0.113.77", "203.0.113.0/24"},
		"[::ffff:203.0.113.77]:4711":            {"203.0.113.77", "203.0.113.0/24"},
		"2001:db8:1:2::a1":                      {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"2001:db8:1:2:ffff:ffff:ffff:ffff:4711": {"2001:db8:1:2::/64", "2001:db8:1::/48"},
		"2001:db8::1":                           {"2001:db8::/64", "2001:db8::/48"},
		"nonsense":                              {"", ""},
		"":                                      {"", ""},
		":443":                                  {"", ""},
	} {
		h := Headers{viewerAddress: header}
		if got := [2]string{Address(h), Network(h)}; got != want {
			t.Errorf("%q counts and is kept as %q, want %q", header, got, want)
		}
	}
}

// Every address counts as itself or by its /64, in all ways in which it can be written with a port.
func FuzzViewerAddress(f *testing.F) {
	f.Add([]byte{203, 0, 113, 77}, uint16(443), "203.0.113.77")
	f.Add([]byte("\x20\x01\x0d\xb8\x00\x01\x00\x02\x00\x00\x00\x00\x00\x00\x00\x09"), uint16(46532), "2001:db8::1%eth0:9")
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xcb\x00\x71\x4d"), uint16(1), "[::1]")
	f.Fuzz(func(t *testing.T, raw []byte, port uint16, anything string) {
		Network(Headers{viewerAddress: anything})
		if key := Address(Headers{viewerAddress: anything}); key != "" && strings.Contains(key, "%") {
			t.Errorf("%q counts as %q", anything, key)
		}
		addr, ok := netip.AddrFromSlice(raw)
		if !ok {
			return
		}
		want, _ := addr.Unmap().Prefix(64)
		key := want.String()
		if addr.Unmap().Is4() {
			key = addr.Unmap().String()
		}
		for _, header := range []string{
			netip.AddrPortFrom(addr, port).String(),
			addr.String() + ":" + strconv.Itoa(int(port)),
			addr.StringExpanded() + ":" + strconv.Itoa(int(port)),
		} {
			h := Headers{viewerAddress: header}
			if got := Address(h); got != key || Network(h) != privacy.Network(addr.String()) {
				t.Errorf("%q counts as %q, want %q; its network is %q", header, got, key, Network(h))
			}
		}
	})
}

// The stored device is short and of known values for every claim of a browser.
func FuzzHeaders(f *testing.F) {
	f.Add("Mozilla/5.0 (X11; Linux x86_64)", "DE", "S%C3%A3o Paulo", "203.0.113.10:1")
	f.Fuzz(func(t *testing.T, agent, country, city, address string) {
		h := Headers{"user-agent": agent, viewerCountry: country, viewerCity: city, viewerAddress: address}
		place, device := Place(h), Device(h)
		if len(place.City) > 80 || (place.Country == "" && place.City != "") ||
			len(device.OS)+len(device.Browser) > len(agent)+40 {
			t.Errorf("%+v %+v", place, device)
		}
		Network(h)
		Crawler(h)
	})
}
