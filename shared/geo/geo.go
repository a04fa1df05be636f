// Package geo says where a visitor seems to be, and with which device: from the headers that
// CloudFront adds to a request, and from the browser's user agent.
package geo

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/mileusna/useragent"
)

// Headers are those of a request, by lower-case name.
type Headers map[string]string

// Names of the headers that CloudFront adds, in lower case.
const (
	viewerAddress = "cloudfront-viewer-address"
	viewerCountry = "cloudfront-viewer-country"
	viewerCity    = "cloudfront-viewer-city"
)

// Place is the country and city, nothing finer.
func Place(h Headers) chat.Place {
	place := chat.Place{Country: h[viewerCountry], City: decoded(h[viewerCity])}
	if len(place.Country) != 2 {
		return chat.Place{}
	}
	return place
}

// decoded undoes the percent-encoding that CloudFront uses for names outside ASCII.
func decoded(city string) string {
	if plain, err := url.PathUnescape(city); err == nil {
		city = plain
	}
	if len(city) > 80 {
		return ""
	}
	return city
}

// Address is the key of a viewer for the rate limit of connects: an IPv4 address, or the /64 of an
// IPv6 line. It must not be stored.
func Address(h Headers) string {
	addr, ok := viewer(h)
	if !ok {
		return ""
	}
	if addr.Is4() {
		return addr.String()
	}
	line, _ := addr.Prefix(64)
	return line.String()
}

// Whole is the viewer's whole address, by which the team's own offices are known. It must not be stored.
func Whole(h Headers) string {
	if addr, ok := viewer(h); ok {
		return addr.String()
	}
	return ""
}

// Network is the viewer's truncated address.
func Network(h Headers) string {
	addr, ok := viewer(h)
	if !ok {
		return ""
	}
	return privacy.Network(addr.String())
}

// viewer reads the header that CloudFront writes: an address and always a port, for IPv6 with or
// without brackets. So a number after the last colon is the port, even if the whole would be a
// valid address.
func viewer(h Headers) (netip.Addr, bool) {
	at := h[viewerAddress]
	if i := strings.LastIndexByte(at, ':'); i > 0 && isPort(at[i+1:]) {
		if addr, err := netip.ParseAddr(strings.Trim(at[:i], "[]")); err == nil {
			return addr.Unmap().WithZone(""), true
		}
	}
	addr, err := netip.ParseAddr(strings.Trim(at, "[]"))
	return addr.Unmap().WithZone(""), err == nil
}

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// Device is the device according to the browser.
func Device(h Headers) chat.Device {
	ua := useragent.Parse(h["user-agent"])
	device := chat.Device{Type: "desktop", OS: ua.OS, Browser: ua.Name}
	switch {
	case ua.Tablet:
		device.Type = "tablet"
	case ua.Mobile:
		device.Type = "mobile"
	}
	return device
}

// Language is the one that the browser asks for first, without its region: pt of pt-BR; "" for none that can be read.
func Language(h Headers) string {
	first, _, _ := strings.Cut(h["accept-language"], ",")
	tag, _, _ := strings.Cut(first, ";")
	base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if len(base) < 2 || len(base) > 3 || strings.Trim(base, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return base
}

// OptedOut tells whether the browser asks not to be tracked.
func OptedOut(h Headers) bool { return h["sec-gpc"] == "1" || h["dnt"] == "1" }
