package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// A robots.txt is followed on its own site. Where nobody can tell its rules, nothing is read.
func TestARobotsFileIsAskedFor(t *testing.T) {
	const said = "User-agent: *\nDisallow: /private\nUser-agent: BotifireKnowledge\nDisallow: /cart\n"
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	for name, one := range map[string]struct {
		moves, status int
		to            string
		want          string
		unknown       bool
	}{
		"there": {status: 200, want: said}, "none": {status: 404}, "forbidden": {status: 403},
		"busy": {status: 429, unknown: true}, "down": {status: 502, unknown: true}, "odd": {status: 304, unknown: true},
		"moved": {moves: 5, status: 200, want: said}, "moved and none": {moves: 1, status: 404},
		"moved in circles": {moves: 6, status: 200, unknown: true},
		"elsewhere":        {moves: 1, to: elsewhere.URL, unknown: true},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked <= one.moves {
				http.Redirect(w, r, fmt.Sprint(one.to, "/robots.txt?", asked), http.StatusMovedPermanently)
				return
			}
			w.WriteHeader(one.status)
			_, _ = fmt.Fprint(w, one.want)
		}))
		got, err := asking(server).Robots(t.Context(), server.URL+"/help")
		if got != one.want || (chat.KindOf(err) == chat.Invalid) != one.unknown || !one.unknown && err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		server.Close()
	}
}

func TestRobotsRules(t *testing.T) {
	for _, one := range []struct {
		robots, path string
		want         bool
	}{
		{"", "/cart", true},
		{"User-agent: *\nDisallow: /", "/help", false},
		{"User-agent: *\nDisallow: *", "/help", false},
		{"User-agent: *\nDisallow: /private\nUser-agent: BotifireKnowledge\nDisallow: /cart", "/cart/1", false},
		{"User-agent: *\nDisallow: /private\nUser-agent: BotifireKnowledge\nDisallow: /cart", "/private", true},
		{"User-agent: BotifireKnowledge\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: BotifireKnowledge\n" +
			"Disallow: /b", "/a", false},
		{"User-agent: Botifire\nDisallow: /a\nUser-agent: BotifireKnowledge\nDisallow: /b", "/a", true},
		{"User-agent: Botifire\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/a", false},
		{"\ufeffUser-Agent: botifireknowledge/1.0 # us\r\nDisallow: /cart # ours\r\n", "/cart", false},
		{"User-agent: BotifireKnowledge\nDisallow:\n\nUser-agent: *\nDisallow: /", "/help", true},
		{"User-agent: BotifireKnowledge\nCrawl-delay: soon\n\nUser-agent: *\nDisallow: /", "/help", true},
		{"User-agent: Other\nUser-agent: BotifireKnowledge\nDisallow: /cart", "/cart", false},
		{"User-agent: *\nUser-agent: *\nUser-agent: Other\nDisallow: /cart", "/cart", false},
		{"Disallow: /help\nhello\nUser-agent: *\nDisallow: /b\xffd\nnoindex\nDisallow: /cart now", "/help", true},
		{"Disallow: /help\nhello\nUser-agent: *\nDisallow: /b\xffd\nnoindex\nDisallow: /cart now", "/cart", false},
	} {
		if got := (Web{}).Rules(one.robots)("https://kettles.test" + one.path); got != one.want {
			t.Errorf("%q allows %s: %t", one.robots, one.path, got)
		}
	}
}

// A rule fits from the beginning of a path on; the longest one counts.
func TestARobotsRuleFitsAPath(t *testing.T) {
	for _, one := range []struct {
		rules, path string
		want        bool
	}{
		{"Disallow: /\nAllow: /$", "", true},
		{"Disallow: /\nAllow: /$", "/help/", false},
		{"Disallow: /help$", "/de/help", true},
		{"Disallow: /help$", "/help", false},
		{"Disallow: /help$", "/help/", true},
		{"Disallow: /help*", "/de/help", true},
		{"Disallow: /help*", "/helpless", false},
		{"Disallow: */help", "/de/help", false},
		{"Disallow: help", "/help", true},
		{"Disallow: /a\nAllow: /a", "/a", true},
		{"Allow: /a\nDisallow: /a", "/a", true},
		{"Disallow: /a\nAllow: /a/b\nDisallow: /a/b/c", "/a/b", true},
		{"Disallow: /a/b/c\nAllow: /a/b\nDisallow: /a", "/a/b/c", false},
		{"Disallow: /help/*.pdf$\nAllow: /help", "/help/a.pdf", false},
		{"Disallow: /help/*.pdf$\nAllow: /help", "/help/a.pdf.html", true},
		{"Disallow: /*.php$", "/a.php?b", true},
		{"Disallow: /*.php", "/a.php?b", false},
		{"Disallow: /*?", "/a?b=c", false},
		{"Disallow: /*?", "/a", true},
		{"Disallow: /*a*b*a", "/aba", false},
		{"Disallow: /*a*b*a", "/ab", true},
		{"Disallow: /*ab*b$", "/ab", true},
		{"Disallow: /*ab*b$", "/abb", false},
		{"Disallow: /a**b", "/ab", false},
		{"Disallow: /a*$", "/abc", false},
		{"Disallow: /$a", "/$a", false},
		{"Disallow: /a%2Ab", "/acb", true},
		{"Disallow: /a%2ab", "/a*b", false},
		{"Disallow: /caf\u00e9", "/caf%C3%A9", false},
		{"Disallow: /caf%c3%a9", "/caf\u00e9/menu", false},
		{"Disallow: /100%", "/100%25", false},
		{"Disallow: /a(b", "/a(b", false},
		{"Disallow: /a.b", "/acb", true},
	} {
		got := (Web{}).Rules("User-agent: *\n" + one.rules)("https://kettles.test" + one.path)
		if got != one.want {
			t.Errorf("%q allows %q: %t", one.rules, one.path, got)
		}
	}
}

// Half a megabyte of rules takes no more time than there is.
func TestAHostileRobotsFileIsBounded(t *testing.T) {
	for name, line := range map[string]string{
		"wildcards": "Disallow: /*a*b*c$\n", "groups": "User-agent: a%d\n", "rules": "Disallow: /%d\n",
		"stars":    "Allow: /" + strings.Repeat("*", 10_000) + "\n",
		"one rule": "Allow: /" + strings.Repeat("*a", 200_000) + "\n",
	} {
		var robots strings.Builder
		robots.WriteString("User-agent: *\n")
		for n := 0; robots.Len() < maxRobots; n++ {
			if strings.Contains(line, "%d") {
				fmt.Fprintf(&robots, line, n)
			} else {
				robots.WriteString(line)
			}
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			allows := (Web{}).Rules(robots.String())
			for range 10 {
				allows("https://kettles.test/" + strings.Repeat("a", 1000))
			}
		}()
		select {
		case <-done:
		case <-time.After(time.Minute): // a fraction of a second; a matcher that tries all ways takes years
			t.Fatalf("%s: ten pages take more than a minute", name)
		}
	}
}

// A rule fits the same paths as the same regular expression.
func FuzzRobots(f *testing.F) {
	f.Add("/*a*b$", "/ab", "User-agent: *")
	f.Fuzz(func(t *testing.T, pattern, path, robots string) {
		(Web{}).Rules(robots)("https://kettles.test/")
		valid := utf8.ValidString(pattern) && utf8.ValidString(path)
		if !valid || strings.Contains(pattern+path, "%") || len(pattern) > 100 {
			return
		}
		begin, ends := strings.CutSuffix(pattern, "$")
		expression := "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(begin), `\*`, ".*")
		if ends {
			expression += "$"
		}
		if got, want := (&rule{path: pattern}).fits(path), regexp.MustCompile(expression).MatchString(path); got != want {
			t.Errorf("%q fits %q: %t", pattern, path, got)
		}
	})
}
