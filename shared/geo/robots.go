package geo

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"github.com/mileusna/useragent"
)

//go:generate sh -c "cd ../.. && go run ./scripts/robots"

//go:embed robots.gen.json
var robotsFile []byte

// tools are kinds of programs that drive a browser without a person, by the words that
// their makers put beside the browser's own. The list names robots; this catches kin of
// theirs that are newer than the list. CUBOT makes phones.
var tools = regexp.MustCompile(`(?i)headless|lighthouse|page ?speed|synthetic|prerender|puppeteer|playwright|` +
	`webdriver|cypress/|jsdom|happydom|slimerjs|observatory|speedcurve|applitools|screenshot|(?:^|[^u])bot\b|` +
	`crawler|spider\b`)

// robots are the list's patterns: those that are plain words, and all others as one.
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

// longestAgent is more than any browser says of itself; what is longer is cut before it is compared.
const longestAgent = 1024

// Crawler tells whether the request comes from a robot that says so: a search engine, a
// preview, a monitor, a browser that no person drives.
func Crawler(h Headers) bool {
	agent := h["user-agent"]
	agent = agent[:min(len(agent), longestAgent)]
	if agent == "" {
		return false
	}
	if tools.MatchString(agent) || useragent.Parse(agent).Bot {
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
