// Package egress is the only way to call addresses that tenants give: https on port 443, public
// addresses only, checked when the connection is made, without redirects, bounded in time and size.
package egress

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/botifire/livechat/shared/config"
)

// MaxAnswer is the number of bytes that are read of an answer.
const MaxAnswer = 256 << 10

// Timeout bounds a whole call.
const Timeout = 14 * time.Second

// errForbidden is the error of a call to an address that is not public.
var errForbidden = errors.New("egress: only public https addresses may be called")

// Client makes a client for tenants' addresses. In the local stage a tenant's bot may also run on
// the same machine; nothing else is relaxed.
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

// loopback calls only this machine.
type loopback struct{}

func (loopback) RoundTrip(r *http.Request) (*http.Response, error) {
	if name := r.URL.Hostname(); name != "127.0.0.1" && name != "localhost" {
		return nil, errForbidden
	}
	return http.DefaultTransport.RoundTrip(r)
}

// control checks the resolved address just before the dial: a name that resolves differently in
// between gains nothing (DNS rebinding).
func control(_, address string, _ syscall.RawConn) error {
	where, err := netip.ParseAddrPort(address)
	if err != nil || where.Port() != 443 || !public(where.Addr()) {
		return errForbidden
	}
	return nil
}

// reserved are the blocks of IANA's registries of special-purpose addresses, including those that
// embed other addresses (mapped, translated, 6to4, Teredo) and deprecated ones.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var reserved = prefixes(`
	0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
	192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
	224.0.0.0/4 240.0.0.0/4
	::/96 ::1/128 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/16
	2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`)

func prefixes(text string) []netip.Prefix {
	all := []netip.Prefix{}
	for _, block := range strings.Fields(text) {
		all = append(all, netip.MustParsePrefix(block))
	}
	return all
}

var givenOut = netip.MustParsePrefix("2000::/3")

// public tells whether an address is on the internet. Of IPv6 only 2000::/3 is assigned.
func public(addr netip.Addr) bool {
	addr = addr.Unmap()
	if !addr.IsGlobalUnicast() || addr.Zone() != "" || (addr.Is6() && !givenOut.Contains(addr)) {
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
