// Package privacy has the pure rules for storing personal data: how an IP address is truncated, how
// identities become hashes that only their tenant can compute, and which part of a page's address is
// stored.
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

// Network truncates an address to /24 or /48, as Google Analytics documents it, or returns "" for
// anything else. The address may have a port, and IPv6 brackets; some proxies write a port without
// them. The place must be looked up before.
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

// Key is a tenant's secret key. Everything that must not be forged, or linked across tenants, uses a
// key that is derived from it, one for each purpose.
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

// Identity turns an identifier of a person (a browser's token, a WhatsApp id) into the hash under
// which the person is stored.
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

// Proof is the MAC by which a text that went out shows, when it comes back, that it is ours: for one purpose, over
// parts without NUL. It has the form of a visitor's token.
func (k Key) Proof(purpose string, parts ...string) string {
	mac := hmac.New(sha256.New, k.For(purpose))
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// ValidToken tells whether the text has the form of a visitor's token.
func ValidToken(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) == 32
}

// Token turns a visitor's token for a bot into the hash by which people know the visitor: 80 bits that
// grant no access.
func (k Key) Token(bot, token string) string { return k.Identity("cookie", bot+"\x00"+token)[:16] }

// maxURL is the largest length of an address, as received and as stored.
const maxURL = 2048

// PageURL reduces a page's address to the parts that name the page: origin, path and route. The rest
// of the query and fragment, and user information, may contain anything and are dropped. "" for an
// address that is invalid or too long: escaping may make it three times as long as received. A site
// may have its own names for the parameters of its route.
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

// Campaign returns the utm_* parameters of a page's address, and nothing else.
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
