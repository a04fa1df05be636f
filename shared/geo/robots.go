package geo

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"github.com/botifire/livechat/shared/pattern"
	"github.com/mileusna/useragent"
)

//go:generate sh -c "cd ../.. && go run ./scripts/robots"

//go:embed robots.gen.json
var robotsFile []byte

// tools matches programs that drive a browser without a person, by the words that they add to its
// user agent. The list names known robots; this catches similar ones that are newer than the list.
// CUBOT makes phones.
var tools = pattern.Lazy(`(?i)headless|lighthouse|page ?speed|synthetic|prerender|puppeteer|playwright|` +
	`webdriver|cypress/|jsdom|happydom|slimerjs|observatory|speedcurve|applitools|screenshot|(?:^|[^u])bot\b|` +
	`crawler|spider\b`)

// robots are the list's patterns: the plain words, and all others as one expression.
var robots = sync.OnceValues(func() ([]string, *regexp.Regexp) {
	var patterns, words, others []string
	if err := json.Unmarshal(robotsFile, &patterns); err != nil {
		panic(err) // a test reads it
	}
	for _, p := range patterns {
		if word, all := regexp.MustCompile(p).LiteralPrefix(); all {
			words = append(words, word)
		} else {
			others = append(others, "(?:"+p+")")
		}
	}
	return words, regexp.MustCompile(strings.Join(others, "|"))
})

// longestAgent is longer than any browser's user agent; a longer one is truncated before it is
// compared.
const longestAgent = 1024

// Crawler tells whether the request comes from a robot that says so: a search engine, a link
// preview, a monitor, a headless browser.
func Crawler(h Headers) bool {
	agent := h["user-agent"]
	agent = agent[:min(len(agent), longestAgent)]
	if agent == "" {
		return false
	}
	if tools().MatchString(agent) || useragent.Parse(agent).Bot {
		return true
	}
	words, others := robots()
	for _, word := range words {
		if strings.Contains(agent, word) {
			return true
		}
	}
	return others.MatchString(agent)
}
