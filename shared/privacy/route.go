package privacy

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// routeNames are the parameters by which sites that are one document name their pages.
var routeNames = []string{"page", "p", "route", "view", "screen", "tab"}

// secret finds in a part of a route what may be about a person: an address, a pair of name and
// value, what is still escaped, a long number, a token. The widget asks the same before it sends.
var secret = regexp.MustCompile(`[@=:;%?#&]|\d{7}|.{61}|\pC`)

var run = regexp.MustCompile(`[a-zA-Z\d]{16,}`)

func isSecret(part string) bool {
	return secret.MatchString(part) || slices.ContainsFunc(run.FindAllString(part, -1), func(s string) bool { return strings.ContainsAny(s, "0123456789") })
}

// routeHash is a fragment that is a path, as in #/cart, without its secrets. Other fragments are
// dropped: access tokens come in them.
func routeHash(fragment string) string {
	path, _, _ := strings.Cut(fragment, "?")
	path, _, _ = strings.Cut(path, "&")
	if !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "!/") {
		return ""
	}
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if isSecret(part) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// routeQuery is the parameters that name a page, in one order.
func routeQuery(u *url.URL) string {
	kept := url.Values{}
	for name, values := range u.Query() {
		if slices.Contains(routeNames, name) && values[0] != "" && !isSecret(values[0]) {
			kept.Set(name, values[0])
		}
	}
	return kept.Encode()
}
