package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Bounds of a robots.txt. RFC 9309 asks for at least half a megabyte and five redirects.
const (
	maxRobots = 500 << 10 // bytes
	maxMoves  = 5
)

// Robots reads the robots.txt of the site of an address (RFC 9309): "" if there is none. If the site does not say
// whether there is one, nobody knows its rules: an error of kind Invalid.
func (w Web) Robots(ctx context.Context, address string) (string, error) {
	at, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("pages: %w", err)
	}
	place := at.Scheme + "://" + at.Host + "/robots.txt"
	for range maxMoves + 1 {
		told, err := w.get(ctx, place, maxRobots)
		switch {
		case err != nil:
			return "", err
		case told.status < 300:
			return string(told.raw), nil
		case told.status >= 400 && told.status < 500 && told.status != http.StatusTooManyRequests:
			return "", nil
		case told.status >= 400 || told.moved == "":
			return "", chat.Errorf(chat.Invalid, "robots_unknown",
				"The robots.txt of the site is answered by status %d. Mend that, or import the site again later.", told.status)
		}
		if to, err := url.Parse(told.moved); err != nil || to.Host != at.Host {
			break
		}
		place = told.moved
	}
	return "", chat.Errorf(chat.Invalid, "robots_elsewhere",
		"The robots.txt of the site leads elsewhere. Have it answered at %s://%s/robots.txt itself, then import the site "+
			"again.", at.Scheme, at.Host)
}

// Rules reads a robots.txt. The function that it returns tells whether that lets us read an address: of the rules that
// fit it, the longest one counts, and of two that are as long, the one that allows (RFC 9309, 2.2.2).
func (Web) Rules(robots string) func(address string) bool {
	rules := ours(robots)
	return func(address string) bool {
		at, err := url.Parse(address)
		if err != nil {
			return false
		}
		path, allowed, longest := plain(at.RequestURI()), true, 0
		for _, r := range rules {
			if n := len(r.path); n < longest || n == longest && allowed || !r.fits(path) {
				continue
			}
			allowed, longest = r.allows, len(r.path)
		}
		return allowed
	}
}

// rule allows or forbids paths.
type rule struct {
	path   string // of an address; * stands for any run of signs, and $ at the end for the end
	allows bool
}

// fits tells whether a rule is about a path. It takes as long as both are: each part is looked for once.
func (r *rule) fits(path string) bool {
	pattern, ends := strings.CutSuffix(r.path, "$")
	begin, pattern, stars := strings.Cut(pattern, "*")
	path, fits := strings.CutPrefix(path, plain(begin))
	if !fits || !stars {
		return fits && (!ends || path == "")
	}
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	for _, part := range parts[:last] {
		if _, path, fits = strings.Cut(path, plain(part)); !fits {
			return false
		}
	}
	if ends {
		return strings.HasSuffix(path, plain(parts[last]))
	}
	return strings.Contains(path, plain(parts[last]))
}

// plain is a path without its percent signs: a sign may be written with or without.
func plain(path string) string {
	if words, err := url.PathUnescape(path); err == nil {
		return words
	}
	return path
}

// ours are the rules of a robots.txt for us: those of the groups that name us, by the longest name, or else those for
// all.
func ours(robots string) []rule {
	groups, named, begins := map[string][]rule{}, []string{}, false
	ends := func(r rune) bool { return r == '\n' || r == '\r' }
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(robots, "\ufeff"), ends) {
		line, _, _ = strings.Cut(line, "#")
		name, value, _ := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), first(value)
		switch name {
		case "user-agent", "useragent":
			if !begins {
				named, begins = nil, true
			}
			if who, is := addressed(value); is && !slices.Contains(named, who) {
				named = append(named, who)
				groups[who] = slices.Grow(groups[who], 1) // also one without rules is ours
			}
		case "allow", "disallow":
			begins = false
			for _, who := range named {
				if value != "" {
					groups[who] = append(groups[who], rule{value, name == "allow"})
				}
			}
		case "crawl-delay", "crawldelay":
			begins = false
		}
	}
	best := "*"
	for who := range groups {
		if who != "*" && (best == "*" || len(who) > len(best)) {
			best = who
		}
	}
	return groups[best]
}

func first(value string) string {
	if words := strings.Fields(value); len(words) > 0 {
		return words[0]
	}
	return ""
}

// addressed tells whether a group is for all, or for us by our name or its beginning.
func addressed(value string) (name string, is bool) {
	name, _, _ = strings.Cut(strings.ToLower(value), "/")
	return name, name == "*" || name != "" && strings.HasPrefix(strings.ToLower(agent), name)
}
