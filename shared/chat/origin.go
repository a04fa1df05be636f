package chat

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// IsOrigin tells whether the text is a scheme and a host, with a star at most in the
// place of the first labels of a domain that belongs to somebody.
func IsOrigin(text string) bool {
	scheme, host, _ := strings.Cut(text, "://")
	host = strings.TrimPrefix(host, "*.")
	u, err := url.Parse(scheme + "://" + host)
	return err == nil && (scheme == "https" || scheme == "http") && host != "" && u.Host == host && !strings.Contains(host, "*") && openToAll(text) == ""
}

// openToAll is the domain of a star under which anybody may have a name, as com, co.uk or
// github.io; "" if there is none.
func openToAll(origin string) string {
	_, domain, wild := strings.Cut(origin, "://*.")
	domain, _, _ = strings.Cut(strings.TrimSuffix(domain, "."), ":")
	if suffix, _ := publicsuffix.PublicSuffix(domain); wild && domain == suffix {
		return domain
	}
	return ""
}
