package geo

import (
	"os"
	"strings"
	"testing"
)

// Each line of the files is the user agent of a program.
func agents(t *testing.T, file string) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n")
}

func TestRobotsAreNoVisitors(t *testing.T) {
	for _, agent := range agents(t, "robots.txt") {
		if !Crawler(Headers{"user-agent": agent}) {
			t.Errorf("let in: %s", agent)
		}
	}
}

func TestPeopleAreNoRobots(t *testing.T) {
	for _, agent := range agents(t, "people.txt") {
		if Crawler(Headers{"user-agent": agent}) {
			words, others := robots()
			for _, word := range words {
				if strings.Contains(agent, word) {
					t.Log("for the word", word)
				}
			}
			t.Errorf("refused (%q): %s", others.FindString(agent)+tools().FindString(agent), agent)
		}
	}
}

// Pages connect often: matching robots must be fast.
func BenchmarkCrawler(b *testing.B) {
	h := Headers{"user-agent": strings.Repeat("Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 ", 100)}
	for b.Loop() {
		Crawler(h)
	}
}
