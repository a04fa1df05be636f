package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/temoto/robotstxt"
)

// Bounds of a robots.txt. RFC 9309 asks for at least half a megabyte and five redirects.
const (
	maxRobots = 500 << 10 // bytes
	maxMoves  = 5
	maxStars  = 300 // rules with wildcards: each takes time at every page
	maxInRule = 10  // wildcards
)

// Robots reads the robots.txt of the site of an address (RFC 9309): "" if there is none. If the site does not say
// whether there is one, nobody knows what it allows: an error of kind Invalid.
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

// Rules reads a robots.txt. What it returns tells whether that lets us read an address.
func (Web) Rules(robots string) func(address string) bool {
	rules, err := robotstxt.FromString(plainRules(robots))
	return func(address string) bool {
		at, bad := url.Parse(address)
		return err == nil && bad == nil && rules.TestAgent(at.RequestURI(), agent)
	}
}

// nothing is a rule that fits no address, since none has a bare quotation mark. It keeps groups apart.
const nothing = "disallow: /\""

// plainRules are the groups and rules of a robots.txt in lines that its parser takes: one odd line would spoil all.
func plainRules(robots string) string {
	out, stars, named := []string{}, 0, map[string]bool{}
	ends := func(r rune) bool { return r == '\n' || r == '\r' }
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(robots, "\ufeff"), ends) {
		line, _, _ = strings.Cut(line, "#")
		name, value, _ := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), first(value)
		switch name {
		case "user-agent", "useragent":
			if last := len(out) - 1; last >= 0 && !strings.HasPrefix(out[last], "user-agent") {
				clear(named)
			}
			if who := whom(value); !named[who] {
				named[who] = true
				out = append(out, "user-agent: "+who)
			}
		case "allow", "disallow":
			if len(out) > 0 { // a rule without a group is nobody's
				out = append(out, rule(name, value, &stars))
			}
		case "crawl-delay", "crawldelay":
			if len(out) > 0 {
				out = append(out, nothing)
			}
		}
	}
	return strings.Join(out, "\n")
}

func first(value string) string {
	if words := strings.Fields(value); len(words) > 0 {
		return words[0]
	}
	return ""
}

// whom is for whom a group is: all, us by our name or its beginning, or somebody else.
func whom(value string) string {
	name, _, _ := strings.Cut(strings.ToLower(value), "/")
	if name == "*" || name != "" && strings.HasPrefix(strings.ToLower(agent), name) {
		return name
	}
	return "-"
}

// rule is a line that allows or forbids a path. Where a file has more wildcards than people write, a rule forbids more
// and allows less than it says.
func rule(name, value string, stars *int) string {
	for strings.Contains(value, "**") {
		value = strings.ReplaceAll(value, "**", "*")
	}
	if value == "" || !utf8.ValidString(value) {
		return nothing
	}
	if strings.ContainsAny(value, "*$") {
		*stars++
	}
	if n := strings.Count(value, "*"); n > maxInRule || n > 0 && *stars > maxStars {
		if name == "allow" {
			return nothing
		}
		value, _, _ = strings.Cut(value, "*")
	}
	if value == "" || value == "*" { // its parser takes these for no path
		value = "/"
	}
	return name + ": " + value
}
