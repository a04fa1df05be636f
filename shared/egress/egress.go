// Package egress is the only way out to addresses that tenants give: https on port
// 443, to public addresses only, judged when the connection is made, without
// redirects, bounded in time and size.
package egress

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/botifire/livechat/shared/config"
)

// MaxAnswer is how much of an answer is read.
const MaxAnswer = 256 << 10

// Timeout bounds a whole call.
const Timeout = 14 * time.Second

// errForbidden is what a call to a place that is not public ends with.
var errForbidden = errors.New("egress: only public https addresses may be called")

// Client makes a client for strangers' addresses. In the local stage a tenant's bot
// may also run on the same machine; nothing else is relaxed.
func Client(stage string) *http.Client {
	if stage == config.Local {
		return &http.Client{Timeout: Timeout, Transport: loopback{}, CheckRedirect: stay}
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: control}
	return &http.Client{
		Timeout: Timeout,
		Transport: &onlyHTTPS{&http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second,
			MaxResponseHeaderBytes: 16 << 10, Proxy: nil, DisableKeepAlives: true,
		}},
		CheckRedirect: stay,
	}
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// loopback calls this machine only.
type loopback struct{}

func (loopback) RoundTrip(r *http.Request) (*http.Response, error) {
	if name := r.URL.Hostname(); name != "127.0.0.1" && name != "localhost" {
		return nil, errForbidden
	}
	return http.DefaultTransport.RoundTrip(r)
}

// control judges the address that a name has turned into, just before the dial: a
// name that changes its mind in between gains nothing.
func control(_, address string, _ syscall.RawConn) error {
	where, err := netip.ParseAddrPort(address)
	if err != nil || where.Port() != 443 || !public(where.Addr()) {
		return errForbidden
	}
	return nil
}

var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

func public(addr netip.Addr) bool {
	addr = addr.Unmap()
	if !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(addr) {
			return false
		}
	}
	return true
}

// onlyHTTPS refuses plain addresses before they are dialled.
type onlyHTTPS struct{ next http.RoundTripper }

func (o *onlyHTTPS) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" || r.URL.User != nil {
		return nil, errForbidden
	}
	return o.next.RoundTrip(r)
}
