package privacy

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// routeNames are the parameters with which single-page sites name their pages.
var routeNames = []string{"page", "p", "route", "view", "screen", "tab", "section", "category", "product", "item"}

// PageNames are the usual parameters and a site's own.
func PageNames(own []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(routeNames, own))))
}

// secret matches a part of a route that may be about a person: an address, a name and value, text
// that is still escaped, a long number, a token. The widget applies the same rule before it sends.
var secret = regexp.MustCompile(`[@=:;%?#&]|\d{7}|.{61}|\pC`)

var run = regexp.MustCompile(`[a-zA-Z\d]{16,}`)

func isSecret(part string) bool {
	return secret.MatchString(part) ||
		slices.ContainsFunc(run.FindAllString(part, -1), func(s string) bool { return strings.ContainsAny(s, "0123456789") })
}

// personal matches a part of a path that is certainly about a person: an e-mail address, a phone
// number, a signed token. Shops have long numbers and names in paths, too, which are not.
var personal = regexp.MustCompile(`[^@\s]@[^@\s]+\.|(?i:%40)|\+\d{7}|eyJ[\w-]+\.`)

var token = regexp.MustCompile(`[a-zA-Z\d]{20,}`)

func isPersonal(part string) bool {
	return personal.MatchString(part) || slices.ContainsFunc(token.FindAllString(part, -1), func(s string) bool {
		return strings.ContainsAny(s, "0123456789") && strings.ContainsAny(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz")
	})
}

// mask replaces each part of a path that must not be stored by a star.
func mask(path string, unkept func(part string) bool) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if unkept(part) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// routeHash is a fragment that is a path, as in #/cart, without its secrets. Other fragments are
// dropped: they may contain access tokens.
func routeHash(fragment string) string {
	path, _, _ := strings.Cut(fragment, "?")
	path, _, _ = strings.Cut(path, "&")
	if !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "!/") {
		return ""
	}
	return mask(path, isSecret)
}

// routeQuery are the parameters that name a page, sorted.
func routeQuery(u *url.URL, own []string) string {
	kept := url.Values{}
	for name, values := range u.Query() {
		named := slices.Contains(routeNames, name) || slices.Contains(own, name)
		if named && values[0] != "" && !isSecret(values[0]) {
			kept.Set(name, values[0])
		}
	}
	return kept.Encode()
}
