// Package privacy holds the pure rules about what may be kept of a person: how an
// address is cut, how identities become hashes that only their tenant can make,
// and which address of a page is stored.
package privacy

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"net/netip"
	"net/url"
	"strings"
)

// Network cuts an address to /24 or /48, or returns "" for what is no address. It may have
// a port, and for IPv6 brackets; some proxies write that port without them. The
// place must be read before: it is what Google Analytics documents as its own cut.
func Network(address string) string {
	addr, err := addressOf(address)
	if err != nil {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

func addressOf(text string) (netip.Addr, error) {
	if host, err := netip.ParseAddrPort(text); err == nil {
		return host.Addr(), nil
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if i := strings.LastIndexByte(text, ':'); err != nil && i > 0 {
		return netip.ParseAddr(text[:i])
	}
	return addr, err
}

// Key is a tenant's secret. Everything that must not be forged or linked across
// tenants is derived from it, each purpose with a key of its own.
type Key []byte

// For derives the key of one purpose.
func (k Key) For(purpose string) []byte {
	derived, err := hkdf.Key(sha256.New, k, nil, "botifire/"+purpose, 32)
	if err != nil {
		panic(err) // the length is constant
	}
	return derived
}

// NewKey makes a tenant's secret.
func NewKey() Key {
	key := make(Key, 32)
	rand.Read(key)
	return key
}

var hashText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Identity turns what identifies a person (a browser's token, a WhatsApp id) into
// the hash it is found by.
func (k Key) Identity(kind, value string) string {
	mac := hmac.New(sha256.New, k.For("identity"))
	mac.Write([]byte(kind + "\x00" + value))
	return hashText.EncodeToString(mac.Sum(nil)[:20])
}

// NewToken makes a visitor's token: 256 random bits.
func NewToken() string {
	raw := make([]byte, 32)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// ValidToken tells whether the text has the form of a visitor's token.
func ValidToken(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) == 32
}

// CookieID is the short form of a token's hash that people see. It opens nothing.
func CookieID(identity string) string {
	if len(identity) < 10 {
		return ""
	}
	return "ck_" + identity[:10]
}

// maxURL is how long an address may be, as it comes and as it is kept.
const maxURL = 2048

// PageURL keeps of a page's address what names the page: origin, path, and its route. The rest
// of query and fragment, and user information, may hold anything and are dropped. "" for what is
// no web address, or too long: escaping may make it three times as long as it came. A site may
// have names of its own for the parameters of its route.
func PageURL(raw string, names ...string) string {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || len(raw) > maxURL {
		return ""
	}
	page := url.URL{
		Scheme: u.Scheme, Host: u.Host, Path: mask(u.Path, isPersonal), RawQuery: routeQuery(u, names),
		Fragment: routeHash(u.Fragment),
	}
	page.RawPath = strings.ReplaceAll(page.EscapedPath(), "%2A", "*") // stars stay stars
	if kept := page.String(); len(kept) <= maxURL {
		return kept
	}
	return ""
}

// Campaign keeps the utm_* parameters of a page's address, and nothing else.
func Campaign(raw string) map[string]string {
	u, err := url.Parse(raw)
	if err != nil || len(raw) > maxURL {
		return nil
	}
	var kept map[string]string
	for name, values := range u.Query() {
		if !strings.HasPrefix(name, "utm_") || len(name) > 20 || len(values[0]) > 100 ||
			isPersonal(values[0]) || len(kept) >= 8 {
			continue
		}
		if kept == nil {
			kept = map[string]string{}
		}
		kept[name] = values[0]
	}
	return kept
}
