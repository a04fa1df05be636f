// Package geo says where somebody seems to be, and with what: from what CloudFront
// adds to a request, and from the browser's own words.
package geo

import (
	"net/netip"
	"net/url"

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

// Place is country and city, nothing finer.
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

// Address is the viewer's address, whole and without its port. It must not be stored.
func Address(h Headers) string {
	if at, err := netip.ParseAddrPort(h[viewerAddress]); err == nil {
		return at.Addr().String()
	}
	return ""
}

// Network is the viewer's address, cut.
func Network(h Headers) string { return privacy.Network(h[viewerAddress]) }

// Device is what the browser says it is.
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

// Crawler tells whether the request comes from a robot that says so.
func Crawler(h Headers) bool { return useragent.Parse(h["user-agent"]).Bot }

// OptedOut tells whether the browser asks not to be followed.
func OptedOut(h Headers) bool { return h["sec-gpc"] == "1" || h["dnt"] == "1" }
