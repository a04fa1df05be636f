package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// A robots.txt is followed on its own site. Where nobody can tell what it says, nothing is read.
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
		{"\ufeffUser-Agent: botifireknowledge/1.0 # us\r\nDisallow: /cart # ours\r\n", "/cart", false},
		{"User-agent: BotifireKnowledge\nDisallow:\n\nUser-agent: *\nDisallow: /", "/help", true},
		{"User-agent: BotifireKnowledge\nCrawl-delay: soon\n\nUser-agent: *\nDisallow: /", "/help", true},
		{"User-agent: Other\nUser-agent: BotifireKnowledge\nDisallow: /cart", "/cart", false},
		{"User-agent: *\nDisallow: /help/*.pdf$\nAllow: /help", "/help/a.pdf", false},
		{"User-agent: *\nDisallow: /help/*.pdf$\nAllow: /help", "/help/a.html", true},
		{"Disallow: /help\nhello\nUser-agent: *\nDisallow: /b\xffd\nnoindex\nDisallow: /cart now", "/help", true},
		{"Disallow: /help\nhello\nUser-agent: *\nDisallow: /b\xffd\nnoindex\nDisallow: /cart now", "/cart", false},
		{"User-agent: *\nDisallow: /cart" + strings.Repeat("*x", 50), "/cart", false},
		{"User-agent: *\nDisallow: /\nAllow: /h" + strings.Repeat("*e", 50), "/help", false},
	} {
		if got := (Web{}).Rules(one.robots)("https://kettles.test" + one.path); got != one.want {
			t.Errorf("%q allows %s: %t", one.robots, one.path, got)
		}
	}
}

// Half a megabyte of rules takes no more time than there is.
func TestAHostileRobotsFileIsBounded(t *testing.T) {
	for name, line := range map[string]string{
		"wildcards": "Disallow: /*a*b*c$\n", "groups": "User-agent: a%d\n", "rules": "Disallow: /%d\n", "stars": "Allow: /" +
			strings.Repeat("*", 10_000) + "\n",
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
		robots.WriteString("Disallow: /end\n")
		stars := 0
		for rule := range strings.Lines(plainRules(robots.String())) {
			if n := strings.Count(rule, "*"); n > 0 && !strings.HasPrefix(rule, "user-agent") {
				stars++
				if n > maxInRule {
					t.Errorf("%s: a rule has %d wildcards", name, n)
				}
			}
		}
		if stars > maxStars {
			t.Errorf("%s: %d rules have wildcards", name, stars)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			allows := (Web{}).Rules(robots.String())
			for range 100 {
				allows("https://kettles.test/" + strings.Repeat("a", 1000))
			}
		}()
		select {
		case <-done:
		case <-time.After(time.Minute): // three seconds on a busy machine; without the bounds twenty minutes
			t.Fatalf("%s: a hundred pages take more than a minute", name)
		}
	}
}
