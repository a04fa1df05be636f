package privacy

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// A page's address is reduced to origin, path, route and campaign, and reducing it again changes
// nothing.
func FuzzPageURL(f *testing.F) {
	f.Add("https://shop.test/a?utm_source=x&secret=y#z")
	f.Add("https://user:pass@shop.test/")
	f.Add("https://shop.test/?page=about&q=1#!/a/b?c")
	f.Add("https://shop.test/u/dana@mail.test/eyJhbGciOi.x/%2A*")
	f.Fuzz(func(t *testing.T, raw string) {
		kept := PageURL(raw)
		u, err := url.Parse(kept)
		if err != nil || (kept != "" && PageURL(kept) != kept) {
			t.Fatalf("%q became %q", raw, kept)
		}
		if u.User != nil || (u.Fragment != "" && strings.TrimPrefix(u.Fragment, "!")[0] != '/') ||
			strings.ContainsAny(u.Fragment, "@=?&") || slices.ContainsFunc(strings.Split(u.Path, "/"), isPersonal) {
			t.Errorf("%q became %q", raw, kept)
		}
		for name := range u.Query() {
			if !slices.Contains(routeNames, name) {
				t.Errorf("%q became %q", raw, kept)
			}
		}
		for name, value := range Campaign(raw) {
			if !strings.HasPrefix(name, "utm_") || len(value) > 100 {
				t.Errorf("%q keeps %q = %q", raw, name, value)
			}
		}
	})
}

// A truncated address stands for at least 256 machines.
func FuzzNetwork(f *testing.F) {
	f.Add("203.0.113.10:443")
	f.Add("[2001:db8::1]:443")
	f.Add("::ffff:10.0.0.1")
	f.Fuzz(func(t *testing.T, address string) {
		cut := Network(address)
		if cut == "" {
			return
		}
		prefix, err := netip.ParsePrefix(cut)
		if err != nil || prefix.Masked() != prefix || (prefix.Addr().Is4() && prefix.Bits() != 24) ||
			(prefix.Addr().Is6() && prefix.Bits() != 48) {
			t.Errorf("%q became %q", address, cut)
		}
	})
}
